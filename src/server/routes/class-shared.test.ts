/** A class that goes from one server to another, both over a real Redis. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { NewClass } from '../../protocol/class/begin.ts';
import type { KeptClass } from '../class/keeping/kept-class.ts';
import { RedisClassStore } from '../class/keeping/redis-class-store.ts';
import { CLASS_LIMITS } from '../class/rooms.ts';
import { CODE, KEY, serveClass } from '../testing/class.ts';
import { needsRedis, RedisServer } from '../testing/redis.ts';

/** A server that shares its classes. */
async function share(t: TestContext, url: string) {
  const store = await RedisClassStore.open({ url, limits: CLASS_LIMITS, log: () => {} });
  const first = { code: CODE, key: KEY };
  return serveClass(t, { classes: { first, open: true, store } });
}

/** Two of them. */
async function pair(t: TestContext) {
  const redis = await RedisServer.start(t);
  const [a, b] = [await share(t, redis.url), await share(t, redis.url)];
  /** Waits until this is kept. */
  const kept = async (isSo: (kept: KeptClass) => boolean) => {
    for (;;) {
      const text = await redis.send('HGET', `{ask-or-be-told}:class:${CODE}`, 'kept');
      if (isSo(JSON.parse(String(text)))) return;
    }
  };
  return { redis, a, b, kept };
}

test(
  'a class goes on at the server to which its code leads, and the other sends everybody there',
  needsRedis,
  async (t) => {
    const { a, b, kept } = await pair(t);
    const screen = await a.screen();
    const phones = [await a.phone(), await a.phone(), await a.phone()];
    screen.start('who-is-right');
    await screen.goTo('vote');
    for (const [i, phone] of phones.entries()) {
      await phone.phase('vote');
      phone.vote(i % 2);
      await phone.until(({ you }) => you?.vote === i % 2);
    }
    await kept(({ votes }) => votes.first.length === 3);

    const there = await b.screen();
    for (const { client } of [screen, ...phones]) {
      assert.deepEqual(await client.closed, {
        code: 1012,
        reason: 'Your class goes on at another server. Connect again',
      });
    }
    assert.deepEqual([there.snapshot.phase, there.snapshot.voted], ['vote', 3]);
    for (const [i, phone] of phones.entries()) {
      const back = await b.phone(phone.token);
      assert.deepEqual(
        [back.back, back.token, back.snapshot.you],
        [true, phone.token, { vote: i % 2 }],
      );
      assert.notEqual(back.tab, phone.tab);
      // A vote that is sent once more counts once.
      back.vote(i % 2);
      await back.until(({ you }) => you?.vote === i % 2);
    }
    await there.until(({ members }) => members === 3);
    assert.equal(there.snapshot.voted, 3);
    there.steer('next');
    await there.phase('closed');
    there.steer('next');
    await there.phase('run');
    there.steer('next');
    const { reveal } = await there.phase('reveal');
    assert.deepEqual(reveal?.tally, { first: [2, 1, 0] });
  },
);

test('a run that was on is cut short, which is said until the next step', needsRedis, async (t) => {
  const { a, b, kept } = await pair(t);
  const screen = await a.screen();
  const phone = await a.phone();
  screen.start('news');
  await screen.goTo('run');
  const { step } = screen.snapshot;
  await phone.phase('run');
  assert.equal(typeof phone.snapshot.you?.way, 'string');
  const { token } = phone;
  await kept(({ state }) => state.step === step);

  const there = await b.screen();
  const back = await b.phone(token);
  for (const { snapshot } of [there, back]) {
    assert.deepEqual([snapshot.phase, snapshot.cutShort], ['closed', true]);
    assert.ok(snapshot.step > step);
    assert.deepEqual([snapshot.rate, snapshot.until, snapshot.spread], [0, undefined, undefined]);
  }
  assert.equal(there.snapshot.reveal, undefined);
  there.steer('next');
  const again = await back.phase('run');
  assert.deepEqual([again.cutShort, typeof again.you?.way], [undefined, 'string']);
});

test(
  'a phone’s prices are asked for where its class is: elsewhere they are refused, and bring it',
  needsRedis,
  async (t) => {
    const { a, b } = await pair(t);
    const screen = await a.screen();
    const phone = await a.phone();
    const stray = await fetch(`${b.url}/price?tab=${phone.tab}`);
    assert.deepEqual([stray.status, stray.headers.get('retry-after')], [503, '1']);
    assert.match(
      ((await stray.json()) as { message: string }).message,
      /has moved to another server/,
    );
    for (const { client } of [screen, phone]) assert.equal((await client.closed).code, 1012);
    const back = await b.phone(phone.token);
    assert.equal((await fetch(`${b.url}/price?tab=${back.tab}`)).status, 200);
    // The tab that it had before is none of this server's.
    assert.equal((await fetch(`${b.url}/price?tab=${phone.tab}`)).status, 503);
    // Tabs of the page are served as ever.
    for (const tab of ['314159', '314159-a', 'GS1mWmQ0o4UgpKqW2gk1-w']) {
      assert.equal((await fetch(`${b.url}/price?tab=${tab}`)).status, 200);
    }
  },
);

test(
  'a class that somebody begins is found at any server, and only by an address with its code',
  needsRedis,
  async (t) => {
    const { a, b } = await pair(t);
    const begun = (await (await fetch(`${a.url}/classes`, { method: 'POST' })).json()) as NewClass;
    const join = async (address: string) => {
      const client = b.connect(address);
      await client.opened;
      client.send({ type: 'join', role: 'screen', ...begun });
      return client;
    };
    const lost = await join('/class');
    assert.equal((await lost.closed).code, 4404);
    const screen = await join(`/class?class=${begun.code}`);
    const { code, phase } = await screen.nextOf('snapshot');
    assert.deepEqual([code, phase], [begun.code, 'lobby']);
    const nobody = b.connect('/class?class=271828');
    await nobody.opened;
    nobody.send({ type: 'join', code: '271828', role: 'phone' });
    assert.match(
      String((await nobody.nextOf('error'))['message']),
      /There is no class with the code/,
    );
  },
);

test(
  'without Redis nobody is told that there is no class, only to try again',
  needsRedis,
  async (t) => {
    const { a, b, redis } = await pair(t);
    const screen = await a.screen();
    await redis.kill();
    const client = await b.open();
    client.send({ type: 'join', code: CODE, role: 'screen', key: KEY });
    assert.match(String((await client.nextOf('error'))['message']), /trouble with Redis/);
    assert.equal((await client.closed).code, 1013);
    const answer = await fetch(`${a.url}/classes`, { method: 'POST' });
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /No class can begin now: there is trouble with Redis/);
    // The class itself goes on.
    screen.start('who-is-right');
    await screen.phase('predict');
  },
);
