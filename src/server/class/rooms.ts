import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { NewClass } from '../../protocol/class/begin.ts';
import type { Join } from '../../protocol/class/join.ts';
import { AddressQuota } from '../http/address-quota.ts';
import { HostKey, newHostKey } from '../http/host-key.ts';
import { RateLimit } from '../http/rate-limit.ts';
import { firstSeq } from '../market/history.ts';
import { MarketFeed } from '../market/price-feed.ts';
import { Market } from '../market/random-walk.ts';
import type { Health } from '../realtime/health.ts';
import { openChannels, type ServedMarket } from '../realtime/price-channels.ts';
import { codeOf, isCode, newCode } from './codes.ts';
import { Guesses } from './guesses.ts';
import type { ClassStore, Hold, Taken } from './keeping/class-store.ts';
import { IDLE, type KeptClass, LOOK_BACK, newClass } from './keeping/kept-class.ts';
import { Sharing } from './keeping/sharing.ts';
import type { Peer } from './peer.ts';
import type { OpenLine } from './phones/lines.ts';
import { Room } from './room.ts';
import { rounds } from './round/rounds.ts';
import type { Seat } from './stage.ts';

/** How often it is checked which classes have been idle, in ms. */
const CHECK = 60_000;

/** How many classes there may be at a time, and how many of them one address may have begun. */
export const CLASS_LIMITS = { classes: 500, perAddress: 20 };

/** How often a second an address may have the class of a stray tab looked for. */
const STRAYS = 10;

/** Questions and streams that one phone may hold open. */
const PER_PHONE = 8;

export interface RoomsOptions {
  health: Health;
  openLine: OpenLine;
  /** A class that is there from the beginning and stays. */
  first: NewClass | undefined;
  /** Where phones reach this server. */
  address: () => string | undefined;
  /** Where classes are kept for other servers. */
  store?: ClassStore | undefined;
}

/** A class, and what it took to open it. */
interface Entry {
  room: Room;
  /** It stays however long nobody does anything. */
  stays: boolean;
  /** @param moved whether the class goes on at another server */
  close: (moved: boolean) => void;
}

/** All classes of a server, by their codes. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #guesses = new Guesses();
  readonly #begun = new AddressQuota(CLASS_LIMITS.perAddress);
  readonly #rooms = new Map<string, Entry>();
  /** The market of each phone, by its tab. */
  readonly #tabs = new Map<string, ServedMarket>();
  /** Where classes are shared with other servers. */
  readonly #sharing: Sharing | undefined;
  readonly #strays = new RateLimit(STRAYS);
  readonly #timer: NodeJS.Timeout;

  /** Holds classes until `app` is closed. */
  constructor(app: FastifyInstance, options: RoomsOptions) {
    this.#options = options;
    const { first, store } = options;
    const open = (code: string, { kept, hold }: Taken) => this.#open(code, kept, { hold });
    this.#sharing = store && new Sharing({ store, first, open });
    if (first && !store) this.#open(first.code, newClass(HostKey.of(first.key)));
    this.#timer = setInterval(() => this.#endIdle(), CHECK);
    // Not before all have been told that the server stops.
    app.addHook('onClose', async () => {
      clearInterval(this.#timer);
      await this.#sharing?.close();
      for (const { close } of this.#rooms.values()) close(false);
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
    return this.#tabs.get(tab);
  }

  /**
   * Begins a class for a visitor, as limits count them.
   * @returns undefined if there are as many as there may be
   * @throws if it is to be shared, and can't be kept
   */
  async begin(visitor: string): Promise<NewClass | undefined> {
    if (this.#sharing) return this.#sharing.begin(visitor);
    const release =
      this.#rooms.size < CLASS_LIMITS.classes ? this.#begun.tryTake(visitor) : undefined;
    if (!release) return undefined;
    let code = newCode();
    while (this.#rooms.has(code)) code = newCode();
    const begun = { code, key: newHostKey() };
    this.#open(code, newClass(HostKey.of(begun.key)), { release });
    return begun;
  }

  /**
   * Has a class brought here that is shared with other servers.
   * @returns undefined if there is nothing to wait for; rejects if it can't be found out
   */
  bring(code: string): Promise<void> | undefined {
    return this.#rooms.has(code) || !isCode(code) ? undefined : this.#sharing?.bring(code);
  }

  /**
   * Whether a tab is that of a phone whose class is, or was, at another server. A load balancer that
   * sends it here means that class to be here from now on, so it is brought.
   */
  isStray(tab: string, visitor: string): boolean {
    const code = this.#sharing && codeOf(tab);
    if (!code || this.#tabs.has(tab)) return false;
    // Where that can't be done now, the next one tries again.
    if (this.#strays.allows(visitor)) this.bring(code)?.catch(() => {});
    return true;
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
    { release, hold }: { release?: () => void; hold?: Taken['hold'] } = {},
  ): void {
    const { health, openLine, address } = this.#options;
    const walk = new Market({ seed: randomInt(2 ** 31), volatility: 0.002 });
    const feed = new MarketFeed(walk, firstSeq());
    const { prices, close } = openChannels(feed, health);
    const quota = new AddressQuota(PER_PHONE, {
      who: 'This phone',
      keyOf: ({ query }) => (query as { tab?: string }).tab ?? '',
    });
    const market = { feed, prices, quota };
    let held: Hold | undefined;
    const room = new Room({
      code,
      kept,
      onChange: (now) => held?.changed(now),
      rounds,
      feed,
      openLine,
      health,
      random: Math.random,
      address,
      onTab: (tab, used) => {
        if (used) this.#tabs.set(tab, market);
        else this.#tabs.delete(tab);
      },
    });
    const entry: Entry = {
      room,
      stays: code === this.#options.first?.code,
      close: (moved) => {
        held?.release();
        room.close(moved);
        // What is still open would wait for prices in vain.
        if (moved) for (const channel of Object.values(prices)) channel.disconnectAll();
        close();
        this.#rooms.delete(code);
        release?.();
      },
    };
    held = hold?.(
      () => room.kept,
      () => entry.close(true),
    );
    // A run that was cut short is none from now on.
    held?.changed();
    this.#rooms.set(code, entry);
  }

  #endIdle(): void {
    const now = performance.now();
    for (const { room, stays, close } of this.#rooms.values()) {
      if (room.overFor > LOOK_BACK) close(false);
      else if (!stays && !room.over && now - room.active > IDLE) room.end();
    }
  }
}
