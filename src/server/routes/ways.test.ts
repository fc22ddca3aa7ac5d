/** What the server does for each way: long polls, event streams, WebSockets that reconnect. */
import assert from 'node:assert/strict';
import type { Tick } from '../../protocol/tick.ts';
import { textFrame } from '../../protocol/websocket-frame.ts';
import { handshake, masked } from '../testing/raw.ts';
import { call, eachServer, networkServer, type serve } from '../testing/serve.ts';

type World = Awaited<ReturnType<typeof serve>>;

/** Reads an event stream, one block at a time. */
async function events(world: World, path: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(world.url + path, { headers, signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    stop: () => stop.abort(),
    /** The next block, without its `retry` field. */
    async next(): Promise<string> {
      while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? '';
      const [block = '', ...rest] = text.split('\n\n');
      text = rest.join('\n\n');
      return block.replace(/^retry: \d+\n/, '');
    },
  };
}

/** The company and number of each tick in what has come over a WebSocket. */
const ticksIn = (text: string) =>
  Array.from(
    text.matchAll(/"symbol":"(\w+)","seq":(\d+),/g),
    ([, symbol, seq]) => `${symbol} ${seq}`,
  );

const ticksFrom = (symbol: string, seq: number, length: number) =>
  Array.from({ length }, (_, i) => `${symbol} ${seq + i}`);

const event = (tick: Tick) => `id: ${tick.seq}\ndata: ${JSON.stringify(tick)}`;

eachServer('a long poll is answered at once when there is a newer tick', async (_t, serve) => {
  const { url, feed } = await serve();
  for (let i = 0; i < 5; i++) feed.step();
  const response = await fetch(`${url}/price?after=2`);
  assert.deepEqual(await response.json(), feed.latest('ACME'));
});

eachServer('a long poll is held until the next tick', async (_t, serve) => {
  const world = await serve();
  const held = fetch(`${world.url}/price?symbol=BOLO&after=1&wait=60`);
  // Once a later request is answered, the earlier one has been read and is held.
  await fetch(`${world.url}/health`);
  world.feed.step();
  assert.deepEqual(await (await held).json(), world.feed.latest('BOLO'));
});

eachServer('a long poll without news ends with 204', async (_t, serve) => {
  const { url } = await serve();
  const response = await fetch(`${url}/price?after=1&wait=1`);
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('cache-control'), 'no-store');
});

eachServer('a cursor of another run is a fresh start that says so', async (_t, serve) => {
  const world = await serve();
  const response = await fetch(`${world.url}/price?after=500`);
  assert.equal(response.headers.get('fresh-start'), 'true');
  assert.equal(((await response.json()) as Tick).seq, 1);
  const stream = await events(world, '/events', { 'last-event-id': '500' });
  const first = await stream.next();
  assert.match(first, /^: a fresh start/m);
  assert.ok(first.endsWith(event(world.feed.latest('ACME'))));
  stream.stop();
  const client = world.connect('/stream?after=500');
  assert.deepEqual(await client.next(), { type: 'resumed', replayed: 0, expired: 0, fresh: true });
  assert.equal((await client.next())['seq'], 1);
});

for (const query of [
  'after=-1',
  'after=1.5',
  'after=1e3',
  'after=0x10',
  'after=x',
  'after=',
  'after=1&after=2',
  'after=1&wait=0',
  'after=1&wait=61',
  'after=1&wait=1e400',
]) {
  eachServer(`GET /price?${query} → 400`, async (_t, serve) => {
    const { url } = await serve();
    const response = await fetch(`${url}/price?${query}`);
    assert.equal(response.status, 400);
    assert.match(((await response.json()) as { message: string }).message, /^(after|wait) must be/);
  });
}

eachServer('a Last-Event-ID that is no number → 400', async (_t, serve) => {
  const { url } = await serve();
  const response = await fetch(`${url}/events`, { headers: { 'last-event-id': 'abc' } });
  assert.equal(response.status, 400);
});

eachServer(
  '/events tells the newest tick, then each, and goes on from Last-Event-ID',
  async (_t, serve) => {
    const world = await serve();
    const { feed } = world;
    const stream = await events(world, '/events?symbol=ZEPH');
    assert.equal(stream.response.headers.get('content-type'), 'text/event-stream');
    assert.equal(await stream.next(), event(feed.latest('ZEPH')));
    feed.step();
    assert.equal(await stream.next(), event(feed.latest('ZEPH')));
    stream.stop();
    for (let i = 0; i < 3; i++) feed.step();
    const again = await events(world, '/events?symbol=ZEPH', { 'last-event-id': '2' });
    const [third, ...others] = feed.since('ZEPH', 2);
    assert.equal(await again.next(), event(third as Tick));
    for (const tick of others) assert.equal(await again.next(), event(tick));
    again.stop();
  },
);

