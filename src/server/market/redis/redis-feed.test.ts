/** Servers of one market, in one process, over a real Redis. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Tick } from '../../../protocol/tick.ts';
import { needsRedis, RedisServer } from '../../testing/redis.ts';
import type { MarketEvent } from '../feed.ts';
import { Market } from '../random-walk.ts';
import { NotLetIn, RedisFeed, type RedisFeedOptions } from './redis-feed.ts';

const SEED = 7;
const VOLATILITY = 0.01;

/** A server that has joined the market, and all that it has told. */
async function join(t: TestContext, url: string, options: Partial<RedisFeedOptions> = {}) {
  const log: string[] = [];
  const feed = await RedisFeed.open({
    url,
    seed: SEED,
    volatility: VOLATILITY,
    rate: 20,
    log: (sentence) => log.push(sentence),
    ...options,
  });
  t.after(() => feed.close());
  const told: Tick[] = [];
  const events: MarketEvent[] = [];
  feed.subscribe(([tick]) => told.push(tick as Tick));
  feed.watch((event) => {
    // What comes after a break does not go on from what was before.
    if (event.type === 'break') told.length = 0;
    events.push(event);
  });
  return { feed, told, events, log, newest: () => feed.latest('ACME').seq };
}

type Server = Awaited<ReturnType<typeof join>>;

/** Waits until it is so, looking again at each step and event of a server. */
function until({ feed }: Server, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo()) return;
      stop();
      unwatch();
      resolve();
    };
    const stop = feed.subscribe(look);
    const unwatch = feed.watch(look);
    look();
  });
}

const steps = (server: Server, count: number) => {
  const from = server.newest();
  return until(server, () => server.newest() >= from + count);
};

function assertNoHoleNorDouble({ told }: Server): void {
  const [first] = told;
  assert.deepEqual(
    told.map(({ seq }) => seq),
    told.map((_, i) => (first?.seq ?? 0) + i),
  );
}

/** What servers have both told must be the same. */
function assertSame(a: Server, b: Server): void {
  const bySeq = new Map(a.told.map((tick) => [tick.seq, tick]));
  const both = b.told.filter(({ seq }) => bySeq.has(seq));
  assert.ok(both.length > 0);
  for (const tick of both) assert.deepEqual(tick, bySeq.get(tick.seq));
}

/** Their prices must be those of the seed, whoever has made them. */
function assertPricesOfSeed({ feed }: Server): void {
  const market = new Market({ seed: SEED, volatility: VOLATILITY });
  for (const { price } of feed.since('ACME', 0)) {
    assert.equal(price, (market.prices[0] as number) / 100);
    market.step();
  }
}

test('servers share one market: the same ticks, whoever makes them', needsRedis, async (t) => {
  const { url } = await RedisServer.start(t);
  const [a, b] = await Promise.all([join(t, url), join(t, url)]);
  assert.equal(a.feed.run, b.feed.run);
  await Promise.all([steps(a, 20), steps(b, 20)]);
  const late = await join(t, url);
  assert.deepEqual(late.feed.since('ZEPH', 0, 10), a.feed.since('ZEPH', 0, 10));
  await steps(late, 5);
  for (const server of [a, b, late]) assertNoHoleNorDouble(server);
  assertSame(a, b);
  assertSame(a, late);
  assertPricesOfSeed(a);
});

test(
  'another server goes on with the very prices that the first would have made',
  needsRedis,
  async (t) => {
    const { url } = await RedisServer.start(t);
    const a = await join(t, url);
    const b = await join(t, url);
    await steps(b, 10);
    a.feed.close();
    await steps(b, 10);
    assertNoHoleNorDouble(b);
    assertPricesOfSeed(b);
  },
);

test('two that believe to be the maker make each step once', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const [a, b] = await Promise.all([join(t, redis.url), join(t, redis.url)]);
  const end = b.newest() + 60;
  while (b.newest() < end) {
    // Whoever asks next takes the lease, while the other still believes in its own.
    await redis.send('DEL', '{ask-or-be-told}:maker');
    await steps(b, 1);
  }
  for (const server of [a, b]) assertNoHoleNorDouble(server);
  assertSame(a, b);
  assertPricesOfSeed(b);
});

