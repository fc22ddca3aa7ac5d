import type { Tally } from '../../../protocol/class/vote.ts';
import type { KeptVotes } from '../keeping/kept-class.ts';

/** Between these shares of right answers a talk with the neighbour helps most (Crouch and Mazur 2001). */
const TALK = { min: 1 / 3, max: 2 / 3 };

/** The votes of a class on one question: one a member, of which the last counts. */
export class Ballot {
  readonly #first: Map<string, number>;
  readonly #second: Map<string, number>;

  constructor({ first, second }: KeptVotes = { first: [], second: [] }) {
    this.#first = new Map(first);
    this.#second = new Map(second);
  }

  get kept(): KeptVotes {
    return { first: [...this.#first], second: [...this.#second] };
  }

  /** @param again whether the class votes a second time */
  cast(member: string, choice: number, again: boolean): void {
    this.#votes(again).set(member, choice);
  }

  /** What a member has chosen, if it has. */
  of(member: string, again: boolean): number | undefined {
    return this.#votes(again).get(member);
  }

  /** How many have voted. */
  voted(again: boolean): number {
    return this.#votes(again).size;
  }

  /** @param choices how many there are */
  tally(choices: number, again: boolean): Tally {
    const count = (votes: Map<string, number>) => {
      const counts = Array<number>(choices).fill(0);
      for (const choice of votes.values()) counts[choice] = (counts[choice] ?? 0) + 1;
      return counts;
    };
    const first = count(this.#first);
    return again ? { first, second: count(this.#second) } : { first };
  }

  /** Share of the votes that are for this choice; undefined without any. */
  share(choice: number, again: boolean): number | undefined {
    const votes = [...this.#votes(again).values()];
    return votes.length > 0
      ? votes.filter((vote) => vote === choice).length / votes.length
      : undefined;
  }

  #votes(again: boolean): Map<string, number> {
    return again ? this.#second : this.#first;
  }
}

/** @param right share of right answers in the first vote */
export const talkWouldHelp = (right: number | undefined): boolean =>
  right !== undefined && right >= TALK.min && right <= TALK.max;