eachServer(
  'each event stream is told by chance how long to wait after a loss: 1 to 3 s',
  async (_t, serve) => {
    const { url } = await serve();
    const waits = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { body } = await fetch(`${url}/events`);
        const { value } =
          (await body?.pipeThrough(new TextDecoderStream()).getReader().read()) ?? {};
        return Number(/^retry: (\d+)$/m.exec(value ?? '')?.[1]);
      }),
    );
    for (const wait of waits) assert.ok(wait >= 1_000 && wait < 3_000, String(wait));
    // All of them would be in the same half once in 2^49 runs.
    assert.ok(Math.min(...waits) < 2_000 && Math.max(...waits) >= 2_000, String(waits));
  },
);

eachServer(
  '/events goes on from where a client says: the header counts before lastEventId, that before after',
  async (_t, serve) => {
    const world = await serve();
    for (let i = 0; i < 9; i++) world.feed.step();
    const ticks = world.feed.since('ACME', 0);
    for (const [query, headers, seq] of [
      ['after=3', {}, 4],
      ['lastEventId=5', {}, 6],
      ['after=3&lastEventId=5', {}, 6],
      ['after=3&lastEventId=5', { 'last-event-id': '7' }, 8],
    ] as const) {
      const stream = await events(world, `/events?symbol=ACME&${query}`, headers);
      assert.equal(await stream.next(), event(ticks[seq - 1] as Tick));
      stream.stop();
    }
    const fresh = await events(world, '/events?lastEventId=500');
    assert.match(await fresh.next(), /^: a fresh start/m);
    fresh.stop();
  },
);

eachServer('a stream says that nobody on the way may keep or recode it', async (_t, serve) => {
  const stream = await events(await serve(), '/events');
  assert.equal(stream.response.headers.get('cache-control'), 'no-store, no-transform');
  stream.stop();
});

eachServer(
  'a cache-buster is ignored wherever there is a query, and nothing else is',
  async (_t, serve) => {
    const world = await serve();
    assert.equal((await fetch(`${world.url}/price?symbol=BOLO&_=1700000000000`)).status, 200);
    assert.equal((await fetch(`${world.url}/price?_=1&_=2`)).status, 200);
    assert.equal((await fetch(`${world.url}/health?_=1`)).status, 200);
    const stream = await events(world, '/events?_=1700000000000');
    assert.equal(stream.response.status, 200);
    stream.stop();
    await world.connect('/stream?_=1700000000000').opened;
    await assert.rejects(world.connect('/stream?lastEventId=1').opened, /: 400/);
    for (const [path, allowed] of [
      ['/price?__=1', 'symbol, after, wait, tab, from'],
      ['/events?_x=1', 'symbol, after, tab, from, lastEventId'],
    ]) {
      const { message } = (await (await fetch(world.url + path)).json()) as { message: string };
      assert.match(message, new RegExp(`^Unknown parameter "_[_x]"\\. Allowed: ${allowed}\\.$`));
    }
  },
);

eachServer('a line that comes back gets what it missed, in order', async (_t, serve) => {
  const { connect, feed } = await serve();
  for (let i = 0; i < 9; i++) feed.step();
  const client = connect('/stream?after=4');
  assert.deepEqual(await client.next(), { type: 'resumed', replayed: 6, expired: 0, fresh: false });
  for (let seq = 5; seq <= 10; seq++) assert.equal((await client.next())['seq'], seq);
  client.send({ type: 'subscribe', symbol: 'BOLO', after: 8 });
  assert.deepEqual(await client.next(), { type: 'resumed', replayed: 2, expired: 0, fresh: false });
  assert.deepEqual(await client.next(), { type: 'tick', ...feed.since('BOLO', 8)[0] });
});

eachServer('what is too old to be kept is said to be expired', async (_t, serve) => {
  const { connect, feed } = await serve();
  for (let i = 0; i < 25_000; i++) feed.step();
  const client = connect('/stream?after=1');
  const { replayed, expired } = (await client.next()) as unknown as {
    replayed: number;
    expired: number;
  };
  assert.ok(replayed >= 10_000 && expired > 0);
  assert.equal(replayed + expired, 25_000);
  assert.equal((await client.next())['seq'], expired + 2);
  client.socket.terminate();
});

