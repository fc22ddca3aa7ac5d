import type { Join } from '../../protocol/class/join.ts';
import type { Landed } from '../../protocol/class/news.ts';
import { HostKey } from '../http/host-key.ts';
import type { MarketFeed } from '../market/price-feed.ts';
import type { Health } from '../realtime/health.ts';
import { Course } from './course.ts';
import type { KeptClass } from './keeping/kept-class.ts';
import type { Peer } from './peer.ts';
import type { OpenLine } from './phones/lines.ts';
import { Members } from './phones/members.ts';
import { Phones } from './phones/phones.ts';
import type { Round } from './round/rounds.ts';
import type { Random } from './round/spreading.ts';
import { Screens } from './screens.ts';
import type { ClassFacts } from './snapshot.ts';
import { SnapshotSender } from './snapshot-sender.ts';
import type { Seat, Stage } from './stage.ts';
import { Timers } from './timers.ts';
import { Truths } from './truths.ts';

/** Counts and late results are told so much later, together, in ms. */
const TOGETHER = 250;

/** Phones that have landed are told to the screens so much later, together, in ms. */
const LANDED_TOGETHER = 50;

/** All screens may be gone for so long, in ms, before the phones are told: a reload takes less. */
const SCREENS_GONE = 3_000;

export interface RoomOptions {
  code: string;
  /** Where it begins. */
  kept: KeptClass;
  /** What is to be kept of it is no longer the same; a step is kept at once. */
  onChange: (now?: boolean) => void;
  rounds: readonly Round[];
  feed: MarketFeed;
  openLine: OpenLine;
  health: Pick<Health, 'skipped' | 'disconnected'>;
  random: Random;
  /** Where phones reach this server. */
  address: () => string | undefined;
  /** Is told when a phone's tab has been made up, or is no longer in use. */
  onTab: (tab: string, used: boolean) => void;
}

/** One class: its market, its course, its phones and screens. */
export class Room {
  readonly feed: MarketFeed;
  /** When anybody last did something, by `performance.now()`. */
  active = performance.now();
  readonly #options: RoomOptions;
  readonly #key: HostKey;
  readonly #course: Course;
  readonly #members: Members;
  readonly #phones: Phones;
  readonly #screens: Screens;
  readonly #truths: Truths;
  readonly #timers = new Timers<'counts' | 'results' | 'landed' | 'away'>();
  /** What the screens are told next. */
  #landed: { step: number; seq: number; phones: Landed['phones'][number][] } | undefined;
  /** A screen in front has been here. */
  #screenSeen = false;
  #away = false;

  constructor(options: RoomOptions) {
    this.#options = options;
    const { code, kept, rounds, feed, health, random, openLine, onTab, onChange } = options;
    this.feed = feed;
    this.#key = HostKey.ofDigest(kept.key);
    this.#members = new Members({ code, openLine, onTab, kept: kept.members });
    this.#truths = new Truths(feed, health);
    this.#course = new Course({
      rounds,
      feed,
      random,
      here: () => this.#members.here,
      onChange: () => {
        onChange(true);
        this.#tellAll();
      },
      onNews: (news) => {
        this.#phones.tellNews(news);
        this.#screens.tellAll();
      },
      kept,
    });
    const stage: Stage = {
      course: this.#course,
      snapshots: new SnapshotSender(health),
      truths: this.#truths,
      facts: () => this.#facts(),
      used: () => {
        this.active = performance.now();
        onChange();
      },
      countsChanged: () => this.#timers.later('counts', TOGETHER, () => this.#screens.tellAll()),
      resultsChanged: () => {
        onChange();
        this.#timers.later('results', TOGETHER, () => this.#tellAll());
      },
    };
    this.#screens = new Screens(stage, () => this.#screensChanged());
    this.#phones = new Phones(stage, this.#members, (phone) => this.#land(phone));
  }

  /** What another server needs to go on with it. */
  get kept(): KeptClass {
    return { key: this.#key.digest, ...this.#course.kept, members: this.#members.kept };
  }

  get over(): boolean {
    return this.#course.state.phase === 'ended';
  }

  /** For how long it has been over, in ms. */
  get overFor(): number {
    return this.over ? this.feed.now() - this.#course.since : 0;
  }

  /** How many are here now. */
  get phones(): number {
    return this.#members.here.length;
  }

  /**
   * Whether somebody who joins like this need not be guessing: with the key, with a token of this class,
   * or from an address at which others are who are in it.
   */
  knows({ token, key }: Join, visitor: string): boolean {
    const peers = [...this.#screens.peers, ...this.#members.here.map(({ peer }) => peer)];
    return (
      this.#members.find(token) !== undefined ||
      this.#key.opens(key ?? '') ||
      peers.some((peer) => peer?.visitor === visitor)
    );
  }

  /** @returns the place of somebody who joins; nothing for one who has been dismissed */
  join(peer: Peer, { role, token, key }: Join): Seat | undefined {
    if (role !== 'phone' && this.#key.opens(key ?? '')) {
      // It will be told of all that have landed by now.
      this.#tellLanded();
      return this.#screens.join(peer, role);
    }
    if (role !== 'phone') {
      const message = 'That key is wrong. Open the link that was printed when the class began.';
      peer.dismiss('wrongKey', { code: 'wrong-key', message });
      return undefined;
    }
    if (!this.over) return this.#phones.join(peer, token);
    peer.sayGoodbye();
    return undefined;
  }

  /** The class is over, though nobody has pressed anything. */
  end(): void {
    this.#course.end();
  }

  /**
   * Leaves nothing behind.
   * @param moved whether the class goes on at another server
   */
  close(moved: boolean): void {
    this.#course.close();
    this.#truths.close();
    const say = (peer: Peer) => (moved ? peer.sendAway() : peer.sayGoodbye());
    this.#phones.dismiss(say);
    this.#screens.dismiss(say);
    this.#members.close();
    this.#timers.close();
  }

  #facts(): ClassFacts {
    const { code, address } = this.#options;
    const { here } = this.#members;
    return {
      ...this.#course.facts,
      code,
      address: address(),
      members: here.length,
      hidden: here.filter(({ seen }) => !seen).length,
      away: this.#away,
    };
  }

  #tellAll(): void {
    this.#timers.cancel('counts');
    this.#timers.cancel('results');
    this.#screens.tellAll();
    this.#phones.tellAll();
    // Those who steer may still look back, and take the report along.
    if (this.over) this.#phones.dismiss((peer) => peer.sayGoodbye());
  }

  #land(phone: Landed['phones'][number]): void {
    const { step, news } = this.#course.run ?? {};
    if (!step || !news) return;
    if (this.#landed?.seq !== news.seq) this.#tellLanded();
    this.#landed ??= { step, seq: news.seq, phones: [] };
    this.#landed.phones.push(phone);
    this.#timers.later('landed', LANDED_TOGETHER, () => this.#tellLanded());
  }

  #tellLanded(): void {
    if (this.#landed) this.#screens.say({ type: 'landed', ...this.#landed });
    this.#landed = undefined;
  }

  #screensChanged(): void {
    if (this.#screens.some) {
      this.#screenSeen = true;
      this.#timers.cancel('away');
      this.#setAway(false);
    } else if (this.#screenSeen) {
      this.#timers.later('away', SCREENS_GONE, () => this.#setAway(true));
    }
  }

  #setAway(away: boolean): void {
    if (away === this.#away) return;
    this.#away = away;
    this.#tellAll();
  }
}
