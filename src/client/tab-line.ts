import type { Damage } from '../shared/protocol.ts';
import type { Referee } from './referee.ts';

const newName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** This tab's line as the visitor wants it; the referee lets the server set it. */
export class TabLine {
  /** Names the tab to the server; with a new name all of the server's counts begin anew. */
  tab = newName();
  /** What is wrong with the line. */
  damage: Damage = 'none';
  /** Whether the page wants to be told of each message on it. */
  messages = false;
  readonly #referee: Referee;
  readonly #rtt: () => number;

  /** @param rtt the added round trip that is wanted now, in ms */
  constructor(referee: Referee, rtt: () => number) {
    this.#referee = referee;
    this.#rtt = rtt;
  }

  /** Another line in the place of this one. */
  renew(): void {
    this.tab = newName();
  }

  send(): void {
    const { tab, damage, messages } = this;
    this.#referee.setLine({ tab, rtt: this.#rtt(), damage, messages });
  }

  /** Sends it and waits for the server's word, or goes on without a referee. */
  set(): Promise<void> {
    const referee = this.#referee;
    return new Promise((resolve) => {
      const done = () => {
        referee.removeEventListener('line', done);
        referee.removeEventListener('lost', done);
        resolve();
      };
      if (!referee.connected) return resolve();
      referee.addEventListener('line', done);
      referee.addEventListener('lost', done);
      this.send();
    });
  }
}
