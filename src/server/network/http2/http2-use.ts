import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { SideName } from '../../../protocol/messages.ts';
import { addSizes } from '../../capture/connection-capture.ts';
import { type CountedFrame, Http2Capture } from '../../capture/http2/http2-capture.ts';
import type { EmulatedSocket } from '../emulated-socket.ts';
import type { Line } from '../tab-line.ts';
import type { Counts, Direction, LineUse, Part, Use } from '../use.ts';

/** An HTTP/2 connection, which serves both sides of one tab as long as it is there. */
export class Http2Use implements Use, LineUse {
  readonly connection: EmulatedSocket;
  readonly #line: Line;
  /** Frames that have become complete with the bytes that set out now. */
  #frames: CountedFrame[] = [];
  readonly #capture = new Http2Capture((frame) => this.#frames.push(frame));
  /** Of each side the first stream that counts in this run; an exchange under way stays with the run before. */
  readonly #first: Record<SideName, number> = { http: 0, ws: 0 };
  /** What TLS had added when the run began, in bytes. */
  #tlsBefore = 0;
  #asked = false;
  #webSockets = 0;

  constructor(line: Line, connection: EmulatedSocket) {
    this.#line = line;
    this.connection = connection;
    line.counters.shared.count(connection);
  }

  get transit(): number {
    return this.#line.rtt / 2;
  }

  /** A request has opened a stream of it. */
  opened(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const side = headers[':protocol'] === 'websocket' ? 'ws' : 'http';
    const { id = 0 } = stream;
    const carries = () => {
      const { ':status': status, 'content-type': type } = stream.sentHeaders ?? {};
      if (side === 'ws') return status === 200 ? 'frames' : undefined;
      return type === 'text/event-stream' ? 'events' : undefined;
    };
    if (side === 'ws') this.#webSockets += 1;
    else this.#asked = true;
    this.#capture.opened(id, { side, carries });
    this.#settle();
    stream.once('close', () => {
      if (side === 'ws') this.#webSockets -= 1;
      this.#capture.closed(id);
      this.#line.changed = true;
    });
  }

  serves(part: Part): boolean {
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

  addTo(total: Counts, part: Part): void {
    if (part === 'shared') total.tls += this.connection.counts.tls - this.#tlsBefore;
  }

  carry(direction: Direction, bytes: Buffer): CountedFrame[] | undefined {
    this.#line.changed = true;
    this.#capture.add(direction, bytes);
    // What the browser sends has gone through the socket when it sets out on the line.
    if (direction === 'up') this.#settle();
    if (this.#frames.length === 0) return undefined;
    const carried = this.#frames;
    this.#frames = [];
    return carried;
  }

  arrived(_direction: Direction, frames: CountedFrame[]): void {
    this.#line.changed = true;
    for (const frame of frames) this.#count(frame);
  }

  end(to: Counts): void {
    this.#capture.end();
    this.#settle();
    this.#line.counters.shared.settled.tls += to.tls - this.#tlsBefore;
    this.#line.changed = true;
    this.#line.leave(this);
  }

  #settle(): void {
    for (const frame of this.#frames) this.#count(frame);
    this.#frames = [];
  }

  #count({ direction, length, stream, side, size }: CountedFrame): void {
    if (side && stream < this.#first[side]) return;
    const counter = this.#line.counters[side ?? 'shared'];
    counter.count(this.connection);
    counter.settled[direction === 'up' ? 'read' : 'written'] += length;
    addSizes(counter.sizes, size);
  }
}
