/**
 * The ranges, lengths and paths that both sides must agree on: plain constants, because the page
 * imports them and has no use for a schema library.
 */

/** Where the server answers. */
export const PATH = {
  price: '/price',
  events: '/events',
  stream: '/stream',
  note: '/note',
  instruments: '/instruments',
  capture: '/capture',
  class: '/class',
  classes: '/classes',
  health: '/health',
  metrics: '/metrics',
} as const;
export type Path = (typeof PATH)[keyof typeof PATH];

/** Added round trip of a tab's line, in ms. */
export const RTT = { min: 0, max: 4_000 } as const;

/** One packet in so many is lost on a tab's line; 0 is none. */
export const LOSSES = [0, 100, 30, 10] as const;

/** Price changes per second: from one an hour on, and as many as are normal. A market that stands still has the rate 0. */
export const RATE = { min: 1 / 3600, normal: 2, max: 50 } as const;

/** How long a question may be held, in s. */
export const WAIT = { min: 1, max: 60 } as const;

/** Length of a note, in characters. */
export const NOTE_LENGTH = { min: 1, max: 140 } as const;

/** Of a longer message the server keeps so many bytes to show. */
export const RAW_KEPT = 8_192;

/** Of the messages on a line so many of the last are kept: by the page that shows them, and for a file of them. */
export const MESSAGES_KEPT = 2_000;

/** A question of a class has at most so many choices. */
export const VOTE_CHOICES = 4;

/** A class holds at most so many members. */
export const CLASS_MEMBERS = 1_000;

/** Why the server closes a class's connection (RFC 6455 §7.4.2: 4000 to 4999 are ours). */
export const CLASS_CLOSE = {
  /** The key is wrong. */
  wrongKey: 4403,
  /** There is no such class, or it has ended. */
  noSuchClass: 4404,
  /** Nothing was joined for too long. */
  notJoined: 4408,
  /** The same member has come over another connection. */
  replaced: 4409,
  /** Too many wrong codes came from this address. */
  tooManyGuesses: 4425,
  /** The class is full. */
  full: 4429,
} as const;
