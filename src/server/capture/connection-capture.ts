import type { Sizes } from '../../protocol/instruments/bytes.ts';
import type { LineMessage } from '../../protocol/instruments/messages.ts';
import type { Direction, LineUser } from '../../protocol/tab.ts';
import type { MessageLog } from './message-log.ts';
import { type MessageHandler, MessageParser } from './message-parser.ts';

/** Whose connection it is. */
export interface Owner {
  side: LineUser;
  /** Number of the connection of this side, from 1. */
  connection: number;
}

/** The messages that become complete with some bytes. */
export interface Carried {
  /** Of all of them. */
  size: Sizes;
  /** Their numbers in the log, of those that are there. */
  ids: number[] | undefined;
}

/**
 * Listens to a connection while it serves one request (or one WebSocket). It counts what each byte
 * was for, and logs the messages if somebody looks.
 */
export class ConnectionCapture {
  readonly #log: MessageLog;
  readonly #owner: Owner;
  readonly #sizes: Sizes;
  readonly #courses: Record<Direction, Course>;

  /**
   * @param sizes to which the bytes of each message are added when it goes through the socket
   * @param isWebSocket whether it begins with a WebSocket's handshake
   */
  constructor(log: MessageLog, owner: Owner, sizes: Sizes, isWebSocket: boolean) {
    this.#log = log;
    this.#owner = owner;
    this.#sizes = sizes;
    const up = new Course(log, owner, 'up', isWebSocket);
    this.#courses = { up, down: new Course(log, owner, 'down', isWebSocket, up) };
  }

  /**
   * Bytes set out.
   * @param transit how long they will take, in ms
   * @returns what {@link arrived} is to be told once they are there, if it has to be
   */
  carry(direction: Direction, bytes: Buffer, transit: number): Carried | undefined {
    const carried = this.#courses[direction].carry(bytes, transit);
    if (direction === 'down' || !carried) return carried;
    // What the browser sends has gone through the socket when it sets out on the line.
    addSizes(this.#sizes, carried.size);
    return carried.ids ? carried : undefined;
  }

  arrived(direction: Direction, carried: Carried): void {
    if (direction === 'down') addSizes(this.#sizes, carried.size);
    if (carried.ids) this.#courses[direction].arrived(carried.ids);
  }

  /** @param gone the connection is, too */
  end(gone: boolean): void {
    for (const direction of ['up', 'down'] as const) {
      const rest = this.#courses[direction].end();
      if (rest && direction === 'up') addSizes(this.#sizes, rest.size);
    }
    if (gone) this.#log.closed(this.#owner);
  }
}

/** One direction of a connection. */
class Course implements MessageHandler {
  readonly #log: MessageLog;
  readonly #owner: Owner;
  readonly #direction: Direction;
  readonly #back: Course | undefined;
  readonly #parser: MessageParser;
  #carried: Carried | undefined;
  /** When the first byte of the message set out, and how long it will take, in ms. */
  #begun = 0;
  #transit = 0;
  /** Logged messages that have not arrived yet. */
  #underWay: number[] | undefined;

  /** @param back the other direction, for the answer's */
  constructor(
    log: MessageLog,
    owner: Owner,
    direction: Direction,
    isWebSocket: boolean,
    back?: Course,
  ) {
    this.#log = log;
    this.#owner = owner;
    this.#direction = direction;
    this.#back = back;
    this.#parser = new MessageParser(isWebSocket, this);
  }

  carry(bytes: Buffer, transit: number): Carried | undefined {
    const keep = this.#log.watched || this.#parser.handshaking;
    if (keep && !this.#parser.within) this.#begun = this.#log.now();
    this.#transit = transit;
    this.#carried = undefined;
    this.#parser.add(bytes, keep);
    if (keep && this.#carried) this.#begun = this.#log.now();
    return this.#carried;
  }

  arrived(ids: number[]): void {
    this.#underWay?.splice(0, ids.length);
    for (const id of ids) this.#log.received(id);
  }

  /** Nothing more will come. @returns what was left of a message */
  end(): Carried | undefined {
    this.#carried = undefined;
    this.#parser.end();
    for (const id of this.#underWay ?? []) this.#log.lost(id);
    return this.#carried;
  }

  message(kind: LineMessage['kind'], size: Sizes, raw: Buffer | undefined): void {
    if (this.#carried) addSizes(this.#carried.size, size);
    else this.#carried = { size, ids: undefined };
    if (!raw) return;
    const id = this.#log.sent(
      {
        ...this.#owner,
        direction: this.#direction,
        kind,
        sent: this.#begun,
        transit: this.#transit,
        size: { ...size },
      },
      raw,
    );
    this.#carried.ids ??= [];
    this.#carried.ids.push(id);
    this.#underWay ??= [];
    this.#underWay.push(id);
  }

  upgrade(): void {
    this.#parser.upgrade();
    this.#back?.upgrade();
  }
}

export function addSizes(total: Sizes, size: Sizes): void {
  total.handshake += size.handshake;
  total.headers += size.headers;
  total.framing += size.framing;
  total.body += size.body;
}
