import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Long enough that no number of guesses finds it, so that none has to be slowed down, in bytes. */
const LENGTH = 12;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** A key that nobody can guess, for use in an address. */
export const newHostKey = (): string => randomBytes(LENGTH).toString('hex');

/** The key that lets its holder move the market. It is compared in constant time. */
export class HostKey {
  readonly #digest: Buffer;

  constructor(key: string) {
    this.#digest = digest(key);
  }

  /** Whether a key is the right one, however many wrong ones have come before it. */
  opens(key: string): boolean {
    return timingSafeEqual(digest(key), this.#digest);
  }
}
