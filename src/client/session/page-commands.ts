import type { Damage, StockSymbol } from '../../protocol/messages.ts';
import { readLink } from '../settings/link.ts';
import type { BlindRound, Poll } from '../settings/url-settings.ts';
import { pace } from '../ui/format.ts';
import type { LeftWay } from '../ways/index.ts';
import type { Session } from './session.ts';

/**
 * What the visitor can do. What is the server's to do is only asked of it here: the page shows, links
 * and says it once the server has said that it is so.
 */
export class PageCommands {
  readonly #session: Session;
  /** What was asked for last, until the server has answered. */
  #wanted: { rate?: number | undefined; rtt?: number | undefined } = {};

  constructor(session: Session) {
    this.#session = session;
    const { instruments } = session;
    instruments.addEventListener('market', () => this.#marketSet());
    instruments.addEventListener('line', () => this.#lineSet());
    for (const end of ['error', 'lost'] as const) {
      instruments.addEventListener(end, () => {
        this.#wanted.rate = undefined;
      });
    }
  }

  /** Begins a new run from nothing: new connections, all counts zero. */
  async reset(): Promise<void> {
    const { runs, sides } = this.#session;
    if (runs.begun) await runs.next({ restart: sides });
  }

  /** Lets the left side ask in another way: a new run, into which the right goes on as it is. */
  async setLeft(way: LeftWay, poll: Poll = this.#session.settings.poll): Promise<void> {
    const { left, runs, settings } = this.#session;
    runs.end();
    settings.left = way;
    settings.poll = poll;
    this.#session.chooseWay();
    this.#session.store();
    if (runs.begun) await runs.next({ restart: [left] });
  }

  /** Shows another company: a new run, on the WebSocket that is open. */
  async setSymbol(symbol: StockSymbol): Promise<void> {
    const { runs, settings } = this.#session;
    runs.end();
    settings.symbol = symbol;
    await runs.watch(symbol);
    this.#session.store();
  }

  /** Wants another added round trip, in ms. */
  setRtt(rtt: number): void {
    const { line } = this.#session;
    this.#wanted.rtt = rtt;
    line.rtt = rtt;
    line.send();
  }

  /** Cuts, stalls or mends the line of both sides. */
  setDamage(damage: Damage): void {
    const { line } = this.#session;
    line.damage = damage;
    line.send();
  }

  /** Cuts the line if nothing is wrong with it, or mends it. */
  toggleCut(): void {
    this.setDamage(this.#session.damage === 'none' ? 'cut' : 'none');
  }

  /** Wants another rate of the market, for everybody; 0 stands still. The server may refuse. */
  setRate(rate: number): void {
    const { instruments } = this.#session;
    if (!instruments.connected) return;
    this.#wanted.rate = rate;
    instruments.setMarket({ rate }, readLink().get('key'));
  }

  /** Wants news of the company shown, so that its price jumps, for everybody. The server may refuse. */
  news(): void {
    const { instruments, left } = this.#session;
    instruments.setMarket({ news: left.symbol }, readLink().get('key'));
  }

  togglePaused(): void {
    const { settings, sides } = this.#session;
    settings.paused = !settings.paused;
    for (const side of sides) side.quiet = settings.paused;
    this.#session.say(settings.paused ? 'Display paused. Still counting.' : 'Resumed.');
    this.#session.store();
  }

  toggleProjector(): void {
    const { settings } = this.#session;
    settings.view = settings.view === 'projector' ? 'normal' : 'projector';
    this.#session.store();
  }

  /** Opens or closes the picture of the messages. */
  setDiagram(open: boolean): void {
    const { settings } = this.#session;
    if (open === settings.diagram) return;
    settings.diagram = open;
    this.#session.store();
  }

  /** Begins a round of the blind guess, or ends it. */
  setBlind(round: BlindRound | undefined): void {
    const { settings } = this.#session;
    settings.blind = round;
    if (settings.paused) this.togglePaused();
    this.#session.store();
  }

  /** Goes to a step of the lesson, or leaves it. */
  setStep(step: number | undefined): void {
    this.#session.settings.step = step;
    this.#session.store(true);
  }

  /** Everything as it is without any wish of the visitor's: the line, the way of asking, the view. */
  async backToNormal(): Promise<void> {
    const { settings, line } = this.#session;
    if (settings.paused) this.togglePaused();
    line.damage = 'none';
    settings.rtt = line.rtt = undefined;
    line.send();
    await this.setLeft('press', '1');
  }

  /** The market has another rate. What this page had wanted goes into its link. */
  #marketSet(): void {
    const { instruments, settings } = this.#session;
    const { rate } = instruments;
    if (rate !== this.#wanted.rate) return;
    this.#wanted.rate = undefined;
    if (rate > 0) settings.rate = rate;
    this.#session.say(`${pace(rate)}.`);
    this.#session.store();
  }

  /** The line is as the server says. The delay that this page had wanted goes into its link. */
  #lineSet(): void {
    const { instruments, settings } = this.#session;
    const { rtt } = instruments;
    if (rtt === undefined || rtt !== this.#wanted.rtt) return;
    this.#wanted.rtt = undefined;
    settings.rtt = rtt;
    this.#session.say(`Added delay ${rtt} ms.`);
    this.#session.store();
  }
}
