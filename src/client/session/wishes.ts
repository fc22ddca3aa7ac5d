import type { Damage, Loss } from '../../protocol/instruments/line.ts';
import { pace } from '../ui/format.ts';
import { lossInWords } from './line-words.ts';
import type { Session } from './session.ts';

/** What the visitor has asked the server for last, until it has answered. */
export class Wishes {
  /** Price changes per second. */
  rate: number | undefined;
  /** Added round trip, in ms. */
  rtt: number | undefined;
  damage: Damage | undefined;
  /** One packet in so many is to be lost. */
  loss: Loss | undefined;
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
    const { instruments } = session;
    instruments.addEventListener('market', () => this.#marketSet());
    instruments.addEventListener('line', () => this.#lineSet());
    for (const end of ['error', 'lost'] as const) {
      instruments.addEventListener(end, () => {
        if (end === 'error' && instruments.errorAbout === 'line') return;
        this.rate = undefined;
      });
    }
  }

  /** What the server still answers is none of the visitor's wishes any more. */
  forget(): void {
    this.rate = undefined;
    this.rtt = undefined;
    this.damage = undefined;
    this.loss = undefined;
  }

  /** The market has another rate. What this page had wanted goes into its link. */
  #marketSet(): void {
    const { instruments, settings } = this.#session;
    const { rate } = instruments;
    if (rate !== this.rate) return;
    this.rate = undefined;
    settings.rate = rate;
    this.#session.say(`${pace(rate)}.`);
    this.#session.store();
  }

  /** The line is as the server says. The delay, loss and damage that this page had wanted go into its link. */
  #lineSet(): void {
    const { instruments, settings } = this.#session;
    const { rtt, damage, loss } = instruments;
    if (rtt !== undefined && rtt === this.rtt) {
      this.rtt = undefined;
      settings.rtt = rtt;
      this.#session.say(`Added delay ${rtt} ms.`);
      this.#session.store();
    }
    if (loss === this.loss) {
      this.loss = undefined;
      settings.loss = loss;
      this.#session.say(`${lossInWords(loss)}.`);
      this.#session.store();
    }
    if (damage === this.damage) {
      this.damage = undefined;
      settings.damage = damage;
      this.#session.store();
    }
  }
}
