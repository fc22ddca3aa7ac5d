/** Servers that share classes, in one process, over a real Redis. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { HostKey } from '../../http/host-key.ts';
import { needsRedis, RedisServer } from '../../testing/redis.ts';
import type { ClassStore, Hold, Taken } from './class-store.ts';
import { type KeptClass, newClass } from './kept-class.ts';
import { RedisClassStore } from './redis-class-store.ts';

const CODE = '314159';
const KEY = `{ask-or-be-told}:class:${CODE}`;
const CLASS_LIMITS = { classes: 5, perAddress: 3 };

const lobby = newClass(HostKey.of('a key'));
const at = (step: number): KeptClass => ({ ...lobby, state: { ...lobby.state, step } });

async function open(t: TestContext, url: string) {
  const log: string[] = [];
  const said: (() => void)[] = [];
  const store = await RedisClassStore.open({
    url,
    limits: CLASS_LIMITS,
    log: (sentence) => {
      log.push(sentence);
      said.shift()?.();
    },
  });
  t.after(() => store.close());
  return { store, log, next: () => new Promise<void>((resolve) => said.push(resolve)) };
}

/** A class that is held, at a step that the test changes. */
function held(taken: Taken | undefined) {
  assert.ok(taken);
  let step = taken.kept.state.step;
  let hold: Hold | undefined;
  const lost = new Promise<void>((resolve) => {
    hold = taken.hold(() => at(step), resolve);
  });
  return {
    lost,
    go(to: number) {
      step = to;
      hold?.changed();
    },
  };
}

const take = async (store: ClassStore, otherwise?: KeptClass) =>
  held(await store.take(CODE, otherwise));

const stepIn = async (redis: RedisServer) => {
  const text = await redis.send('HGET', KEY, 'kept');
  return text === null ? undefined : (JSON.parse(String(text)) as KeptClass).state.step;
};

async function untilStep(redis: RedisServer, step: number): Promise<void> {
  while ((await stepIn(redis)) !== step);
}

test(
  'a class is kept after each change, for two hours; one that is over, for ten minutes',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const { store } = await open(t, redis.url);
    assert.equal(await store.take(CODE), undefined);
    assert.equal(await store.begin(CODE, lobby, '192.0.2.1'), 'begun');
    const ours = await take(store);
    ours.go(2);
    await untilStep(redis, 2);
    ours.go(3);
    ours.go(4);
    await untilStep(redis, 4);
    const lifetime = Number(await redis.send('PTTL', KEY));
    assert.ok(lifetime > 7_100_000 && lifetime <= 7_200_000, String(lifetime));

    const over = { ...lobby, state: { ...lobby.state, phase: 'ended' as const } };
    const other = await store.take('271828', over);
    assert.deepEqual(other?.kept.state.phase, 'ended');
    assert.ok(Number(await redis.send('PTTL', '{ask-or-be-told}:class:271828')) <= 600_000);
  },
);

test(
  'who has lost a class without knowing it can’t write, and is told so',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const [a, b] = [await open(t, redis.url), await open(t, redis.url)];
    const asleep = await take(a.store, lobby);
    const awake = await take(b.store);
    awake.go(5);
    await untilStep(redis, 5);
    asleep.go(9);
    await asleep.lost;
    assert.equal(await stepIn(redis), 5);
    awake.go(6);
    await untilStep(redis, 6);
  },
);

test('who has nothing to write notices, too', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const [a, b] = [await open(t, redis.url), await open(t, redis.url)];
  const before = await take(a.store, lobby);
  const after = await take(b.store);
  await before.lost;
  const again = await take(a.store);
  await after.lost;
  again.go(3);
  await untilStep(redis, 3);
});