test('every server changes rate and news for all', needsRedis, async (t) => {
  const { url } = await RedisServer.start(t);
  const [a, b] = await Promise.all([join(t, url), join(t, url)]);
  await b.feed.setRate(0);
  await until(a, () => a.feed.rate === 0);
  await until(b, () => b.feed.rate === 0);
  for (const server of [a, b]) {
    const before = server.newest();
    await server.feed.news('BOLO');
    const both = [a, b].map((one) => until(one, () => one.newest() > before));
    await Promise.all(both);
  }
  const news = { type: 'news', symbol: 'BOLO' };
  for (const { events } of [a, b]) {
    assert.deepEqual(
      events.filter(({ type }) => type === 'news'),
      [news, news],
    );
  }
  assertSame(a, b);
  await a.feed.setRate(20);
  await Promise.all([steps(a, 3), steps(b, 3)]);
});

test('a Redis that sleeps is said to, and then the same run goes on', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const [a, b] = await Promise.all([join(t, redis.url), join(t, redis.url)]);
  await steps(b, 5);
  redis.suspend();
  await Promise.all([a, b].map((one) => until(one, () => one.feed.trouble !== undefined)));
  const [before, run] = [b.newest(), b.feed.run];
  await assert.rejects(b.feed.news('ACME'));
  redis.resume();
  await Promise.all([a, b].map((one) => until(one, () => one.feed.trouble === undefined)));
  await Promise.all([steps(a, 3), steps(b, 3)]);
  assert.equal(b.feed.run, run);
  assert.ok(b.newest() > before);
  for (const server of [a, b]) {
    assertNoHoleNorDouble(server);
    assert.match(server.log[0] ?? '', /^Redis, the source of the prices, does not answer/);
    assert.equal(server.log.at(-1), 'The market in Redis goes on.');
  }
  assertSame(a, b);
});

test(
  'a Redis that has lost everything begins another run, above all cursors',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const [a, b] = await Promise.all([join(t, redis.url), join(t, redis.url)]);
    await steps(b, 5);
    const [run, before] = [a.feed.run, Math.max(a.newest(), b.newest())];
    await redis.kill();
    await redis.start();
    await Promise.all([a, b].map((one) => until(one, () => one.feed.run !== run)));
    await Promise.all([steps(a, 5), steps(b, 5)]);
    assert.equal(a.feed.run, b.feed.run);
    assert.ok(b.feed.first > before + 1);
    assert.deepEqual(
      [a, b].map(({ feed }) => feed.mayBeElsewhere(b.newest() + 10)),
      [true, true],
    );
    for (const server of [a, b]) assertNoHoleNorDouble(server);
    assertSame(a, b);
  },
);

test('a Redis that has kept everything goes on with the same run', needsRedis, async (t) => {
  const keep = ['--appendonly', 'yes', '--appendfsync', 'always'];
  const redis = await RedisServer.start(t, ...keep);
  const [a, b] = await Promise.all([join(t, redis.url), join(t, redis.url)]);
  await steps(b, 5);
  const { run } = b.feed;
  await redis.kill();
  const before = b.newest();
  await redis.start(...keep);
  await Promise.all([a, b].map((one) => until(one, () => one.newest() > before + 3)));
  assert.deepEqual([a.feed.run, b.feed.run], [run, run]);
  for (const server of [a, b]) assertNoHoleNorDouble(server);
  assertSame(a, b);
});

test('a Redis that comes back with an older state begins another run', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const [a, b] = await Promise.all([join(t, redis.url), join(t, redis.url)]);
  await redis.send('SAVE');
  const { run } = b.feed;
  await steps(b, 10);
  await redis.kill();
  await redis.start();
  // Without a new run others could be told other prices with the same seqs.
  await Promise.all([a, b].map((one) => until(one, () => one.feed.run !== run)));
  await Promise.all([steps(a, 3), steps(b, 3)]);
  assert.equal(a.feed.run, b.feed.run);
  assertSame(a, b);
});

for (const [what, id, field] of [
  ['with an id of its own', '*', 'step'],
  ['of another shape', '99999999999999-0', 'nonsense'],
] as const) {
  test(`a foreign entry ${what} is never a price: another run begins`, needsRedis, async (t) => {
    const redis = await RedisServer.start(t);
    const a = await join(t, redis.url);
    await steps(a, 3);
    const { run } = a.feed;
    await redis.send('XADD', `{ask-or-be-told}:steps:${run}`, id, field, '{"prices":[1,2,3]}');
    await until(a, () => a.feed.run !== run);
    await steps(a, 3);
    assertNoHoleNorDouble(a);
    assertPricesOfSeed(a);
  });
}

