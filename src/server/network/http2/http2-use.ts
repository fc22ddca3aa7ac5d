import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Direction, LinePart, SideName } from '../../../protocol/tab.ts';
import { addSizes } from '../../capture/connection-capture.ts';
import { Http2Capture } from '../../capture/http2/http2-capture.ts';
import type { CountedFrame } from '../../capture/http2/http2-course.ts';
import type { EmulatedSocket } from '../emulated-socket.ts';
import type { Line } from '../tab-line.ts';
import type { Counts, LineUse, Use } from '../use.ts';

/** An HTTP/2 connection, which serves both sides of one tab as long as it is there. */
export class Http2Use implements Use, LineUse {
  readonly connection: EmulatedSocket;
  readonly #line: Line;
  readonly #capture: Http2Capture;
  /** Of each side the first stream that counts in this run; an exchange under way stays with the run before. */
  readonly #first: Record<SideName, number> = { http: 0, ws: 0 };
  /** What TLS had added when the run began, in bytes. */
  #tlsBefore = 0;
  #asked = false;
  #webSockets = 0;

  constructor(line: Line, connection: EmulatedSocket) {
    this.#line = line;
    this.connection = connection;
    this.#capture = new Http2Capture(line.log, line.counters.shared.count(connection));
  }

  get transit(): number {
    return this.#line.rtt / 2;
  }

  get loss(): number {
    return this.#line.loss;
  }

  /** A request has opened a stream of it. */
  opened(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const side = headers[':protocol'] === 'websocket' ? 'ws' : 'http';
    if (side === 'ws') this.#webSockets += 1;
    else this.#asked = true;
    stream.once('close', () => {
      if (side === 'ws') this.#webSockets -= 1;
      this.#capture.closed(stream.id ?? 0);
      this.#line.changed = true;
    });
  }

  serves(part: LinePart): boolean {
    if (part === 'shared') return true;
    if (part === 'terminal') return false;
    return part === 'ws' ? this.#webSockets > 0 : this.#asked;
  }

  beginRun(keepStream: boolean): void {
    const { counters } = this.#line;
    this.#tlsBefore = this.connection.counts.tls;
    this.#first.http = this.#capture.newest + 1;
    if (!keepStream) this.#first.ws = this.#capture.newest + 1;
    else if (this.#webSockets > 0) counters.ws.count(this.connection);
    counters.shared.count(this.connection);
  }

  addTo(total: Counts, part: LinePart): void {
    if (part === 'shared') total.tls += this.connection.counts.tls - this.#tlsBefore;
  }

  carry(direction: Direction, bytes: Buffer, delay: number): CountedFrame[] | undefined {
    this.#line.changed = true;
    const frames = this.#capture.carry(direction, bytes, delay);
    // What the browser sends has gone through the socket when it sets out on the line.
    if (direction === 'up') this.#count(frames);
    return frames.length > 0 ? frames : undefined;
  }

  arrived(direction: Direction, frames: CountedFrame[]): void {
    this.#line.changed = true;
    if (direction === 'down') this.#count(frames);
    this.#capture.arrived(direction, frames);
  }

  end(to: Counts): void {
    this.#count(this.#capture.end());
    this.#line.counters.shared.settled.tls += to.tls - this.#tlsBefore;
    this.#line.changed = true;
    this.#line.leave(this);
  }

  #count(frames: readonly CountedFrame[]): void {
    for (const { direction, length, stream, side, size } of frames) {
      if (side !== 'shared' && stream < this.#first[side]) continue;
      const counter = this.#line.counters[side];
      counter.count(this.connection);
      counter.settled[direction === 'up' ? 'read' : 'written'] += length;
      addSizes(counter.sizes, size);
    }
  }
}
