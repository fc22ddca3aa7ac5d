import { WebSocket } from 'ws';
import type { NewClass } from '../../src/protocol/class/begin.ts';
import type { Phase } from '../../src/protocol/class/round.ts';
import type { Snapshot } from '../../src/protocol/class/snapshot.ts';
import type { Action } from '../../src/protocol/class/steering.ts';
import type { FromClass, ToClass } from '../../src/protocol/class.ts';
import { PATH } from '../../src/protocol/limits.ts';

/** Steers a class as the screen in front does. */
export class Steering {
  snapshot: Snapshot | undefined;
  /** Phones that have shown the news. */
  landed = 0;
  #changed = () => {};
  readonly #socket: WebSocket;

  /** @param host the server's, with its port */
  constructor(host: string, { code, key }: NewClass) {
    this.#socket = new WebSocket(`ws://${host}${PATH.class}?class=${code}`);
    this.#socket.on('open', () => this.#say({ type: 'join', role: 'screen', code, key }));
    this.#socket.on('message', (data) => this.#receive(JSON.parse(String(data))));
  }

  #receive(message: FromClass): void {
    if (message.type === 'snapshot') this.snapshot = message;
    if (message.type === 'landed') this.landed += message.phones.length;
    this.#changed();
  }

  /** Waits until the class is as it should be. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Moves the class on, and waits until it is there. */
  async next(phase: Phase): Promise<void> {
    this.steer('next');
    await this.until(() => this.snapshot?.phase === phase);
  }

  /** Begins with a round, by its name. */
  async start(round: string): Promise<void> {
    this.#say({ type: 'start', round, step: this.#step });
    await this.until(() => this.snapshot?.round?.id === round);
  }

  steer(action: Action): void {
    this.#say({ type: 'steer', action, step: this.#step });
  }

  /** Leaves the class to itself. */
  close(): void {
    this.#socket.terminate();
  }

  get #step(): number {
    return this.snapshot?.step ?? 0;
  }

  #say(message: ToClass): void {
    this.#socket.send(JSON.stringify(message));
  }
}
