/** A class on a real server, with phones and screens, for tests. */
import type { TestContext } from 'node:test';
import type { Joined } from '../../protocol/class/join.ts';
import type { Snapshot } from '../../protocol/class/snapshot.ts';
import type { ClassError } from '../../protocol/class.ts';
import type { AppOptions } from '../app.ts';
import { type Client, serve } from './serve.ts';

export const CODE = '314159';
export const KEY = 'a-key-that-nobody-guesses';

/** A server with one class, into which phones and screens can be let. */
export async function serveClass(t: TestContext, options: Partial<AppOptions> = {}) {
  const server = await serve(t, { classes: { first: { code: CODE, key: KEY } }, ...options });
  const open = async () => {
    const client = server.connect(`/class?class=${CODE}`);
    await client.opened;
    return client;
  };
  return {
    ...server,
    open,
    async screen(role: 'screen' | 'notes' = 'screen') {
      const client = await open();
      client.send({ type: 'join', code: CODE, role, key: KEY });
      return new ClassClient(client, await snapshotOf(client));
    },
    async phone(token?: string) {
      const client = await open();
      client.send({ type: 'join', code: CODE, role: 'phone', ...(token && { token }) });
      const joined = (await client.nextOf('joined')) as unknown as Joined;
      return Object.assign(new ClassClient(client, await snapshotOf(client)), joined);
    },
  };
}

/** A class whose screen and phones are in. */
export async function classOf(t: TestContext, phones: number) {
  const server = await serveClass(t);
  const screen = await server.screen();
  const all = [];
  for (let i = 0; i < phones; i++) all.push(await server.phone());
  await screen.until(({ members }) => members === phones);
  return { server, screen, phones: all };
}

/** A phone's first message, but for what is given. */
export const hello = (given: object) => ({ type: 'join', code: CODE, role: 'phone', ...given });

const snapshotOf = async (client: Client) =>
  (await client.nextOf('snapshot')) as unknown as Snapshot;

/** A phone or a screen that is in the class. */
export class ClassClient {
  readonly client: Client;
  /** The newest that {@link until} has seen. */
  snapshot: Snapshot;

  constructor(client: Client, snapshot: Snapshot) {
    this.client = client;
    this.snapshot = snapshot;
  }

  /** Waits for a snapshot of which this is true; that may be the newest. */
  async until(what: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    while (!what(this.snapshot)) this.snapshot = await snapshotOf(this.client);
    return this.snapshot;
  }

  phase(phase: Snapshot['phase']): Promise<Snapshot> {
    return this.until((snapshot) => snapshot.phase === phase);
  }

  /** Presses "next" until the class is in this phase. */
  async goTo(phase: Snapshot['phase']): Promise<Snapshot> {
    while (this.snapshot.phase !== phase) {
      const { step } = this.snapshot;
      this.steer('next');
      await this.until((snapshot) => snapshot.step > step);
    }
    return this.snapshot;
  }

  /** The instructor presses something, as the snapshot stands. */
  steer(action: string): void {
    this.client.send({ type: 'steer', action, step: this.snapshot.step });
  }

  start(round: string): void {
    this.client.send({ type: 'start', round, step: this.snapshot.step });
  }

  vote(choice: number): void {
    this.client.send({ type: 'vote', choice, step: this.snapshot.step });
  }

  /** The sentence with which the next wish is refused. */
  async rejection(): Promise<ClassError> {
    return (await this.client.nextOf('error')) as unknown as ClassError;
  }
}
