import type { Landed } from '../../../protocol/class/news.ts';
import type { WayResult } from '../../../protocol/class/results.ts';
import type { WayId } from '../../../protocol/class/round.ts';
import type { Score } from '../../../protocol/class/score.ts';
import type { You } from '../../../protocol/class/snapshot.ts';
import type { Feed } from '../../market/feed.ts';
import type { Member } from '../phones/member.ts';
import { type Moved, resultsOf } from './results.ts';
import type { Round } from './rounds.ts';
import { type Random, spread } from './spreading.ts';

/** A phone has so long to report the last of its run after that has ended, in ms. */
const LAST_SCORES = 1_500;

/** How far a phone's times may be off, on top of the error that it states, in ms. */
const OFF = 1_500;

/** The most questions a second that a finger or a timer could ask. */
const QUESTIONS = 100;

/** What a phone does in a run. */
interface Part {
  readonly way: WayId;
  hidden: boolean;
  score?: Score;
  /** Counted at its sockets, once the run has ended. */
  moved?: Moved;
}

/** One run of a round: who gets its price how, and what comes of it. */
export class Run {
  readonly round: Round;
  /** The step of the class in which it runs. */
  readonly step: number;
  /** The phones whose screen was off when it began. */
  readonly absent: number;
  /** The seq of the last news, and when that became true. */
  news: { seq: number; at: number } | undefined;
  readonly #feed: Feed;
  readonly #parts = new Map<Member, Part>();
  readonly #began: number;
  readonly #first: number;
  #ended: number | undefined;

  /** @param number of the run, greater than that of the one before */
  constructor(
    { round, step, number }: { round: Round; step: number; number: number },
    here: readonly Member[],
    feed: Feed,
    random: Random,
  ) {
    this.round = round;
    this.step = step;
    this.#feed = feed;
    this.#began = feed.now();
    this.#first = newest(feed).seq;
    const seen = here.filter((member) => member.seen);
    this.absent = here.length - seen.length;
    const candidates = seen.map(({ id, had }) => ({ id, had }));
    const ways = spread(candidates, round.ways, random);
    for (const member of seen) {
      const way = ways.get(member.id) as WayId;
      member.had.push(way);
      member.line.beginRun(number);
      this.#parts.set(member, { way, hidden: false });
    }
  }

  get members(): Iterable<Member> {
    return this.#parts.keys();
  }

  /** How many phones get their price in which way. */
  get spread(): { way: WayId; n: number }[] {
    const ways = [...this.#parts.values()].map(({ way }) => way);
    return this.round.ways.map((way) => ({ way, n: ways.filter((one) => one === way).length }));
  }

  /** Who has painted the last news, and how long after it. */
  get landed(): Landed['phones'] {
    return [...this.#parts.values()].flatMap(({ way, score, hidden }) =>
      !hidden && this.#knows(score) ? [{ way, after: score.after }] : [],
    );
  }

  get results(): WayResult[] {
    const phones = [...this.#parts].map(([member, { way, score, hidden, moved }]) => ({
      way,
      score,
      hidden,
      moved: moved ?? member.line.moved,
    }));
    return resultsOf(phones, this.round.ways, this.news?.seq);
  }

  has(member: Member): boolean {
    return this.#parts.has(member);
  }

  /** What a phone is told of its part. */
  of(member: Member): Pick<You, 'way' | 'score' | 'bytes'> {
    const part = this.#parts.get(member);
    if (!part) return {};
    const { way, score, moved } = part;
    return {
      way,
      ...(score && { score: measured(score) }),
      ...(moved && { bytes: moved }),
    };
  }

  /** A phone's screen is off: whatever it measures is no longer what somebody saw. */
  hide(member: Member): void {
    const part = this.#parts.get(member);
    if (part && this.#ended === undefined) part.hidden = true;
  }

  setCut(cut: boolean): void {
    for (const member of this.#parts.keys()) member.line.setCut(cut);
  }

  /** Counts no further; what the phones have measured by now may still come in. */
  end(): void {
    this.#ended = this.#feed.now();
    for (const [member, part] of this.#parts) part.moved = member.line.moved;
  }

  /**
   * Takes what a phone has measured.
   * @returns why not, in a sentence; otherwise whether the phone has painted the last news just now
   */
  report(member: Member, score: Score): string | boolean {
    const part = this.#parts.get(member);
    const now = this.#feed.now();
    if (score.step !== this.step || now > (this.#ended ?? now) + LAST_SCORES) {
      return 'That run is over. Nothing more is counted.';
    }
    if (!part) return 'This phone has no part in this run. It joins in at the next one.';
    const why = this.#absurdity(score, now);
    if (why) return `That can’t be: ${why}.`;
    const knew = this.#knows(part.score);
    part.score = score;
    return !knew && !part.hidden && this.#knows(score);
  }

  #knows(score: Score | undefined): score is Score & { after: number } {
    return this.news !== undefined && score?.knew === this.news.seq && score.after !== undefined;
  }

  /** What of a score can't be, in words. */
  #absurdity({ prices, missed, questions, knew, after, error = 0 }: Score, now: number) {
    // One that was shown at the beginning may have been new to the phone.
    const most = newest(this.#feed).seq - this.#first + 1;
    if (prices > most) return `no more than ${most} prices have come in this run`;
    if (missed > most) return `no more than ${most} prices could be missed in this run`;
    const time = now - this.#began + OFF;
    if (questions > (time / 1000) * QUESTIONS) return 'nobody asks that often';
    const slack = OFF + Math.min(error, OFF);
    const latest = now - (knew === this.news?.seq ? (this.news?.at ?? now) : this.#began);
    if (after !== undefined && (after < -slack || after > latest + slack)) {
      return 'this phone’s clock is off. Reload the page';
    }
    return undefined;
  }
}

const measured = ({ type: _type, step: _step, ...score }: Score) => score;

const newest = (feed: Feed) => feed.latest('ACME');
