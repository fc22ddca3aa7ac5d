import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Long enough that no number of guesses finds it, so that none has to be slowed down, in bytes. */
const LENGTH = 12;

/** A key that nobody can guess, for use in an address. */
export const newHostKey = (): string => randomBytes(LENGTH).toString('hex');

/** The key that lets its holder move the market. It is compared in constant time. */
export class HostKey {
  /** SHA-256 of it, in hexadecimal: it tells the right key from others, and does not tell it. */
  readonly digest: string;
  readonly #digest: Buffer;

  private constructor(digest: Buffer) {
    this.#digest = digest;
    this.digest = digest.toString('hex');
  }

  static of(key: string): HostKey {
    return new HostKey(digestOf(key));
  }

  /** The one of which only this is known. */
  static ofDigest(digest: string): HostKey {
    return new HostKey(Buffer.from(digest, 'hex'));
  }

  /** Whether a key is the right one, however many wrong ones have come before it. */
  opens(key: string): boolean {
    return timingSafeEqual(digestOf(key), this.#digest);
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();
