import type { Damage } from '../../../protocol/instruments/line.ts';
import { hostKey } from '../../settings/host-key.ts';
import { chooseSymbol } from '../../settings/url-settings.ts';
import type { Session } from '../session.ts';

/** What the status line says once the line is as the visitor wanted it. */
const DAMAGE_DONE: Record<Damage, string> = {
  none: 'The line is repaired.',
  cut: 'The line is cut. Nothing gets through.',
  stall: 'The line is stalled. It looks open, but nothing gets through.',
};

/** Puts into the session what the server says over the instruments: only then is it shown and said. */
export class ServerFacts {
  readonly #session: Session;
  /** Which run of the market it was last. */
  #market: string | undefined;
  /** What the server has last said of the line. */
  #damage: Damage = 'none';

  constructor(session: Session) {
    this.#session = session;
  }

  follow(): void {
    const session = this.#session;
    const { instruments, runs } = session;
    for (const fact of ['line', 'market'] as const) {
      instruments.addEventListener(fact, () => runs.goOnUnder(instruments));
    }
    instruments.addEventListener('hello', () => this.#welcome());
    instruments.addEventListener('truth', () => this.#truth());
    instruments.addEventListener('bytes', () => this.#bytes());
    instruments.addEventListener('line', () => this.#lineSet());
    instruments.addEventListener('market', () => session.emit('change'));
    instruments.addEventListener('news', () => {
      if (instruments.news === session.left.symbol) session.say('News! The price jumps by 8 %.');
    });
    instruments.addEventListener('error', () => session.say(instruments.error));
    instruments.addEventListener('lost', () => this.#lost());
  }

  async #welcome(): Promise<void> {
    const { instruments, line, runs, settings } = this.#session;
    const { hello } = instruments;
    if (!hello) return;
    const first = this.#market === undefined;
    const another = !first && this.#market !== hello.run;
    this.#market = hello.run;
    if (first) this.#meet(hello.companies.map(({ symbol }) => symbol));
    if (another) {
      this.#session.say('The server has started a new market. All counts start again.');
      await runs.next({ first: hello.first });
    } else {
      await line.set();
    }
    if (first && settings.http2) await this.#goOverHttp2();
    if (first) this.#setLinkedRate();
    if (!runs.begun) runs.begin();
    this.#session.emit('change');
  }

  /** The link wants HTTP/2: if it can't be, the page begins with HTTP/1.1. */
  async #goOverHttp2(): Promise<void> {
    const { http2, line, settings } = this.#session;
    if (await http2.check()) {
      // What that has cost is in no run of the visitor's.
      line.nextRun();
      await line.set();
    } else {
      settings.http2 = false;
      this.#session.say(`${http2.problem} Both sides use HTTP/1.1.`);
      this.#session.store();
    }
  }

  /** Now it is known which companies there are, and whether the link's is one of them. */
  #meet(companies: Parameters<typeof chooseSymbol>[1]): void {
    const { left, notes, runs, settings } = this.#session;
    const { symbol, note } = chooseSymbol(settings.symbol, companies);
    if (note) {
      notes.push(note);
      settings.symbol = symbol;
    }
    if (notes.length > 0) this.#session.say(notes.join(' '));
    if (symbol !== left.symbol) void runs.watch(symbol);
  }

  #setLinkedRate(): void {
    const { instruments, settings, mayMoveMarket } = this.#session;
    if (settings.rate === undefined || !mayMoveMarket) return;
    instruments.setMarket({ rate: settings.rate }, hostKey());
  }

  #truth(): void {
    const { instruments, left, runs } = this.#session;
    const tick = instruments.latest.get(left.symbol);
    if (tick) runs.truth(tick);
  }

  #bytes(): void {
    const { http2, instruments, left, line, right } = this.#session;
    const { bytes } = instruments;
    // What is still said of the run before comes too late.
    if (bytes?.tab !== line.tab || bytes.run !== line.run) return;
    const { recounted } = left.run.moved;
    // While the page finds out whether there can be HTTP/2, both sides are on HTTP/1.1.
    const shared = http2.on ? bytes.shared : undefined;
    left.run.measure(bytes.line, { ...bytes.http, shared });
    right.run.measure(bytes.line, { ...bytes.ws, shared });
    if (left.run.moved.recounted !== recounted) this.#session.emit('change');
  }

  #lineSet(): void {
    const { damage, http2, instruments, sides } = this.#session;
    // A server that was away may have given the tab another port.
    if (http2.on && instruments.http2) for (const side of sides) side.port = instruments.http2;
    if (damage !== this.#damage) this.#session.say(DAMAGE_DONE[damage]);
    this.#damage = damage;
    this.#session.emit('change');
  }

  #lost(): void {
    const { reachability, runs } = this.#session;
    void reachability.check();
    // Without instruments there are no scores, but asking and being told still work.
    if (!runs.begun) runs.begin();
    this.#session.emit('change');
  }
}
