import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Join, NewClass } from '../../protocol/class.ts';
import { AddressQuota } from '../http/address-quota.ts';
import { HostKey, newHostKey } from '../http/host-key.ts';
import { firstSeq } from '../market/history.ts';
import { MarketFeed } from '../market/price-feed.ts';
import { Market } from '../market/random-walk.ts';
import type { Health } from '../realtime/health.ts';
import { openChannels, type ServedMarket } from '../realtime/price-channels.ts';
import { isCode, newCode } from './codes.ts';
import { Guesses } from './guesses.ts';
import { type KeptClass, newClass } from './keeping/kept-class.ts';
import type { Peer } from './peer.ts';
import type { OpenLine } from './phones/lines.ts';
import { Room } from './room.ts';
import { rounds } from './round/rounds.ts';
import type { Seat } from './stage.ts';

/** A class in which nobody does anything for so long ends, in ms. */
const IDLE = 2 * 3_600_000;

/** Whoever steers may look back for so long once a class is over, in ms. */
const LOOK_BACK = 600_000;

/** How often it is checked which classes have been idle, in ms. */
const CHECK = 60_000;

/** So many classes a server holds at a time, and so many of them one address has begun. */
export const MOST = { classes: 500, perAddress: 20 };

/** Questions and streams that one phone may hold open. */
const PER_PHONE = 8;

export interface RoomsOptions {
  health: Health;
  openLine: OpenLine;
  /** A class that is there from the beginning and stays. */
  first: NewClass | undefined;
  /** Where phones reach this server. */
  address: () => string | undefined;
}

/** A class, and what it took to open it. */
interface Entry {
  room: Room;
  market: ServedMarket;
  /** It stays however long nobody does anything. */
  stays: boolean;
  close: () => void;
}

/** All classes of a server, by their codes. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #guesses = new Guesses();
  readonly #begun = new AddressQuota(MOST.perAddress);
  readonly #rooms = new Map<string, Entry>();
  readonly #tabs = new Map<string, Entry>();
  readonly #timer: NodeJS.Timeout;

  /** Holds classes until `app` is closed. */
  constructor(app: FastifyInstance, options: RoomsOptions) {
    this.#options = options;
    const { first } = options;
    if (first) this.#open(first.code, newClass(HostKey.of(first.key)), { stays: true });
    this.#timer = setInterval(() => this.#endIdle(), CHECK);
    // Not before all have been told that the server stops.
    app.addHook('onClose', async () => {
      clearInterval(this.#timer);
      for (const { close } of this.#rooms.values()) close();
    });
  }

  get count(): number {
    return this.#rooms.size;
  }

  /** Phones that are here now, in all classes. */
  get phones(): number {
    return [...this.#rooms.values()].reduce((sum, { room }) => sum + room.phones, 0);
  }

  /** Codes of no class that somebody has sent. */
  get wrongCodes(): number {
    return this.#guesses.wrong;
  }

  /** The market of the class to which a tab belongs, if it belongs to one. */
  marketOf(tab: string): ServedMarket | undefined {
    return this.#tabs.get(tab)?.market;
  }

  /**
   * Begins a class for a visitor, as limits count them.
   * @returns undefined if there are as many as there may be
   */
  begin(visitor: string): NewClass | undefined {
    const release = this.#rooms.size < MOST.classes ? this.#begun.tryTake(visitor) : undefined;
    if (!release) return undefined;
    let code = newCode();
    while (this.#rooms.has(code)) code = newCode();
    const begun = { code, key: newHostKey() };
    this.#open(code, newClass(HostKey.of(begun.key)), { stays: false, release });
    return begun;
  }

  /** Lets somebody in, or says why not and closes. */
  join(peer: Peer, wish: Join): Seat | undefined {
    const { visitor } = peer;
    const room = this.#rooms.get(wish.code)?.room;
    if (this.#guesses.spent(visitor) && !room?.knows(wish, visitor)) {
      const message = 'Too many wrong codes came from your network. Wait a minute, then try again.';
      peer.dismiss('tooManyGuesses', { code: 'too-many-guesses', message });
      return undefined;
    }
    if (room) return room.join(peer, wish);
    const possible = isCode(wish.code);
    if (possible) this.#guesses.count(visitor);
    const message = possible
      ? `There is no class with the code ${wish.code} now. Look at the code on the screen in front.`
      : 'A code is six digits, such as 314159. Look at the screen in front.';
    peer.dismiss('noSuchClass', { code: 'no-such-class', message });
    return undefined;
  }

  #open(
    code: string,
    kept: KeptClass,
    { stays, release }: { stays: boolean; release?: () => void },
  ): void {
    const { health, openLine, address } = this.#options;
    const market = new Market({ seed: randomInt(2 ** 31), volatility: 0.002 });
    const feed = new MarketFeed(market, firstSeq());
    const { prices, close } = openChannels(feed, health);
    const quota = new AddressQuota(PER_PHONE, {
      who: 'This phone',
      keyOf: ({ query }) => (query as { tab?: string }).tab ?? '',
    });
    const room = new Room({
      code,
      kept,
      onChange: () => {},
      rounds,
      feed,
      openLine,
      health,
      random: Math.random,
      address,
      onTab: (tab, used) => {
        if (used) this.#tabs.set(tab, entry);
        else this.#tabs.delete(tab);
      },
    });
    const entry: Entry = {
      room,
      market: { feed, prices, quota },
      stays,
      close: () => {
        room.close();
        close();
        this.#rooms.delete(code);
        release?.();
      },
    };
    this.#rooms.set(code, entry);
  }

  #endIdle(): void {
    const now = performance.now();
    for (const { room, stays, close } of this.#rooms.values()) {
      if (room.overFor > LOOK_BACK) close();
      else if (!stays && !room.over && now - room.active > IDLE) room.end();
    }
  }
}
