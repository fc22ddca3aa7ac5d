import type { FromClass } from '../../protocol/class.ts';
import type { Tick } from '../../protocol/tick.ts';
import type { Feed } from '../market/feed.ts';
import { Channel } from '../realtime/channel.ts';
import type { Health } from '../realtime/health.ts';
import type { Peer } from './peer.ts';

/** Tells true prices of the one company that a class watches. */
export class Truths {
  readonly #feed: Feed;
  readonly #channel: Channel<FromClass>;
  /** Stops it all. */
  readonly close: () => void;

  constructor(feed: Feed, health: Pick<Health, 'skipped' | 'disconnected'>) {
    this.#feed = feed;
    this.#channel = new Channel(health);
    this.close = feed.subscribe((ticks) => this.#channel.publish(truth(ticks)));
  }

  /** Tells a peer the newest price and those to come. @returns stops that */
  tell(peer: Peer): () => void {
    peer.say(truth(this.#feed.all()));
    return this.#channel.subscribe(peer);
  }
}

const truth = (ticks: readonly Tick[]) => ({
  type: 'truth' as const,
  ticks: ticks.filter(({ symbol }) => symbol === 'ACME'),
});
