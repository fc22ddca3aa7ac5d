/** Thousands of watchers, of whom some misbehave. No browser. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { tooFewFiles } from '../scripts/measure/bench/open-files.ts';
import type { WebSocketLoad } from '../scripts/measure/bench/websocket-load.ts';
import { Subprocess } from '../scripts/measure/subprocess.ts';
import { expect, test, type World } from './world.ts';

const [WATCHERS, DEAF, VANISHING, RUBBISH] = [3_800, 500, 500, 200];

/** Price changes that everybody has to be told of, at so many a second. */
const [TICKS, RATE] = [100, 20];

/** Everybody comes from one address here; a sign of life is asked for every few seconds. */
const limits = {
  connections: 20_000,
  perAddress: 20_000,
  handshakes: Number.POSITIVE_INFINITY,
  // A busy machine may need more than a second for one.
  silence: 5_000,
};

/** Where a sign of life is nothing to test. */
const { silence: _, ...patient } = limits;

const HANDSHAKE =
  'GET /stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

test.setTimeout(300_000);
// Two crowds at once would starve each other.
test.describe.configure({ mode: 'default' });
const tooFew = tooFewFiles(2 * (WATCHERS + DEAF + VANISHING + RUBBISH));
test.skip(Boolean(tooFew), tooFew);

/** A process of watchers, all connected. */
async function crowd({ port }: World, watchers: number) {
  const load = 'scripts/measure/bench/websocket-load.ts';
  const child = new Subprocess<WebSocketLoad>([process.execPath, '--import', 'tsx', load]);
  await child.call('connect', { port, path: '/stream', watchers, batchEvery: 1 });
  return child;
}

/** A connection that has become a WebSocket. */
async function webSocket({ port }: World): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(HANDSHAKE);
  await once(socket, 'data');
  return socket;
}

const several = <T>(count: number, make: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, make));

/** Lets the market run for a while and returns how many prices reached the crowd, of how many. */
async function tellAll({ feed }: World, watchers: Awaited<ReturnType<typeof crowd>>) {
  feed.setRate(RATE);
  await watchers.call('begin');
  await new Promise<void>((resolve) => {
    let left = TICKS;
    feed.subscribe(() => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
  const ticks = await watchers.call('end');
  feed.setRate(0);
  const { delivered } = await watchers.call('result');
  return { delivered, expected: ticks * WATCHERS };
}

async function health({ url }: World): Promise<{ status: string; connections: number }> {
  return (await fetch(new URL('/health', url))).json();
}

/** Bytes of the heap that are in use once the garbage is gone. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

test('of 5,000 watchers 500 never read, 500 vanish, 200 send rubbish: the others miss nothing', async ({
  world,
}) => {
  await world.stop();
  await world.start({ limits });
  // What is made once, at the first request, is no leak.
  await (await crowd(world, 1)).kill();
  await health(world);
  const before = heap();

  const watchers = await crowd(world, WATCHERS);
  const vanishing = await crowd(world, VANISHING);
  const deaf = await several(DEAF, () => webSocket(world));
  for (const socket of deaf) socket.pause();
  const generator = xoroshiro128plus(1);
  for (const socket of await several(RUBBISH, () => webSocket(world))) {
    socket.resume();
    socket.end(Buffer.from(Array.from({ length: 300 }, () => uniformInt(generator, 0, 255))));
  }
  // A process that is stopped neither reads nor answers nor says goodbye.
  if (process.platform !== 'win32') vanishing.suspend();

  const { delivered, expected } = await tellAll(world, watchers);
  expect(expected).toBeGreaterThanOrEqual(TICKS * WATCHERS);
  expect(delivered).toBe(expected);

  // The question itself is a connection too.
  if (process.platform === 'win32') await vanishing.kill();
  await expect
    .poll(async () => (await health(world)).connections, { timeout: 60_000 })
    .toBeLessThanOrEqual(WATCHERS + 2);
  await watchers.kill();
  await expect.poll(async () => (await health(world)).connections).toBeLessThanOrEqual(2);
  await vanishing.kill();
  for (const socket of deaf.splice(0)) socket.destroy();

  expect((await health(world)).status).toBe('ok');
  // Each watcher costs more than 10 kB, so a tenth of them would be seen.
  await expect.poll(() => heap() - before).toBeLessThan(5_000_000);
});

test('after a restart thousands come back at once, and all are told', async ({ world }) => {
  await world.stop();
  await world.start({ limits: patient });
  const early = await crowd(world, WATCHERS);
  await world.stop();
  await early.kill();
  await world.start({ limits: patient });
  const watchers = await crowd(world, WATCHERS);
  const { delivered, expected } = await tellAll(world, watchers);
  expect(delivered).toBe(expected);
  await watchers.kill();
});
