import type { ToClass } from '../../protocol/class.ts';
import type { Course } from './course.ts';
import type { ClassFacts } from './snapshot.ts';
import type { SnapshotSender } from './snapshot-sender.ts';
import type { Truths } from './truths.ts';

/** What the phones and the screens of a class share. */
export interface Stage {
  readonly course: Course;
  readonly snapshots: SnapshotSender;
  readonly truths: Truths;
  /** All that there is to know now. */
  facts(): ClassFacts;
  /** Somebody has done something: the class is in use. */
  used(): void;
  /** The screens are to hear of other counts, soon. */
  countsChanged(): void;
  /** Everybody is to have the newest results, soon. */
  resultsChanged(): void;
}

/** What somebody who has joined may send. */
export type Wish = Exclude<ToClass, { type: 'join' | 'ping' }>;

/** Somebody's place in a class, as its connection knows it. */
export interface Seat {
  receive(wish: Wish): void;
  leave(): void;
}
