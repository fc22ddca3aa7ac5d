import type { Bytes } from '../../../protocol/instruments/bytes.ts';
import type { Hello } from '../../../protocol/instruments/hello.ts';
import type { Damage, Loss, SetLine } from '../../../protocol/instruments/line.ts';
import type { Messages } from '../../../protocol/instruments/messages.ts';
import type {
  FromInstruments,
  InstrumentsError,
  ToInstruments,
} from '../../../protocol/instruments.ts';
import { PATH } from '../../../protocol/limits.ts';
import type { StockSymbol, Tick } from '../../../protocol/tick.ts';
import { backoff } from '../../ways/wait.ts';
import { localNow, type ServerClock } from '../clock.ts';
import { serverUrl } from '../server-url.ts';
import { TypedEventTarget } from '../typed-event-target.ts';
import { ANSWER_TIMEOUT, ClockReader } from './clock-reader.ts';

/** Lost instruments call again after at most so long, in ms. */
const RETRY_WITHIN = 5_000;

/** One for each kind of message, once what it says has been taken over; a `pong` only if the clock is read anew. */
type InstrumentsEvents = Record<FromInstruments['type'], Event> & {
  /** The connection is lost, or could not be opened. */
  lost: Event;
};

/** How many batches of messages may wait to be taken; beyond that the oldest are dropped. */
const MAX_UNTAKEN = 100;

/**
 * The page's own line to the server: true prices, the server's clock, byte counts. It carries no
 * added delay and is in nobody's counts; the sides never learn from it.
 */
export class Instruments extends TypedEventTarget<InstrumentsEvents> {
  hello: Hello | undefined;
  bytes: Bytes | undefined;
  /** What has happened on the line that nobody has taken yet: the picture of it may load later. */
  readonly messages: Messages[] = [];
  /** Added round trip that the server says is in force, in ms. */
  rtt: number | undefined;
  /** What the server says is wrong with the line. */
  damage: Damage = 'none';
  /** One packet in so many is lost, the server says; 0 if none is. */
  loss: Loss = 0;
  /** The run that the server says it counts. */
  run = 0;
  /** The port at which the server says that it serves this tab over HTTP/2, if it does. */
  http2: number | undefined;
  /** Price changes per second now. */
  rate = 0;
  /** Why no new prices can come, in the server's sentence; undefined while all is well. */
  trouble: string | undefined;
  /** The company that there was news of last. */
  news: StockSymbol | undefined;
  connected = false;
  /** Why the server would not do what was asked, in a sentence. */
  error = '';
  /** Which wish that was, if the server says so. */
  errorAbout: InstrumentsError['about'];
  /** Newest true tick of each company. */
  readonly latest = new Map<StockSymbol, Tick>();
  readonly #clock: ClockReader;
  #socket: WebSocket | undefined;
  #tab = () => '';
  /** Calls that have failed in a row. */
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(clock: ServerClock) {
    super();
    this.#clock = new ClockReader(
      clock,
      (id) => this.#send({ type: 'ping', id }),
      () => this.#lose(),
    );
  }

  /** @param tab names the tab now: a load balancer is to send its line and this to the same server */
  connect(tab: () => string): void {
    this.#tab = tab;
    this.#open();
  }

  #open(): void {
    const address = serverUrl(PATH.instruments, { tab: this.#tab() });
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address);
    this.#socket = socket;
    // A network that swallows the handshake would keep the browser waiting for minutes.
    this.#timer = setTimeout(() => this.#lose(), ANSWER_TIMEOUT);
    socket.onopen = () => {
      this.connected = true;
      this.#failures = 0;
      this.resync();
    };
    socket.onmessage = ({ data }) => {
      const received = localNow();
      this.#clock.heard(received);
      this.#receive(JSON.parse(data), received);
    };
    socket.onclose = () => this.#lose();
  }

  #lose(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.connected = false;
    this.http2 = undefined;
    this.#clock.stop();
    clearTimeout(this.#timer);
    setTimeout(() => this.#open(), backoff(this.#failures, RETRY_WITHIN));
    this.#failures += 1;
    this.emit('lost');
  }

  /** Reads the server's clock anew: what was known may be of another server, or from before a sleep. */
  resync(): void {
    clearTimeout(this.#timer);
    this.#clock.restart();
  }

  /** Puts the sides of `tab` on a line with an added round trip of `rtt` ms. */
  setLine(line: Omit<SetLine, 'type'>): void {
    this.#send({ type: 'line', ...line });
  }

  /** Moves the market for everybody; `key` is the host's, where the server wants one. */
  setMarket(change: { rate?: number; news?: StockSymbol }, key: string | null): void {
    this.#send({ type: 'market', ...change, ...(key ? { key } : {}) });
  }

  #send(message: ToInstruments): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #receive(message: FromInstruments, received: number): void {
    switch (message.type) {
      case 'hello':
        this.hello = message;
        this.rate = message.rate;
        this.trouble = message.trouble;
        this.latest.clear();
        break;
      case 'truth':
        for (const tick of message.ticks) this.latest.set(tick.symbol, tick);
        break;
      case 'bytes':
        this.bytes = message;
        break;
      case 'messages':
        this.messages.push(message);
        if (this.messages.length > MAX_UNTAKEN) this.messages.shift();
        break;
      case 'line':
        this.rtt = message.rtt;
        this.damage = message.damage;
        this.loss = message.loss ?? 0;
        this.run = message.run;
        this.http2 = message.http2;
        break;
      case 'market':
        this.rate = message.rate;
        this.trouble = message.trouble;
        break;
      case 'news':
        this.news = message.symbol;
        break;
      case 'pong':
        if (!this.#clock.answered(message.id, message.at, received)) return;
        break;
      case 'error':
        this.error = message.message;
        this.errorAbout = message.about;
        break;
    }
    this.emit(message.type);
  }
}
