import { createHash, timingSafeEqual } from 'node:crypto';

/** After a wrong key no other is looked at from the same address for so long, in ms. */
const WAIT = 1_000;

/** So many addresses are remembered at most. */
const REMEMBERED = 10_000;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The key that lets its holder move the market. It is compared in constant time, and guessing is slow. */
export class HostKey {
  readonly #digest: Buffer;
  readonly #now: () => number;
  /** Until when an address has to wait. */
  readonly #waiting = new Map<string, number>();

  constructor(key: string, now = () => performance.now()) {
    this.#digest = digest(key);
    this.#now = now;
  }

  /** Whether a key is the right one; none is, right or wrong, soon after a wrong one. */
  opens(key: string | undefined, address: string): boolean {
    const now = this.#now();
    if (key === undefined || now < (this.#waiting.get(address) ?? 0)) return false;
    this.#waiting.delete(address);
    if (timingSafeEqual(digest(key), this.#digest)) return true;
    if (this.#waiting.size >= REMEMBERED) this.#waiting.clear();
    this.#waiting.set(address, now + WAIT);
    return false;
  }
}
