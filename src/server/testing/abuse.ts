/** Clients that misbehave in every way, each drawn from a seed: for tests and for `npm run soak`. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { textFrame } from '../../protocol/websocket-frame.ts';
import { get, handshake, head, masked } from './raw.ts';

/** The server that they call on. */
export interface Target {
  port: number;
  /** Whether it speaks TLS. */
  tls: boolean;
  /** Paths of files that it serves. */
  files: readonly string[];
  /** The address that the clients have, where it is not to be the usual one. */
  localAddress?: string | undefined;
  /** The newest tick's seq: a question for what comes after it is held. */
  newest(): number;
  /** Lets a moment pass. */
  pause(): Promise<void>;
  /** The most moments that a client says nothing; most say nothing for a few. */
  longest: number;
  /** Whether some are pages: the server keeps their lines for a while once they have gone. */
  pages: boolean;
}

/** Whoever waits for something goes on after so many moments without it. */
const MAX_TURNS = 30;

/** One for all of them: to make it takes longer than a TLS handshake. */
const secureContext = createSecureContext();

const BROWSER = 'User-Agent: Mozilla/5.0';

/** Calls on a server once, in the way that belongs to `seed`, and is gone when it resolves. */
export async function misbehave(target: Target, seed: number): Promise<void> {
  const luck = new Luck(seed);
  if (target.pages && luck.oneIn(8)) await visit(target, luck, `abuse-${seed}`);
  else await call(target, luck);
}

class Luck {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  upTo(most: number): number {
    return uniformInt(this.#generator, 0, most);
  }

  oneIn(many: number): boolean {
    return this.upTo(many - 1) === 0;
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.upTo(choices.length - 1)] as T;
  }

  bytes(): Buffer {
    return Buffer.from(Array.from({ length: 1 + this.upTo(200) }, () => this.upTo(255)));
  }

  /** Somebody else's, so that it does not matter which of them draws first. */
  another(): Luck {
    return new Luck(this.upTo(2 ** 31 - 1));
  }
}

/** One TCP connection, perhaps with TLS on it. */
class Connection {
  readonly #target: Target;
  readonly #tcp: Socket;
  readonly #stream: Socket;
  readonly #closed: Promise<void>;
  #heard = false;

