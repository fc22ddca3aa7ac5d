/** The messages on a line as a file that Wireshark opens, one packet for each message. */
import { isPreface, PREFACE } from '../../../protocol/http2-frame.ts';
import type { Direction } from '../../../protocol/tab.ts';
import type { ServerTime } from '../../../protocol/tick.ts';
import { FLAG, HEADERS, packetOf, type Segment } from './packet.ts';
import {
  interfaceBlock,
  packetBlock,
  secretsBlock,
  sectionBlock,
  statisticsBlock,
} from './pcapng-blocks.ts';
import {
  bytesOf,
  type Closing,
  type RecordedMessage,
  type Recording,
  sizeOf,
  summaryOf,
  timeOf,
} from './recording.ts';

const MADE_UP =
  'Made up: the addresses, the ports, the TCP and IP headers, and the packets without data, which open and close connections and are there so that analysers follow them, and the preface of an HTTP/2 connection that had begun before this file does. Real: the bytes of each message, one message a packet; the time of each packet, when its message was sent; and the time in its comment, when it arrived. Both are measured at the server, at the two ends of the line that this demonstration simulates.';

/** Makes the file. */
export function pcapng(recording: Recording): Buffer {
  const { messages, closings, missing, until, keys } = recording;
  const conversation = new Conversation();
  // An analyser goes by the order of packets, so they come in the order of their times.
  const events = [
    ...messages.map((message) => ({ at: message.sent, message, closing: undefined })),
    ...closings.map((closing) => ({ at: closing.at, message: undefined, closing })),
  ].sort((a, b) => a.at - b.at);
  for (const { message, closing } of events) {
    if (message) conversation.say(message);
    else conversation.close(closing);
  }
  return Buffer.concat([
    sectionBlock(
      [MADE_UP, ...aboutHeaders(recording), summaryOf(recording), ...aboutKeys(recording)].join(
        ' ',
      ),
    ),
    interfaceBlock('line', 'One tab’s simulated line'),
    ...(keys ? [secretsBlock(keys)] : []),
    ...conversation.packets,
    statisticsBlock(until, messages.length, missing),
  ]);
}

/** The packets of all connections, with the numbers by which TCP keeps them in order. */
class Conversation {
  readonly packets: Buffer[] = [];
  /** How far each direction of a connection has come. */
  readonly #connections = new Map<string, { up: number; down: number }>();

  say(message: RecordedMessage): void {
    const { connection, direction, sent } = message;
    // Over HTTP/2 both sides use one connection.
    const side = message.kind === 'http2' ? 'shared' : message.side;
    const flags = FLAG.push | FLAG.ack;
    if (!this.#connections.has(key({ side, connection }))) {
      this.#open({ side, connection, at: sent });
      if (side === 'shared' && !isPreface(bytesOf(message))) this.#preface(connection, sent);
    }
    const payload = bytesOf(message);
    const segment = { side, connection, direction, flags, payload, length: sizeOf(message) };
    this.#add(segment, sent, commentOn(message, payload.length));
  }

  #open(connection: Closing): void {
    this.#connections.set(key(connection), { up: 0, down: 0 });
    this.#bare(connection, 'up', FLAG.syn);
    this.#bare(connection, 'down', FLAG.syn | FLAG.ack);
    this.#bare(connection, 'up', FLAG.ack);
  }

  /** Without it no analyser would know HTTP/2. */
  #preface(connection: number, at: ServerTime): void {
    const [payload, flags] = [Buffer.from(PREFACE), FLAG.push | FLAG.ack];
    const segment = { side: 'shared', connection, direction: 'up', flags, payload } as const;
    this.#add({ ...segment, length: payload.length }, at, 'Made up: sent before this file begins.');
  }

  /** Closes a connection, if there is a message of it. */
  close(closing: Closing): void {
    if (!this.#connections.has(key(closing))) return;
    this.#bare(closing, 'down', FLAG.fin | FLAG.ack);
    this.#bare(closing, 'up', FLAG.fin | FLAG.ack);
    this.#bare(closing, 'down', FLAG.ack);
  }

  /** A packet without data. */
  #bare({ side, connection, at }: Closing, direction: Direction, flags: number): void {
    const nothing = { payload: Buffer.alloc(0), length: 0 };
    this.#add({ side, connection, direction, flags, ...nothing }, at, 'Made up.');
  }

  #add(segment: Omit<Segment, 'seq' | 'ack'>, at: ServerTime, comment: string): void {
    const { direction, flags, length } = segment;
    const reached = this.#connections.get(key(segment)) ?? { up: 0, down: 0 };
    const ack = flags & FLAG.ack ? reached[direction === 'up' ? 'down' : 'up'] : 0;
    const packet = packetOf({ ...segment, seq: reached[direction], ack });
    // Opening and closing take a number each.
    reached[direction] += length + (flags & (FLAG.syn | FLAG.fin) ? 1 : 0);
    this.packets.push(packetBlock(packet, HEADERS + length, at, comment));
  }
}

const NAMES = {
  http: 'Ask',
  ws: 'Be told',
  terminal: 'Your terminal',
  shared: 'Shared by both sides',
} as const;

const key = ({ side, connection }: Pick<Closing, 'side' | 'connection'>) => `${side} ${connection}`;

/** What cannot be read from a message's packet. */
function commentOn(message: RecordedMessage, kept: number): string {
  const { id, side, connection, direction, sent, received, lost, http2 } = message;
  const fate =
    received !== undefined
      ? `arrived at ${timeOf(received)}, ${(received - sent).toFixed(1)} ms after it was sent`
      : lost === undefined
        ? 'still under way'
        : `lost: it never arrived, which was known at ${timeOf(lost)}`;
  const cut = kept < sizeOf(message) ? `; only its first ${kept} bytes are here` : '';
  const way = direction === 'up' ? 'to the server' : 'from the server';
  const where = http2 ? 'HTTP/2 connection' : 'connection';
  const said = http2?.headers?.map(({ name, value }) => `${name}: ${value}`) ?? [];
  const comment = `Message ${id}: ${NAMES[side]}, ${where} ${connection}, ${way}; ${fate}${cut}.`;
  return said.length > 0 ? `${comment} Headers:\n${said.join('\n')}` : comment;
}

/** What the secrets are for, where there are some. */
function aboutKeys({ keys }: Recording): string[] {
  return keys
    ? [
        'The TLS secrets of this tab’s connections are here for a capture of the encrypted bytes that you have made yourself.',
      ]
    : [];
}

/** What can be read of HTTP/2's headers, where there are some. */
function aboutHeaders({ messages }: Recording): string[] {
  const known = messages.some(({ http2 }) => http2?.headers);
  return known
    ? [
        'HTTP/2 compresses headers by those before them on the connection (HPACK). Where those are not in this file, analysers can’t read all of them; they are in the comments of their packets.',
      ]
    : [];
}
