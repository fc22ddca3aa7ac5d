/** A request line longer than this names no tab, in bytes, nor does one that takes longer to come, in ms. */
const LONGEST = 8_192;
const LONGEST_TIME = 2_000;

const NOTHING = Buffer.alloc(0);

/** Puts the beginning of each request on a connection together until its request line is there. */
export class RequestLine {
  readonly #begin: (requestLine: string, bytes: Buffer) => void;
  /** What is there of a request line; undefined while the rest of a request comes. */
  #bytes: Buffer | undefined = NOTHING;
  #timer: NodeJS.Timeout | undefined;

  /** @param begin is called with each request line, and with all bytes that have come by then */
  constructor(begin: (requestLine: string, bytes: Buffer) => void) {
    this.#begin = begin;
  }

  /** Whether the next bytes are, or belong to, a request line. */
  get awaited(): boolean {
    return this.#bytes !== undefined;
  }

  /** Whether the next bytes are the first of a request. */
  get begins(): boolean {
    return this.#bytes?.length === 0;
  }

  /** The next bytes will begin another request. */
  expect(): void {
    this.#bytes = NOTHING;
  }

  /** Nothing that comes begins with a request line. */
  none(): void {
    this.#bytes = undefined;
  }

  add(chunk: Buffer): void {
    this.#bytes = this.#bytes?.length ? Buffer.concat([this.#bytes, chunk]) : chunk;
    if (this.#bytes.includes('\r\n') || this.#bytes.length >= LONGEST) this.#end();
    // The HTTP server, which limits the time for a head, has to hear of it before long.
    else this.#timer ??= setTimeout(() => this.#end(), LONGEST_TIME);
  }

  /** Waits for nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #end(): void {
    this.stop();
    const bytes = this.#bytes ?? NOTHING;
    this.#bytes = undefined;
    this.#begin(bytes.toString('latin1', 0, Math.max(bytes.indexOf('\r\n'), 0)), bytes);
  }
}
