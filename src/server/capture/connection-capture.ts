import type { LineMessage, SideName, Sizes } from '../../protocol/messages.ts';
import type { MessageLog } from './message-log.ts';
import { MessageParser, type Piece } from './message-parser.ts';

type Direction = LineMessage['direction'];

/** Whose connection it is. */
export interface Owner {
  side: SideName;
  /** Number of the connection of this side, from 1. */
  connection: number;
}

/** Listens to a connection while it serves one request (or one WebSocket), and logs its messages. */
export class ConnectionCapture {
  readonly #log: MessageLog;
  readonly #owner: Owner;
  readonly #courses: Record<Direction, Course>;

  /** @param sizes to which the bytes of each message are added when it goes through the socket */
  constructor(log: MessageLog, owner: Owner, sizes: Sizes) {
    this.#log = log;
    this.#owner = owner;
    const upgrade = () => this.#courses.up.upgrade();
    this.#courses = {
      up: new Course(log, owner, 'up', sizes, upgrade),
      down: new Course(log, owner, 'down', sizes, upgrade),
    };
  }

  /**
   * Bytes set out.
   * @param transit how long they will take, in ms
   * @returns what to call once they are there
   */
  carry(direction: Direction, bytes: Buffer, transit: number): () => void {
    return this.#courses[direction].carry(bytes, transit);
  }

  /** @param gone the connection is, too */
  end(gone: boolean): void {
    this.#courses.up.end();
    this.#courses.down.end();
    if (gone) this.#log.closed(this.#owner);
  }
}

/** A message that has not arrived yet. */
interface UnderWay {
  /** Its number in the log, if it is there. */
  id: number | undefined;
  /** Where it ends among the bytes of its direction. */
  end: number;
  size: Sizes;
}

/** One direction of a connection. */
class Course {
  readonly #log: MessageLog;
  readonly #owner: Owner;
  readonly #direction: Direction;
  readonly #sizes: Sizes;
  readonly #parser: MessageParser;
  /** When the first byte of what is not yet a whole message set out. */
  #begun = 0;
  #transit = 0;
  /** Bytes of all whole messages, and bytes that have arrived. */
  #whole = 0;
  #arrived = 0;
  #underWay: UnderWay[] = [];

  constructor(
    log: MessageLog,
    owner: Owner,
    direction: Direction,
    sizes: Sizes,
    upgrade: () => void,
  ) {
    this.#log = log;
    this.#owner = owner;
    this.#direction = direction;
    this.#sizes = sizes;
    this.#parser = new MessageParser(owner.side === 'ws', {
      piece: (piece) => this.#piece(piece),
      upgrade,
    });
  }

  upgrade(): void {
    this.#parser.upgrade();
  }

  carry(bytes: Buffer, transit: number): () => void {
    if (!this.#parser.within) this.#begun = this.#log.now();
    this.#transit = transit;
    this.#parser.add(bytes);
    this.#begun = this.#log.now();
    return () => this.#arrive(bytes.length);
  }

  end(): void {
    this.#parser.end();
    for (const { id } of this.#underWay) this.#log.lost(id);
    this.#underWay = [];
  }

  #piece({ kind, raw, size }: Piece): void {
    const id = this.#log.sent(
      {
        ...this.#owner,
        direction: this.#direction,
        kind,
        sent: this.#begun,
        transit: this.#transit,
        size,
      },
      raw,
    );
    this.#begun = this.#log.now();
    this.#whole += raw.length;
    this.#underWay.push({ id, end: this.#whole, size });
    // What the browser sends has gone through the socket when it sets out on the line.
    if (this.#direction === 'up') add(this.#sizes, size);
  }

  #arrive(length: number): void {
    this.#arrived += length;
    while (this.#underWay[0] && this.#underWay[0].end <= this.#arrived) {
      const { id, size } = this.#underWay.shift() as UnderWay;
      this.#log.received(id);
      if (this.#direction === 'down') add(this.#sizes, size);
    }
  }
}

function add(total: Sizes, size: Sizes): void {
  for (const name of Object.keys(total) as (keyof Sizes)[]) total[name] += size[name];
}