  constructor(target: Target, luck: Luck) {
    const { port, localAddress } = target;
    this.#target = target;
    this.#tcp = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true });
    // Some don't know that they have to speak TLS.
    this.#stream =
      target.tls && !luck.oneIn(8)
        ? connectTls({ socket: this.#tcp, secureContext, rejectUnauthorized: false })
        : this.#tcp;
    this.#closed = new Promise((resolve) => this.#tcp.once('close', () => resolve()));
    for (const socket of [this.#tcp, this.#stream]) socket.on('error', () => {});
    this.#stream.on('data', () => {
      this.#heard = true;
    });
  }

  send(bytes: Buffer | string): void {
    if (this.#stream.writable) this.#stream.write(bytes);
  }

  /** Waits to be told something, though not for ever. */
  async hear(): Promise<void> {
    for (let left = MAX_TURNS; left > 0 && !this.#heard; left--) await this.#target.pause();
    this.#heard = false;
  }

  async stay(moments: number): Promise<void> {
    for (let left = moments; left > 0; left--) await this.#target.pause();
  }

  stopReading(): void {
    this.#stream.pause();
  }

  async leave(luck: Luck): Promise<void> {
    const how = luck.oneOf(['reset', 'end', 'half-close', 'garbage']);
    if (how === 'reset') this.#tcp.resetAndDestroy();
    if (how === 'half-close') this.#stream.end();
    if (how === 'garbage') this.send(luck.bytes());
    if (how !== 'reset') await this.stay(luck.upTo(20));
    this.#stream.destroy();
    this.#tcp.destroy();
    await this.#closed;
  }
}

/** Asks for something, or begins to, and leaves at some moment. */
async function call(target: Target, luck: Luck, tab?: string): Promise<void> {
  const connection = new Connection(target, luck);
  await connection.stay(luck.upTo(3));
  const frames = luck.oneIn(3);
  const bytes = Buffer.from(
    frames ? opening(luck, tab) : requests(target, luck, tab).join(''),
    'latin1',
  );
  const sent = luck.oneOf(['nothing', 'part', 'pieces', 'all', 'all', 'all']);
  if (sent === 'part') connection.send(bytes.subarray(0, luck.upTo(bytes.length)));
  if (sent === 'all') connection.send(bytes);
  if (sent === 'pieces') {
    for (let at = 0; at < bytes.length; ) {
      const length = 1 + luck.upTo(60);
      connection.send(bytes.subarray(at, at + length));
      await connection.stay(1);
      at += length;
    }
  }
  if (luck.oneIn(4)) connection.stopReading();
  if (!luck.oneIn(3)) await connection.hear();
  if (frames) {
    for (let left = luck.upTo(5); left > 0; left--) connection.send(words(luck));
  }
  await connection.stay(luck.upTo(luck.oneIn(50) ? target.longest : 10));
  await connection.leave(luck);
}

/** A page that opens its tab's line, puts connections on it, damages it and leaves in any order. */
async function visit(target: Target, luck: Luck, tab: string): Promise<void> {
  const page = new Connection(target, luck);
  const setLine = (damage: string) => {
    const [rtt, messages] = [luck.oneOf([0, 2, 20, 400]), luck.oneIn(2)];
    page.send(text({ type: 'line', tab, rtt, damage, messages }));
  };
  page.send(handshake('/instruments', BROWSER));
  await page.hear();
  setLine('none');
  await page.hear();
  const calls = Array.from({ length: luck.upTo(4) }, () => call(target, luck.another(), tab));
  for (let left = luck.upTo(4); left > 0; left--) {
    await page.stay(luck.upTo(10));
    setLine(luck.oneOf(['none', 'cut', 'stall']));
  }
  if (luck.oneIn(2)) await Promise.all(calls);
  await page.leave(luck);
  await Promise.all(calls);
}

/** Some requests, one behind the other. */
function requests(target: Target, luck: Luck, tab: string | undefined): string[] {
  const count = luck.oneOf([1, 1, 1, 1, 1, 1, 1, 2, 5, 20]);
  return Array.from({ length: count }, () =>
    luck.oneIn(6) ? note(luck, tab) : question(target, luck, tab),
  );
}

function question(target: Target, luck: Luck, tab: string | undefined): string {
  const newest = target.newest();
  const path = luck.oneOf([
    '/price',
    '/price?wait=1',
    `/price?after=${newest}&wait=60`,
    `/price?after=${newest}`,
    '/events',
    `/events?after=${Math.max(1, newest - 500)}`,
    '/health',
    '/stream',
    '/instruments',
    '/nothing',
    '/%',
    ...target.files,
  ]);
  const method = luck.oneOf(['GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS']);
  const version = luck.oneIn(8) ? '1.0' : '1.1';
  const offer = luck.oneOf([[], [], [], offerOf('h2c'), offerOf('foo'), ['Connection: close']]);
  return head(`${method} ${on(path, tab)} HTTP/${version}`, ...whose(luck), ...offer);
}

function note(luck: Luck, tab: string | undefined): string {
  const body = luck.oneOf(['{"id":1,"text":"Buy!"}', '{"id":1}', '{']);
  const length = luck.oneOf([body.length, body.length, body.length + 1, 5_000, 50_000_000]);
  const headers = ['Content-Type: application/json', `Content-Length: ${length}`];
  return head(`POST ${on('/note', tab)} HTTP/1.1`, ...whose(luck), ...headers) + body;
}

/** A WebSocket's handshake, perhaps behind a question, or with an offer of something else as well. */
function opening(luck: Luck, tab: string | undefined): string {
  const before = luck.oneIn(4) ? get(on('/price', tab)) : '';
  const path = luck.oneOf([
    '/stream',
    '/stream',
    '/stream?after=1',
    '/instruments',
    '/price',
    '/%',
  ]);
  const more = luck.oneOf([[], [], ['Origin: http://elsewhere.example'], ['Upgrade: h2c']]);
  return before + handshake(on(path, tab), ...whose(luck), ...more);
}

const on = (path: string, tab: string | undefined) =>
  tab ? `${path}${path.includes('?') ? '&' : '?'}tab=${tab}` : path;

const whose = (luck: Luck) => luck.oneOf([[], [BROWSER]]);

const offerOf = (protocol: string) => [
  'Connection: Upgrade, HTTP2-Settings',
  `Upgrade: ${protocol}`,
];

const text = (message: object) => masked(textFrame(JSON.stringify(message)));

const FRAMES = [
  text({ type: 'ping', id: 1 }),
  text({ type: 'note', id: 1, text: 'Buy!' }),
  text({ type: 'subscribe', symbol: 'BOLO', after: 1 }),
  text({ type: 'nothing' }),
  masked(textFrame('{')),
  masked(textFrame('x'.repeat(5_000))),
  // Binary, the beginning of a fragmented text, a fragment of it, a close, a ping and a pong.
  ...[0x82, 0x01, 0x00, 0x88, 0x89, 0x8a].map((first) => masked(Buffer.from([first, 0]))),
  // Not masked.
  Buffer.from(textFrame('{"type":"ping","id":1}')),
];

/** A frame, a part of one, one many times over, or something else. */
function words(luck: Luck): Buffer {
  const frame = luck.oneOf(FRAMES);
  switch (luck.upTo(9)) {
    case 0:
      return Buffer.concat(Array<Buffer>(250).fill(frame));
    case 1:
      return frame.subarray(0, luck.upTo(frame.length));
    case 2:
      return luck.bytes();
    default:
      return frame;
  }
}
