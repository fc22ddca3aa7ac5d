import type { Meter, Shared, Sizes } from '../../../protocol/instruments/bytes.ts';

/** What a side has moved, and over HTTP/2 what both sides have moved at once, which is in neither's counts. */
export interface Measured extends Meter {
  shared?: Shared | undefined;
}

/** What is counted before anything has been. */
export const noBytes: Meter = {
  read: 0,
  written: 0,
  tls: 0,
  connections: 0,
  open: 0,
  handshake: 0,
  headers: 0,
  framing: 0,
  body: 0,
};

const keys = Object.keys(noBytes) as (keyof Meter)[];

/** What a side has moved in a run, by all that have counted it on the server. */
export class ByteTotals {
  /** Another counter has gone on with them: the bytes that moved meanwhile nobody has counted. */
  recounted = false;
  #line: string | undefined;
  #meter: Measured = noBytes;
  /** What others have counted of this run before. */
  readonly #before = { ...noBytes, shared: { frames: 0, tls: 0 } };

  /** Takes what the server has counted. Another counter began at 0: what the run had before stays. */
  take(line: string, meter: Measured): void {
    if (line !== this.#line) this.#settle();
    this.recounted ||= this.#line !== undefined && line !== this.#line;
    this.#line = line;
    this.#meter = meter;
  }

  #settle(): void {
    const { shared } = this.#before;
    for (const what of keys) this.#before[what] += this.#meter[what];
    shared.frames += this.#meter.shared?.frames ?? 0;
    shared.tls += this.#meter.shared?.tls ?? 0;
  }

  /** TCP connections that the side has used, among them a WebSocket that was open before. */
  get connections(): number {
    return this.#counted('connections');
  }

  /** Those that are open now. */
  get open(): number {
    return this.#meter.open;
  }

  /** Bytes read and written at the side's TCP sockets. */
  get bytes(): number {
    return this.#counted('read') + this.#counted('written');
  }

  /** What the bytes were for; those of a message on its way are in none of them. */
  get sizes(): Sizes & Pick<Meter, 'tls'> {
    return {
      tls: this.#counted('tls'),
      handshake: this.#counted('handshake'),
      headers: this.#counted('headers'),
      framing: this.#counted('framing'),
      body: this.#counted('body'),
    };
  }

  /** Bytes that both sides have moved at once; undefined over HTTP/1.1, where there are none. */
  get shared(): Pick<Shared, 'frames' | 'tls'> | undefined {
    const { shared } = this.#meter;
    const before = this.#before.shared;
    return shared && { frames: before.frames + shared.frames, tls: before.tls + shared.tls };
  }

  #counted(what: keyof Meter): number {
    return this.#before[what] + this.#meter[what];
  }
}
