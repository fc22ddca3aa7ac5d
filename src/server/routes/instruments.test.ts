/** Who may move the market, and how. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { HIGH_WATER_MARK } from '../realtime/backpressure.ts';
import { eachServer, serve } from '../testing/serve.ts';

eachServer('the host moves the market: rate, standstill, news', async (_t, serve) => {
  const { connect, feed } = await serve();
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
  for (const rate of [51, -1, 0.0001]) {
    instruments.send({ type: 'market', rate });
    assert.equal((await instruments.nextOf('error'))['code'], 'bad-message');
  }
});

eachServer('with a host key only who has it moves the market', async (_t, serve) => {
  const { connect, feed } = await serve({ hostKey: 'secret' });
  const instruments = connect('/instruments');
  assert.equal((await instruments.next())['open'], false);
  instruments.send({ type: 'market', rate: 1, key: 'secret' });
  assert.equal((await instruments.nextOf('market'))['rate'], 1);
  feed.setRate(0);
  for (const message of [{ rate: 50 }, { rate: 50, key: 'guess' }]) {
    instruments.send({ type: 'market', ...message });
    const { code, about } = await instruments.nextOf('error');
    assert.deepEqual({ code, about }, { code: 'not-allowed', about: 'market' });
  }
  assert.equal(feed.rate, 0);
});

eachServer(
  'wrong keys end the connection that they come from, and never stop the right one',
  async (_t, serve) => {
    const { connect, feed } = await serve({ hostKey: 'secret' });
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
      assert.equal((await host.nextOf('market'))['rate'], 0, 'whoever has changed it');
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
  },
);

eachServer('more connections are not more guesses', async (t, serve) => {
  const { connect } = await serve({ hostKey: 'secret' });
  const guessers = Array.from({ length: 22 }, () => connect('/instruments'));
  await Promise.all(guessers.map((guesser) => guesser.nextOf('truth')));
  // All in the same second.
  t.mock.method(performance, 'now', () => 1_000);
  const ends = await Promise.all(
    guessers.map(async (guesser, i) => {
      guesser.send({ type: 'market', rate: 1, key: `guess ${i}` });
      await guesser.nextOf('error');
      guesser.send({ type: 'ping', id: i });
      return Promise.race([guesser.nextOf('pong'), guesser.closed]);
    }),
  );
  const closed = ends.flatMap((end) => ('code' in end ? [end.code] : []));
  assert.deepEqual(closed, Array(12).fill(1008));
});

eachServer('no key at all is no guess', async (_t, serve) => {
  const { connect } = await serve({ hostKey: 'secret' });
  const instruments = connect('/instruments');
  await instruments.nextOf('truth');
  for (let i = 0; i < 50; i++) {
    instruments.send({ type: 'market', rate: 1 });
    assert.equal((await instruments.nextOf('error'))['code'], 'not-allowed');
  }
});

eachServer(
  'a page that skips prices because it is slow still gets the newest rate and the newest news',
  async (_t, serve) => {
    const { app, connect, feed } = await serve();
    const upgrade = once(app.server, 'upgrade');
    const slow = connect('/instruments');
    const [handshake] = (await upgrade) as [IncomingMessage];
    await slow.nextOf('truth');
    const connection = handshake.socket;
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
  },
);

test('without the network a page that wants a line is told that there is none, and how it is', async (t) => {
  const { connect, feed } = await serve(t, { network: undefined });
  const instruments = connect('/instruments');
  assert.equal((await instruments.next())['rtt'], 0);
  await instruments.nextOf('truth');
  const line = { type: 'line', tab: 'a', rtt: 0, damage: 'none', run: 1 };
  instruments.send(line);
  assert.deepEqual(await instruments.nextOf('line'), line);
  for (const wish of [{ rtt: 200 }, { damage: 'cut' }, { messages: true }]) {
    instruments.send({ ...line, ...wish });
    const { code, about, message } = await instruments.next();
    assert.deepEqual({ code, about }, { code: 'not-allowed', about: 'line' });
    assert.match(String(message), /^This server has no emulated network: /);
    assert.deepEqual(await instruments.next(), line);
  }
  const watcher = connect('/stream?tab=a');
  await watcher.next();
  feed.step();
  assert.equal((await watcher.next())['seq'], 2);
});
