/** Who may move the market, and how. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { HIGH_WATER_MARK } from '../realtime/backpressure.ts';
import { serve } from '../testing/serve.ts';

test('the host moves the market: rate, standstill, news', async (t) => {
  const { connect, feed } = await serve(t);
  const instruments = connect('/instruments');
  assert.equal((await instruments.next())['open'], true);
  await instruments.nextOf('truth');
  const before = feed.latest('BOLO').price;
  instruments.send({ type: 'market', news: 'BOLO' });
  await instruments.nextOf('truth');
  const change = feed.latest('BOLO').price / before;
  assert.ok(change > 1.03 && change < 1.13, `${change}`);
  instruments.send({ type: 'market', rate: 50 });
  assert.deepEqual(await instruments.nextOf('market'), { type: 'market', rate: 50 });
  instruments.send({ type: 'market', rate: 0 });
  assert.deepEqual(await instruments.nextOf('market'), { type: 'market', rate: 0 });
  for (const rate of [51, -1, 0.001]) {
    instruments.send({ type: 'market', rate });
    assert.equal((await instruments.nextOf('error'))['code'], 'bad-message');
  }
});

test('with a host key only who has it moves the market', async (t) => {
  const { connect, feed } = await serve(t, { hostKey: 'secret' });
  const instruments = connect('/instruments');
  assert.equal((await instruments.next())['open'], false);
  instruments.send({ type: 'market', rate: 1, key: 'secret' });
  assert.equal((await instruments.nextOf('market'))['rate'], 1);
  feed.setRate(0);
  for (const message of [{ rate: 50 }, { rate: 50, key: 'guess' }]) {
    instruments.send({ type: 'market', ...message });
    assert.equal((await instruments.nextOf('error'))['code'], 'not-allowed');
  }
  assert.equal(feed.rate, 0);
});

test('wrong keys end the connection that they come from, and never stop the right one', async (t) => {
  const { connect, feed } = await serve(t, { hostKey: 'secret' });
  const [guesser, host] = [connect('/instruments'), connect('/instruments')];
  await Promise.all([guesser.nextOf('truth'), host.nextOf('truth')]);
  const guess = async (client: typeof host, key: string) => {
    client.send({ type: 'market', rate: 1, key });
    assert.equal((await client.nextOf('error'))['code'], 'not-allowed');
  };
  const move = async (rate: number) => {
    host.send({ type: 'market', rate, key: 'secret' });
    assert.equal((await host.nextOf('market'))['rate'], rate);
    feed.setRate(0);
  };
  for (let i = 0; i < 4; i++) {
    await guess(guesser, `guess ${i}`);
    await move(1 + i);
    await guess(host, 'a slip');
    await move(10 + i);
  }
  // More than two seconds allow: a new second may begin meanwhile.
  for (let i = 0; i < 22; i++) guesser.send({ type: 'market', rate: 1, key: `guess ${i}` });
  assert.equal((await guesser.closed).code, 1008);
  await move(20);
});

test('no key at all is no guess', async (t) => {
  const { connect } = await serve(t, { hostKey: 'secret' });
  const instruments = connect('/instruments');
  await instruments.nextOf('truth');
  for (let i = 0; i < 50; i++) {
    instruments.send({ type: 'market', rate: 1 });
    assert.equal((await instruments.nextOf('error'))['code'], 'not-allowed');
  }
});

test('a page that skips prices because it is slow still gets the newest rate and the newest news', async (t) => {
  const { app, connect, feed } = await serve(t);
  const upgrade = once(app.server, 'upgrade');
  const slow = connect('/instruments');
  const [, connection] = (await upgrade) as [IncomingMessage, Socket];
  await slow.nextOf('truth');
  const host = connect('/instruments');
  await host.nextOf('truth');
  // Nothing is sent, as if the page weren't reading.
  connection.cork();
  while (connection.writableLength <= HIGH_WATER_MARK) feed.step();
  host.send({ type: 'market', rate: 1 / 60 });
  await host.nextOf('market');
  host.send({ type: 'market', rate: 0 });
  await host.nextOf('market');
  host.send({ type: 'market', news: 'BOLO' });
  await host.nextOf('news');
  feed.step();
  const newest = feed.latest('ACME').seq;
  connection.uncork();
  const got = new Map<string, unknown>();
  while (got.size < 3) {
    const message = await slow.next();
    if (message.type === 'market') got.set('rate', message['rate']);
    if (message.type === 'news') got.set('news', message['symbol']);
    const [tick] = (message['ticks'] ?? []) as { seq: number }[];
    if (tick?.seq === newest) got.set('price', newest);
  }
  assert.deepEqual(Object.fromEntries(got), { rate: 0, news: 'BOLO', price: newest });
});
