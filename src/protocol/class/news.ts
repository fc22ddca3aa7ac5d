import type { WayId } from './round.ts';

/**
 * Sent from server to the phones of a run just before a price that is news goes out, so that whoever
 * gets the price knows what it is.
 */
export interface ClassNews {
  type: 'news';
  step: number;
  seq: number;
}

/**
 * Sent from server to screens during a run: these phones have painted the news. A screen that joins is
 * sent all that have, after its snapshot.
 */
export interface Landed {
  type: 'landed';
  step: number;
  seq: number;
  /** How long after the news, in ms. */
  phones: readonly { way: WayId; after: number }[];
}
