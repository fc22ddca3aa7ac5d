import type { Direction, LinePart } from '../../protocol/tab.ts';
import type { EmulatedSocket } from './emulated-socket.ts';

/** What has gone through a TCP socket, in bytes, without TCP's and IP's own headers. */
export interface Counts {
  read: number;
  written: number;
  /** How many of them TLS has added: its handshake, and what it puts around each piece of text. */
  tls: number;
}

/** A connection in the service of a tab's side, until its next request. */
export interface Use {
  /** One-way delay now, in ms. */
  readonly transit: number;
  /** One packet in so many is lost now; 0 if none is. */
  readonly loss: number;
  /** Bytes set out, which will take so long, in ms. @returns what {@link Use.arrived} is to be told of them, if anything */
  carry(direction: Direction, bytes: Buffer, delay: number): object | undefined;
  /** Bytes of which `carry` returned this have arrived. */
  arrived(direction: Direction, carried: object): void;
  /** The connection goes on to serve another request, or is `gone`; its counts stood at `to` then. */
  end(to: Counts, gone: boolean): void;
}

/** A connection on a tab's line, as the line sees it. */
export interface LineUse {
  readonly connection: EmulatedSocket;
  /** Whether it serves that now. */
  serves(part: LinePart): boolean;
  /** Adds what it has moved for that in this run and is not in the line's counters yet. */
  addTo(total: Counts, part: LinePart): void;
  /** Another run begins. @param keepStream whether its WebSocket goes on into it */
  beginRun(keepStream: boolean): void;
}

/** Says whom a request line's connection serves; `from` is where its counts stood before. */
export type Assign = (
  requestLine: string,
  connection: EmulatedSocket,
  from: Counts,
) => Use | undefined;
