/** Clients of every kind at once: those that misbehave, and those that watch. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { misbehave, type Target } from '../../../src/server/testing/abuse.ts';
import { fetchText } from './http.ts';
import type { Server } from './server.ts';
import { type Watcher, watch } from './watchers.ts';

/** So many clients misbehave at a time. */
export const AT_A_TIME = 200;

/** A client's moment lasts so long at most, in ms, and it says nothing for so many at most: 50 s on average. */
const MOMENT = 50;
const LONGEST = 2_000;

/** Silent connections that take every descriptor stay for so long, and then away for so long, in ms. */
const SILENT = 2_000;

/** Whoever watches has so long to hear the last price, in ms. */
const LAST_PRICE = 10_000;

/** They have an address of their own, and so can't take the watchers' places. (macOS has but one.) */
const STRANGER = process.platform === 'darwin' ? undefined : '127.0.0.2';

export interface Crowd {
  minutes: number;
  /** The first client's seed; each next one has the next. */
  seed: number;
  /** So many silent connections come now and then. */
  silent: number;
  /** Whether some of the clients, and of those that watch, are pages with a line. */
  pages: boolean;
}

/**
 * Lets clients come and go until the time is over and all have gone.
 * @returns how many there were that misbehave, what became of those that watch, and how many
 *   connections the server refused that had done nothing wrong
 */
export async function letThemCome(server: Server, { minutes, seed, silent, pages }: Crowd) {
  const { port } = server;
  const page = (await fetchText({ port, path: '/' })).body;
  const over = new AbortController();
  const watchers = await watch(port, over.signal, pages);
  let late = false;
  const target: Target = {
    port,
    tls: false,
    files: ['/', ...page.matchAll(/\/assets\/[\w.-]+/g)].map(String),
    localAddress: STRANGER,
    newest: () => watchers[0]?.newest ?? 1,
    // When it is late nobody stays any longer.
    pause: () => (late ? Promise.resolve() : sleep(Math.random() * MOMENT)),
    longest: LONGEST,
    pages,
  };
  let clients = 0;
  const comeAndGo = async () => {
    while (!late) {
      clients += 1;
      await misbehave(target, seed + clients);
    }
  };
  let refused = 0;
  const fillUp = async () => {
    do {
      const sockets = Array.from({ length: silent }, () =>
        connect({ port, host: '127.0.0.1', localAddress: STRANGER }),
      );
      let staying = true;
      const closed = sockets.map(async (socket) => {
        await once(socket.resume(), 'close').catch(() => {});
        if (staying) refused += 1;
      });
      await Promise.race(closed);
      await sleep(SILENT);
      staying = false;
      for (const socket of sockets) socket.destroy();
      await sleep(SILENT);
    } while (!late);
  };
  const everybody = Array.from({ length: AT_A_TIME }, comeAndGo);
  if (silent > 0) everybody.push(fillUp());
  for (let left = minutes; left > 0; left -= 1) {
    await Promise.race([sleep(Math.min(left, 1) * 60_000), server.ended]);
    console.log(`${clients.toLocaleString('en')} clients have come.`);
  }
  late = true;
  await Promise.race([Promise.all(everybody), server.ended]);
  await lastPrice(watchers);
  over.abort();
  for (const watcher of watchers) refused += watcher.refused;
  return { clients, watchers, refused };
}

/** Waits until all have the newest price that one of them has, and counts what some will never get. */
async function lastPrice(watchers: Watcher[]): Promise<void> {
  const newest = Math.max(...watchers.map((watcher) => watcher.newest));
  const behind = () => watchers.filter((watcher) => watcher.everything && watcher.newest < newest);
  const end = performance.now() + LAST_PRICE;
  while (behind().length > 0 && performance.now() < end) await sleep(100);
  for (const watcher of behind()) watcher.missed += newest - watcher.newest;
}
