/** A visit for the tests of recordings, in which chance does what visitors, markets and lines do. */
import type { TestContext } from 'node:test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Tick } from '../../../protocol/tick.ts';
import type { Session } from '../../session/session.ts';
import { type Browser, meter, running } from '../../session/testing/browser.ts';
import { happened } from '../../ways/testing/stage.ts';

export class Visit {
  readonly browser: Browser;
  readonly session: Session;
  readonly upTo: (most: number) => number;
  #latest: Tick;
  #moved = 0;
  #line = 1;

  constructor(browser: Browser, session: Session, seed: number) {
    const generator = xoroshiro128plus(seed);
    this.browser = browser;
    this.session = session;
    this.upTo = (most) => uniformInt(generator, 0, most);
    this.#latest = { symbol: 'ACME', seq: 1, price: 101, at: browser.serverNow };
  }

  /** How much happens, of all kinds. */
  async go(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      await this.#happen(this.upTo(30));
      await this.browser.pass(50 * (1 + this.upTo(8)));
    }
  }

  async #happen(what: number): Promise<void> {
    const { browser, session, upTo } = this;
    if (what < 12) return this.#step();
    if (what < 16) return this.#answer();
    if (what < 20) return this.#count();
    if (what < 22) return session.left.press();
    if (what === 22) return browser.hide(!browser.document.hidden);
    if (what === 23) return session.commands.setRtt(20 * upTo(50));
    if (what === 24) return browser.told.at(-1)?.end(1006);
    if (what === 25) return browser.instruments.end(1006);
    if (what === 26) return session.commands.setLeft(upTo(1) ? 'timer' : 'press');
    if (what === 27) return session.commands.reset();
    if (what === 28) return session.commands.setDamage(upTo(1) ? 'stall' : 'none');
    // Whatever waits to be opened is opened.
    if (browser.instruments.readyState === 0) await this.#welcome();
    if (browser.told.at(-1)?.readyState === 0) await browser.told.at(-1)?.open();
  }

  /** The price changes. Sometimes the instruments, and sometimes the WebSocket, are told late or never. */
  async #step(): Promise<void> {
    const { browser, upTo } = this;
    const { seq, price } = this.#latest;
    const at = Math.floor(browser.serverNow);
    this.#latest = { symbol: 'ACME', seq: seq + 1, price: price + (upTo(200) - 100) / 100, at };
    const stream = browser.told.at(-1);
    if (stream?.readyState === 1 && upTo(9) > 0) {
      await stream.receive({ type: 'tick', ...this.#latest });
    }
    await browser.pass(50 * upTo(2));
    if (browser.instruments.readyState === 1 && upTo(9) > 0) {
      await browser.say({ type: 'truth', ticks: [this.#latest] });
    }
  }

  /** The server is back, or another one with a market of its own. */
  async #welcome(): Promise<void> {
    const another = { run: `market of ${this.#latest.seq}`, first: this.#latest.seq };
    await this.browser.welcome(this.upTo(1) ? another : {});
  }

  async #answer(): Promise<void> {
    const question = this.browser.questions.findLast(
      ({ open, url }) => open && url.pathname === '/price',
    );
    if (this.upTo(9) === 0) await question?.fail();
    else await question?.answer(200, JSON.stringify(this.#latest));
  }

  async #count(): Promise<void> {
    const { browser, session, upTo } = this;
    if (browser.instruments.readyState !== 1) return;
    this.#moved += this.upTo(900);
    // Another counter begins at 0.
    if (upTo(9) === 0) this.#line += 1;
    const shared = { frames: this.#moved, tls: 3 * this.#moved, connections: 1, open: 1 };
    await browser.bytes(session, {
      line: `line ${this.#line}`,
      http: meter(2 * this.#moved),
      ws: meter(this.#moved),
      ...(session.http2.on ? { shared } : {}),
    });
  }
}

/** A page in the middle of its first run, and the chance of this seed. With an even one it uses HTTP/2. */
export async function visit(t: TestContext, seed: number): Promise<Visit> {
  const { browser, session } = await running(t);
  if (seed % 2 === 0 && session.instruments.hello) {
    session.instruments.hello.http2 = true;
    const chosen = session.commands.setHttp2(true);
    await happened();
    await browser.questions.at(-1)?.tell(1);
    await chosen;
  }
  return new Visit(browser, session, seed);
}
