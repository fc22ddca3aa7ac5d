import type { Damage, Loss } from '../../../protocol/instruments/line.ts';
import { PATH } from '../../../protocol/limits.ts';
import type { Instruments } from './instruments.ts';

/** 128 random bits that nobody else can guess, in Base64 for URLs (RFC 4648 §5). */
const newName = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replace(/=+$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');

/** What ends the waiting for the server's word: it is done, refused, or nobody is there. */
const ENDS = ['line', 'error', 'lost'] as const;

/** This tab's line as the visitor wants it; the instruments have the server set it. */
export class TabLine {
  /** Names the tab to the server. */
  tab = newName();
  /** Number of the run; with a greater one the server's counts begin anew. */
  run = 1;
  /** Added round trip, in ms; undefined for the server's own. */
  rtt: number | undefined;
  /** What is wrong with the line. */
  damage: Damage = 'none';
  /** One packet in so many is lost; 0 if none is. */
  loss: Loss = 0;
  /** Whether the page wants to be told of each message on it. */
  messages = false;
  /** Whether the tab is to have a port of its own that speaks HTTP/2. */
  http2 = false;
  /** Lets this page alone set its lines, also over another connection than the first. */
  readonly #secret = newName();
  readonly #instruments: Instruments;

  constructor(instruments: Instruments, rtt: number | undefined) {
    this.#instruments = instruments;
    this.rtt = rtt;
  }

  /** Another line in the place of this one, which nobody has counted on yet. */
  renew(): void {
    this.tab = newName();
  }

  /** @returns the number of the run that is to begin */
  nextRun(): number {
    this.run += 1;
    return this.run;
  }

  /**
   * Where the server has the messages on this line, or the keys to its TLS, as a file, and the header
   * by which it gives it out.
   */
  capture(format: 'pcapng' | 'har' | 'keys'): { address: URL; authorization: string } {
    return {
      address: new URL(`${PATH.capture}.${format}?tab=${this.tab}`, location.href),
      authorization: `Bearer ${this.#secret}`,
    };
  }

  /** @param keepStream whether an open WebSocket goes on, if this begins a new run */
  send(keepStream = true): void {
    const { tab, damage, loss, messages, run, http2 } = this;
    const secret = this.#secret;
    const rtt = this.rtt ?? this.#instruments.hello?.rtt ?? 0;
    this.#instruments.setLine({ tab, secret, rtt, damage, loss, messages, run, keepStream, http2 });
  }

  /** Sends it and waits for the server's word. @returns whether the line is as it is wanted */
  set(keepStream = true): Promise<boolean> {
    const instruments = this.#instruments;
    return new Promise((resolve) => {
      const { run } = this;
      const done = ({ type }: Event) => {
        // The answer to an earlier wish says nothing of this one.
        if (type === 'line' && instruments.run < run) return;
        if (type === 'error' && instruments.errorAbout === 'market') return;
        for (const type of ENDS) instruments.removeEventListener(type, done);
        resolve(type === 'line');
      };
      if (!instruments.connected) return resolve(false);
      for (const type of ENDS) instruments.addEventListener(type, done);
      this.send(keepStream);
    });
  }
}
