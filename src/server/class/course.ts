import type { ClassNews } from '../../protocol/class/news.ts';
import type { Reveal } from '../../protocol/class/results.ts';
import type { Phase } from '../../protocol/class/round.ts';
import type { Score } from '../../protocol/class/score.ts';
import type { You } from '../../protocol/class/snapshot.ts';
import type { Vote } from '../../protocol/class/vote.ts';
import type { MarketFeed } from '../market/price-feed.ts';
import { type ClassState, type Intention, move, takenOver } from './class-state.ts';
import type { KeptCourse } from './keeping/kept-class.ts';
import type { Rejection } from './peer.ts';
import type { Member } from './phones/member.ts';
import type { Round } from './round/rounds.ts';
import { Run } from './round/run.ts';
import type { Random } from './round/spreading.ts';
import { Ballot } from './round/votes.ts';
import type { CourseFacts } from './snapshot.ts';
import { intentionOf, objectionTo, type Steering } from './wishes.ts';

/** News come at least so far apart, in ms. */
const NEWS_EVERY = 500;

const OPEN = new Set<Phase>(['vote', 'revote']);

/** In these phases it is known how a round has ended, and a reveal shows what comes of it. */
const BEFORE_REVEAL = new Set<Phase>(['closed', 'revote', 'run']);

interface CourseOptions {
  rounds: readonly Round[];
  feed: MarketFeed;
  random: Random;
  /** The phones that are here now. */
  here: () => readonly Member[];
  /** Is called after each step, and whenever everybody is to know of something else at once. */
  onChange: () => void;
  /** Is told of news just before its price goes out. */
  onNews: (news: ClassNews) => void;
  /** Where it begins. */
  kept: KeptCourse;
}