test('a server without a class keeps its connection, for one that may be asked for', {
  ...needsRedis,
  timeout: 60_000,
}, async (t) => {
  const redis = await RedisServer.start(t);
  await open(t, redis.url);
  // Connections that hear nothing are given up after 2.5 s.
  for (let age = 0; age < 4; ) {
    const connections = String(await redis.send('CLIENT', 'LIST')).split('\n');
    const others = connections.filter((line) => line && !line.includes('cmd=client'));
    age = Math.max(0, ...others.map((line) => Number(/ age=(\d+)/.exec(line)?.[1])));
  }
});

test(
  'without Redis a class goes on in memory, and is kept again once Redis is back',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const { store, log, next } = await open(t, redis.url);
    const ours = await take(store, lobby);
    ours.go(2);
    await untilStep(redis, 2);
    await redis.kill();
    let said = next();
    ours.go(3);
    await said;
    await assert.rejects(store.take('271828'));
    await assert.rejects(store.begin('271828', lobby, '192.0.2.1'));
    said = next();
    await redis.start();
    await said;
    await untilStep(redis, 3);
    assert.match(
      log[0] ?? '',
      /^Redis does not keep classes now \(.+\)\. They go on here, in memory/,
    );
    assert.deepEqual(log.slice(1), ['Redis keeps the classes again.']);
  },
);

test(
  'a Redis that sleeps keeps nothing meanwhile, and what is newest afterwards',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const { store, next } = await open(t, redis.url);
    const ours = await take(store, lobby);
    let said = next();
    redis.suspend();
    ours.go(2);
    await said;
    ours.go(3);
    said = next();
    redis.resume();
    await said;
    await untilStep(redis, 3);
  },
);

test('that classes are kept again is said though none of them changes', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const { store, log, next } = await open(t, redis.url);
  const ours = await take(store, lobby);
  ours.go(2);
  await untilStep(redis, 2);
  let said = next();
  redis.suspend();
  await said;
  said = next();
  redis.resume();
  await said;
  assert.match(log[0] ?? '', /^Redis does not keep classes now/);
  assert.deepEqual(log.slice(1), ['Redis keeps the classes again.']);
});

test('the epoch of a class that Redis has lost is above the one before', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const [a, b] = [await open(t, redis.url), await open(t, redis.url)];
  const before = await take(a.store, lobby);
  await redis.send('FLUSHALL');
  const after = await take(b.store, lobby);
  await before.lost;
  after.go(7);
  await untilStep(redis, 7);
});

test(
  'there are only so many classes, in all and of one address, until some are over',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const { store } = await open(t, redis.url);
    const begin = (code: string, visitor: string) => store.begin(code, lobby, visitor);
    for (const code of ['100001', '100002', '100003']) {
      assert.equal(await begin(code, '192.0.2.1'), 'begun');
    }
    assert.equal(await begin('100001', '192.0.2.2'), 'in-use');
    assert.equal(await begin('100004', '192.0.2.1'), 'too-many');
    assert.equal(await begin('100004', '192.0.2.2'), 'begun');
    assert.equal(await begin('100005', '192.0.2.2'), 'begun');
    assert.equal(await begin('100006', '192.0.2.2'), 'too-many');
    await redis.send('DEL', '{ask-or-be-told}:class:100002');
    assert.equal(await begin('100006', '192.0.2.1'), 'begun');
    const keys = (await redis.send('KEYS', '*')) as string[];
    assert.ok(keys.every((key) => !key.includes('192.0.2.')));
  },
);

test('what is none of this version’s classes is none, and that is said', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const { store, log } = await open(t, redis.url);
  await redis.send('HSET', KEY, 'kept', '{"state":"of another version"}');
  assert.equal(await store.take(CODE), undefined);
  assert.match(log[0] ?? '', /^Redis has a class 314159 of another version/);
});

test('a server that stops keeps the last change', needsRedis, async (t) => {
  const redis = await RedisServer.start(t);
  const { store } = await open(t, redis.url);
  const ours = await take(store, lobby);
  ours.go(2);
  ours.go(3);
  await store.close();
  assert.equal(await stepIn(redis), 3);
});
