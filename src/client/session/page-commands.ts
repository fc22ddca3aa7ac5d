import type { Damage, Loss } from '../../protocol/instruments/line.ts';
import { RATE } from '../../protocol/limits.ts';
import type { StockSymbol } from '../../protocol/tick.ts';
import type { Experiment } from '../settings/experiments.ts';
import { hostKey } from '../settings/host-key.ts';
import { type BlindRound, type Poll, readSettings } from '../settings/url-settings.ts';
import type { LeftWay } from '../ways/index.ts';
import type { Session } from './session.ts';
import { Wishes } from './wishes.ts';

/**
 * What the visitor can do. What is the server's to do is only asked of it here: the page shows, links
 * and says it once the server has said that it is so.
 */
export class PageCommands {
  readonly #session: Session;
  readonly #wishes: Wishes;

  constructor(session: Session) {
    this.#session = session;
    this.#wishes = new Wishes(session);
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
    this.#wishes.rtt = rtt;
    line.rtt = rtt;
    line.send();
  }

  /** Cuts, stalls or mends the line of both sides. */
  setDamage(damage: Damage): void {
    const { line } = this.#session;
    this.#wishes.damage = damage;
    line.damage = damage;
    line.send();
  }

  /** Wants one packet in so many to be lost; 0 for none. */
  setLoss(loss: Loss): void {
    const { line } = this.#session;
    this.#wishes.loss = loss;
    line.loss = loss;
    line.send();
  }

  /** Cuts the line if nothing is wrong with it, or mends it. */
  toggleCut(): void {
    this.setDamage(this.#session.damage === 'none' ? 'cut' : 'none');
  }

  /**
   * Lets both sides use HTTP/2, or HTTP/1.1 again: a new run, over new connections. Where HTTP/2 can't
   * be had everything stays as it is.
   */
  async setHttp2(on: boolean): Promise<void> {
    const { http2, line, runs, settings, sides } = this.#session;
    if (on && !(await http2.check())) {
      this.#session.say(`${http2.problem} Both sides stay with HTTP/1.1.`);
      this.#session.emit('change');
      return;
    }
    line.http2 = on;
    runs.end();
    settings.http2 = on;
    this.#session.say(on ? 'Both sides use HTTP/2.' : 'Both sides use HTTP/1.1.');
    this.#session.store();
    if (runs.begun) await runs.next({ restart: sides });
  }

  /** Wants another rate of the market, for everybody; 0 stands still. The server may refuse. */
  setRate(rate: number): void {
    const { instruments } = this.#session;
    if (!instruments.connected) return;
    this.#wishes.rate = rate;
    instruments.setMarket({ rate }, hostKey());
  }

  /** Wants news of the company shown, so that its price jumps, for everybody. The server may refuse. */
  news(): void {
    const { instruments, left } = this.#session;
    instruments.setMarket({ news: left.symbol }, hostKey());
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
    const { settings } = this.#session;
    // Its steps show the messages of HTTP/1.1.
    if (step !== undefined && settings.http2) void this.setHttp2(false);
    settings.step = step;
    this.#session.store(true);
  }

  /** Shows the page in the next colours: light, dark, and as the browser has it. */
  nextTheme(): void {
    const { settings } = this.#session;
    const next = { light: 'dark', dark: undefined } as const;
    settings.theme = settings.theme ? next[settings.theme] : 'light';
    this.#session.say(`Colours: ${settings.theme ?? 'as in your browser'}.`);
    this.#session.store();
  }

  /** Begins an experiment: what it doesn't set goes back to normal. */
  async tryExperiment({ name, query }: Experiment): Promise<void> {
    await this.#setUp(`${query}&try=${name}`);
  }

  /** Goes back to what a link without any setting gives: rate, delay, loss, damage, way, pause. */
  async backToNormal(): Promise<void> {
    await this.#setUp('');
  }

  /** Sets rate, delay, loss, damage, way and experiment as a link with this query does. */
  async #setUp(query: string): Promise<void> {
    const { settings, line, instruments, mayMoveMarket } = this.#session;
    const linked = readSettings(new URLSearchParams(query)).settings;
    const { rtt, damage, loss, experiment } = linked;
    if (settings.paused) this.togglePaused();
    if (settings.http2) await this.setHttp2(false);
    this.#wishes.forget();
    line.rtt = rtt;
    line.damage = damage;
    line.loss = loss;
    line.send();
    // The market is everybody's: only a rate that this page has asked for is taken back.
    const rate = linked.rate ?? (settings.rate === undefined ? undefined : RATE.normal);
    if (rate !== undefined && mayMoveMarket) instruments.setMarket({ rate }, hostKey());
    Object.assign(settings, { rtt, damage, loss, experiment, rate: linked.rate });
    await this.setLeft(linked.left, linked.poll);
  }
}