test('prices whose market is gone, or the reverse, begin anew', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const a = await join(t, redis.url);
  for (const key of ['market', 'steps']) {
    const { run } = a.feed;
    const name = key === 'market' ? key : `${key}:${run}`;
    await redis.send('DEL', `{ask-or-be-told}:${name}`);
    await until(a, () => a.feed.run !== run);
    await steps(a, 3);
  }
  assertNoHoleNorDouble(a);
});

test('a rate that Redis has no place for is not taken', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const { feed } = await join(t, redis.url);
  await redis.send('DEL', `{ask-or-be-told}:rates:${feed.run}`);
  await assert.rejects(feed.setRate(3), /gone/);
});

test('a full Redis makes no prices, says so, and goes on', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const a = await join(t, redis.url);
  await redis.send('CONFIG', 'SET', 'maxmemory', '1');
  await until(a, () => a.feed.trouble !== undefined);
  assert.match(a.log[0] ?? '', /^No server can make new prices now.*\(OOM /);
  await redis.send('CONFIG', 'SET', 'maxmemory', '0');
  await until(a, () => a.feed.trouble === undefined);
  await steps(a, 3);
  assertNoHoleNorDouble(a);
  assertPricesOfSeed(a);
});

test(
  'what a server has missed and Redis no longer has is a break, not a hole',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const a = await join(t, redis.url);
    const b = await join(t, redis.url);
    await b.feed.setRate(0);
    await until(a, () => a.feed.rate === 0);
    await redis.send('CLIENT', 'PAUSE', '200', 'ALL');
    await redis.send('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    const key = `{ask-or-be-told}:steps:${a.feed.run}`;
    const [[, fields]] = (await redis.send('XREVRANGE', key, '+', '-', 'COUNT', '1')) as [
      [string, string[]],
    ];
    const last = a.newest() + 5;
    for (let seq = a.newest() + 1; seq <= last; seq++) {
      await redis.send('XADD', key, 'MAXLEN', '2', `${seq}-0`, ...fields);
    }
    await Promise.all([a, b].map((one) => until(one, () => one.newest() === last)));
    for (const server of [a, b]) {
      const seqs = server.feed.since('ACME', 0).map(({ seq }) => seq);
      assert.deepEqual(
        seqs,
        Array.from(seqs, (_, i) => last - seqs.length + 1 + i),
      );
    }
  },
);

test('a Redis that is not there yet is waited for, and said to be', needsRedis, async (t) => {
  const redis = await RedisServer.prepare(t);
  const log: string[] = [];
  const joining = join(t, redis.url, { log: (sentence) => log.push(sentence) });
  while (log.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await redis.start();
  const a = await joining;
  await steps(a, 2);
  assert.equal(log.length, 1);
  assert.match(log[0] ?? '', /^Waiting for Redis: connect ECONNREFUSED/);
});

test('a wrong password is no reason to wait', needsRedis, async (t) => {
  const redis = await RedisServer.start(t, '--requirepass', 'right');
  const open = (url: string) => join(t, url);
  await assert.rejects(open(redis.url), NotLetIn);
  await assert.rejects(open(redis.url.replace('//', '//:wrong@')), NotLetIn);
  await steps(await open(redis.url.replace('//', '//:right@')), 2);
});

test('servers whose clocks are a minute apart tell one time', needsRedis, async (t) => {
  const { url } = await RedisServer.start(t);
  const clock = (ahead: number) => () => performance.now() + ahead;
  const a = await join(t, url, { clock: clock(60_000) });
  const b = await join(t, url, { clock: clock(-60_000) });
  await steps(b, 3);
  a.feed.close();
  await steps(b, 3);
  const times = b.told.map(({ at }) => at);
  assert.deepEqual(
    times,
    times.toSorted((x, y) => x - y),
  );
  assert.ok(Math.abs(a.feed.now() - b.feed.now()) < 5_000);
  assert.ok(Math.abs(b.feed.now() - Date.now()) < 5_000);
});
