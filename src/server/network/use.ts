import type { Carried } from '../capture/connection-capture.ts';
import type { EmulatedSocket } from './emulated-socket.ts';

/** What has gone through a TCP socket, in bytes, without TCP's and IP's own headers. */
export interface Counts {
  read: number;
  written: number;
  /** How many of them TLS has added: its handshake, and what it puts around each piece of text. */
  tls: number;
}

/** `up` is from browser to server. */
export type Direction = 'up' | 'down';

/** A connection in the service of a tab's side, until its next request. */
export interface Use {
  /** One-way delay now, in ms. */
  readonly transit: number;
  /** Bytes set out. @returns what {@link Use.arrived} is to be told of them, if anything */
  carry(direction: Direction, bytes: Buffer): Carried | undefined;
  /** Bytes of which `carry` returned this have arrived. */
  arrived(direction: Direction, carried: Carried): void;
  /** The connection goes on to serve another request, or is `gone`; its counts stood at `to` then. */
  end(to: Counts, gone: boolean): void;
}

/** Says whom a request line's connection serves; `from` is where its counts stood before. */
export type Assign = (
  requestLine: string,
  connection: EmulatedSocket,
  from: Counts,
) => Use | undefined;