/** What a class goes through: where it stands, its votes, its runs, and what was found out. */
export class Course {
  state: ClassState;
  since: number;
  until: number | undefined;
  cut = false;
  /** The run that is on, or was last. */
  run: Run | undefined;
  readonly reveals: Map<number, Reveal>;
  readonly rounds: readonly Round[];
  #ballot: Ballot;
  readonly #options: CourseOptions;
  /** Of the run that is on. */
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: CourseOptions) {
    this.#options = options;
    this.rounds = options.rounds;
    const { state, since, votes, reveals } = options.kept;
    this.state = takenOver(state);
    this.since = this.state === state ? since : options.feed.now();
    this.#ballot = new Ballot(votes);
    this.reveals = new Map(reveals);
  }

  get kept(): KeptCourse {
    const { state, since, reveals } = this;
    return { state, since, votes: this.#ballot.kept, reveals: [...reveals] };
  }

  get running(): boolean {
    return this.state.phase === 'run';
  }

  get #round(): Round | undefined {
    return this.state.round === undefined ? undefined : this.rounds[this.state.round];
  }

  /** The instructor wants something. */
  steer(wish: Steering): Rejection | undefined {
    const objection = objectionTo(wish, this.state, this.rounds);
    if (objection) return objection;
    const intention = intentionOf(wish);
    if (intention === 'news') return this.#makeNews();
    return this.#move(intention)
      ? undefined
      : { code: 'not-now', message: 'That can’t be done in this phase. Nothing has changed.' };
  }

  vote(member: Member, { step, choice }: Vote): Rejection | undefined {
    const choices = this.#round?.choices.length ?? 0;
    if (step !== this.state.step || !OPEN.has(this.state.phase)) {
      return {
        code: 'not-now',
        message: 'The vote is closed. What you chose before it closed counts.',
      };
    }
    if (choice >= choices) {
      return { code: 'not-allowed', message: `There are only ${choices} answers to choose from.` };
    }
    this.#ballot.cast(member.id, choice, this.state.again);
    return undefined;
  }

  /** @returns why not; otherwise whether the phone has painted the last news just now */
  report(member: Member, score: Score): Rejection | boolean {
    const { run, state } = this;
    if (!run) return { code: 'not-counted', message: 'Nothing is running now.' };
    const taken = run.report(member, score);
    if (typeof taken === 'string') return { code: 'not-counted', message: taken };
    // The last of what was measured comes in when the round is revealed already.
    const reveal = this.#isOf(run) && this.reveals.get(state.round ?? 0);
    if (state.phase === 'reveal' && reveal) {
      this.reveals.set(state.round ?? 0, { ...reveal, results: run.results });
    }
    return taken;
  }

  /** What only this phone is told. */
  of(member: Member): You {
    const vote = this.#ballot.of(member.id, this.state.again);
    const { run } = this;
    return {
      ...(vote !== undefined && { vote }),
      ...(run && this.#isOf(run) && run.of(member)),
    };
  }

  get facts(): CourseFacts {
    const { state, run } = this;
    const shown = run && this.#isOf(run) ? run : undefined;
    return {
      state,
      rounds: this.rounds,
      since: this.since,
      until: this.until,
      voted: this.#ballot.voted(state.again),
      rate: this.#options.feed.rate,
      cut: this.cut,
      spread: shown?.spread,
      news: shown?.news?.seq,
      right: this.#round && this.#ballot.share(this.#round.answer, state.again),
      reveals: this.reveals,
    };
  }

  /** The class is over. */
  end(): void {
    this.#move('end');
  }

  /** Leaves no timer behind. */
  close(): void {
    this.#stopRun();
  }

  /** Whether what is shown now is of this run. */
  #isOf(run: Run): boolean {
    const { phase } = this.state;
    return run.round === this.#round && (phase === 'run' || phase === 'reveal');
  }

  #move(intention: Intention): boolean {
    const before = this.state;
    const next = move(before, intention, this.rounds);
    if (!next) return false;
    if (before.phase === 'run') this.#stopRun();
    if (next.ballot !== before.ballot) this.#ballot = new Ballot();
    this.state = next;
    this.since = this.#options.feed.now();
    this.until = undefined;
    if (next.phase === 'run') this.#startRun();
    if (next.phase === 'reveal' && BEFORE_REVEAL.has(before.phase)) this.#reveal();
    this.#options.onChange();
    return true;
  }

  #startRun(): void {
    const { feed, random, here } = this.#options;
    const round = this.#round as Round;
    const { step, run: number } = this.state;
    this.run = new Run({ round, step, number }, here(), feed, random);
    this.until = this.since + round.seconds * 1000;
    feed.setRate(round.rate);
    this.#in(round.seconds, () => this.#move('time-up'));
    if (!round.cut) return;
    this.#in(round.cut.after, () => this.#setCut(true));
    this.#in(round.cut.after + round.cut.seconds, () => this.#setCut(false));
  }

  #stopRun(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#options.feed.setRate(0);
    this.run?.end();
    if (this.cut) this.run?.setCut(false);
    this.cut = false;
  }

  #setCut(cut: boolean): void {
    this.cut = cut;
    this.run?.setCut(cut);
    this.#options.onChange();
  }

  /** @param seconds from now */
  #in(seconds: number, act: () => void): void {
    this.#timers.add(setTimeout(act, seconds * 1000));
  }

  #makeNews(): Rejection | undefined {
    const { feed, onNews } = this.#options;
    const { run } = this;
    if (!this.running || !run) {
      return { code: 'not-now', message: 'News can be made only while the phones get prices.' };
    }
    const now = feed.now();
    if (run.news && now - run.news.at < NEWS_EVERY) {
      return {
        code: 'too-fast',
        message: 'The last news has hardly gone out. Wait half a second.',
      };
    }
    run.news = { seq: feed.latest('ACME').seq + 1, at: now };
    onNews({ type: 'news', step: run.step, seq: run.news.seq });
    feed.news('ACME');
    return undefined;
  }

  #reveal(): void {
    const { round: index = 0, again } = this.state;
    const round = this.#round as Round;
    const run = this.run?.round === round ? this.run : undefined;
    this.reveals.set(index, {
      answer: round.answer,
      tally: this.#ballot.tally(round.choices.length, again),
      why: round.why,
      results: run?.results ?? [],
      absent: run?.absent ?? 0,
    });
  }
}