eachServer(
  'one address may hold so many questions and no more; a freed place is free',
  async (_t, serve) => {
    const world = await serve({ limits: { connections: 100, perAddress: 8 } });
    const stop = new AbortController();
    const held = Array.from({ length: 8 }, () =>
      fetch(`${world.url}/price?after=1&wait=60`, { signal: stop.signal }).catch(() => undefined),
    );
    let refused = await fetch(`${world.url}/events`);
    while (refused.status === 200) {
      await refused.body?.cancel();
      refused = await fetch(`${world.url}/events`);
    }
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('retry-after'), '5');
    await assert.rejects(world.connect('/stream').opened, /: 503/);
    world.feed.step();
    await Promise.all(held);
    await world.connect('/stream').opened;
    stop.abort();
  },
);

eachServer(
  'who comes back after long is told everything, by every way that is told',
  async (_t, serve) => {
    const world = await serve();
    for (let i = 0; i < 5_000; i++) world.feed.step();
    const all = world.feed.since('ACME', 1);
    const client = world.connect('/stream?after=1');
    assert.deepEqual(await client.next(), {
      type: 'resumed',
      replayed: 5_000,
      expired: 0,
      fresh: false,
    });
    const stream = await events(world, '/events?after=1');
    assert.equal(await stream.next(), event(all[0] as Tick));
    for (const tick of all) assert.deepEqual(await client.next(), { type: 'tick', ...tick });
    for (const tick of all.slice(1)) assert.equal(await stream.next(), event(tick));
    world.feed.step();
    assert.equal((await client.next())['seq'], 5_002);
    assert.equal(await stream.next(), event(world.feed.latest('ACME')));
    stream.stop();
  },
);

for (const symbol of ['ACME', 'BOLO'] as const) {
  eachServer(
    `catching up on ${symbol} takes the place of catching up on ACME: nothing comes twice`,
    async (t, serve) => {
      const world = await serve();
      for (let i = 0; i < 5_000; i++) world.feed.step();
      const { socket, until } = call(t, world);
      const again = masked(textFrame(JSON.stringify({ type: 'subscribe', symbol, after: 1_000 })));
      // In one packet, so that the second comes before the first has been answered in full.
      socket.write(Buffer.concat([Buffer.from(handshake('/stream?after=1')), again]));
      await until(/"seq":5001,/);
      world.feed.step();
      const [, first = '', second = ''] = (await until(/"seq":5002,/)).split('"resumed"');
      assert.match(first, /^,"replayed":5000,"expired":0,"fresh":false/);
      assert.match(second, /^,"replayed":4001,"expired":0,"fresh":false/);
      const told = ticksIn(first);
      assert.ok(told.length > 0 && told.length < 5_000, `${told.length}`);
      assert.deepEqual(told, ticksFrom('ACME', 2, told.length));
      assert.deepEqual(ticksIn(second), ticksFrom(symbol, 1_001, 4_002));
    },
  );
}

networkServer(
  'a cut line tears its connections and refuses new ones; the instruments and others are spared',
  async (_t, serve) => {
    const { connect, feed, url } = await serve();
    const instruments = connect('/instruments');
    await instruments.opened;
    instruments.send({ type: 'line', tab: 'a', rtt: 0 });
    await instruments.nextOf('line');
    const [mine, other] = [connect('/stream?tab=a'), connect('/stream')];
    await mine.next();
    await other.next();
    instruments.send({ type: 'line', tab: 'a', rtt: 0, damage: 'cut' });
    await instruments.nextOf('line');
    assert.equal((await mine.closed).code, 1006);
    await assert.rejects(fetch(`${url}/price?tab=a`));
    await assert.rejects(connect('/stream?tab=a').opened);
    feed.step();
    assert.equal((await other.next())['seq'], 2);
    assert.equal((await instruments.nextOf('truth')).type, 'truth');
    instruments.send({ type: 'line', tab: 'a', rtt: 0 });
    await instruments.nextOf('line');
    assert.equal((await fetch(`${url}/price?tab=a`)).status, 200);
  },
);

networkServer(
  'a stalled line keeps its connections and lets everything through once mended',
  async (_t, serve) => {
    const { connect, feed, url } = await serve();
    const instruments = connect('/instruments');
    await instruments.opened;
    const set = async (damage: string) => {
      instruments.send({ type: 'line', tab: 'a', rtt: 0, damage });
      await instruments.nextOf('line');
    };
    await set('none');
    const client = connect('/stream?tab=a');
    await client.next();
    await set('stall');
    for (let i = 0; i < 3; i++) feed.step();
    const asked = fetch(`${url}/price?tab=a`);
    const early = await Promise.race([client.next(), fetch(`${url}/health`).then(() => 'nothing')]);
    assert.equal(early, 'nothing');
    await set('none');
    assert.equal((await client.next())['seq'], 3);
    assert.equal((await client.next())['seq'], 4);
    assert.equal(((await (await asked).json()) as Tick).seq, 4);
  },
);
