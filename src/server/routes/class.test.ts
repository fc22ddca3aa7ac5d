import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../../protocol/class/snapshot.ts';
import { rounds } from '../class/round/rounds.ts';
import { classOf, hello, serveClass } from '../testing/class.ts';
import { serve } from '../testing/serve.ts';

test('a class goes from the lobby to a reveal', async (t) => {
  const { screen, phones } = await classOf(t, 3);
  screen.start('which-would-you-use');
  await screen.goTo('vote');
  for (const [i, phone] of phones.entries()) {
    await phone.phase('vote');
    phone.vote(i === 0 ? 0 : 3);
    assert.equal((await phone.until(({ you }) => you?.vote !== undefined)).voted, i + 1);
  }
  await screen.until(({ voted }) => voted === 3);
  const { reveal } = await screen.goTo('reveal');
  assert.deepEqual(reveal?.tally, { first: [1, 0, 0, 2] });
  assert.equal(reveal?.answer, 3);
  for (const phone of phones) {
    assert.deepEqual((await phone.phase('reveal')).reveal?.tally, { first: [1, 0, 0, 2] });
  }
});

test('until the reveal no byte to a phone or a screen tells how the votes stand or what is right', async (t) => {
  const { server, screen, phones } = await classOf(t, 4);
  const sent: string[] = [];
  const late = await server.open();
  for (const { socket } of [screen.client, late, ...phones.map(({ client }) => client)]) {
    socket.on('message', (data) => sent.push(String(data)));
  }
  for (const [index, { id, why }] of rounds.entries()) {
    sent.length = 0;
    // So that none votes too fast.
    const voters = phones.filter((_, i) => i % 2 === index % 2);
    screen.start(id);
    await screen.phase('predict');
    await screen.goTo('vote');
    for (const [i, phone] of voters.entries()) {
      await phone.until(({ phase, round }) => phase === 'vote' && round?.id === id);
      phone.vote(i);
      await phone.until(({ you }) => you?.vote !== undefined);
    }
    await screen.goTo('closed');
    screen.steer('discuss');
    await screen.phase('discuss');
    await screen.goTo('revote');
    if (id === 'who-is-right') {
      late.send(hello({}));
      await late.nextOf('snapshot');
    }
    const { step } = screen.snapshot;
    screen.steer('next');
    const next = await screen.until((snapshot) => snapshot.step > step);
    const before = sent.filter((text) => !text.includes('"phase":"reveal"')).join('\n');
    assert.ok(sent.length >= 25);
    assert.ok(before.includes(`"id":"${id}"`));
    for (const secret of [why, '"answer"', '"tally"', '"right"', '"results"', '"say"']) {
      assert.ok(!before.includes(secret), `${secret} before the reveal of ${id}`);
    }
    if (next.phase !== 'reveal') await screen.goTo('reveal');
    assert.ok(JSON.stringify(screen.snapshot).includes(why));
  }
});

test('a phone that comes back finds its place, its vote and its way', async (t) => {
  const { server, screen, phones } = await classOf(t, 2);
  const [phone] = phones;
  assert.ok(phone);
  assert.equal(phone.back, false);
  screen.start('who-is-right');
  await screen.goTo('vote');
  await phone.phase('vote');
  phone.vote(2);
  await phone.until(({ you }) => you?.vote === 2);
  phone.client.socket.close();
  await screen.until(({ members }) => members === 1);
  const again = await server.phone(phone.token);
  assert.deepEqual([again.back, again.tab, again.token], [true, phone.tab, phone.token]);
  assert.deepEqual(again.snapshot.you, { vote: 2 });
  again.vote(1);
  await again.until(({ you }) => you?.vote === 1);
  assert.equal(again.snapshot.voted, 1);
  await screen.goTo('run');
  const { you } = await again.phase('run');
  again.client.send({
    type: 'score',
    step: again.snapshot.step,
    missed: 0,
    prices: 1,
    questions: 3,
  });
  again.client.send({ type: 'ping', id: 1 });
  await again.client.nextOf('pong');
  const third = await server.phone(phone.token);
  assert.equal(third.snapshot.you?.way, you?.way);
  assert.deepEqual(third.snapshot.you?.score, { missed: 0, prices: 1, questions: 3 });
  assert.equal((await again.client.closed).code, 4409);
  assert.equal((await again.rejection()).code, 'replaced');
  await screen.until(({ members }) => members === 2);
});

test('a phone that was here before and a latecomer are told the same', async (t) => {
  const { server, screen, phones } = await classOf(t, 1);
  screen.start('who-is-right');
  await screen.goTo('closed');
  const known = await phones[0]?.phase('closed');
  const late = await server.phone();
  const { members: _, ...rest } = late.snapshot;
  const { members: __, ...before } = known as Snapshot;
  assert.deepEqual(rest, before);
});

test('joins and votes are told to the screens together, and to no other phone', async (t) => {
  const server = await serveClass(t);
  const screen = await server.screen();
  let told = 0;
  screen.client.socket.on('message', () => {
    told += 1;
  });
  const first = await server.phone();
  const messages: string[] = [];
  first.client.socket.on('message', (data) => messages.push(JSON.parse(String(data)).phase));
  await Promise.all(Array.from({ length: 99 }, () => server.phone()));
  await screen.until(({ members }) => members === 100);
  assert.ok(told < 50, `${told} messages`);
  screen.steer('next');
  await first.phase('predict');
  assert.deepEqual(messages, ['predict']);
});

test('where the screen is gone for a while, the phones are told; not where only notes were', async (t) => {
  const { server, screen, phones } = await classOf(t, 1);
  const [phone] = phones;
  const other = await server.screen();
  screen.client.socket.close();
  await other.until(({ members }) => members === 1);
  other.client.socket.close();
  assert.equal((await phone?.until(({ away }) => away))?.phase, 'lobby');
  await server.screen();
  assert.equal((await phone?.until(({ away }) => !away))?.away, false);
});

test('classes are begun by whoever likes, where that is allowed, each with a code, a key and a market', async (t) => {
  const server = await serve(t, { classes: { open: true } });
  const begin = (headers = {}) => fetch(`${server.url}/classes`, { method: 'POST', headers });
  const [one, two] = [await begin(), await begin()];
  assert.deepEqual([one.status, one.headers.get('cache-control')], [201, 'no-store']);
  const [first, second] = [await one.json(), await two.json()];
  assert.match(first.code, /^[1-9]\d{5}$/);
  assert.notEqual(first.code, second.code);
  const screen = server.connect('/class');
  await screen.opened;
  screen.send({ type: 'join', role: 'screen', code: first.code, key: first.key });
  assert.equal((await screen.nextOf('snapshot'))['code'], first.code);
  const wrong = server.connect('/class');
  await wrong.opened;
  wrong.send({ type: 'join', role: 'screen', code: second.code, key: first.key });
  assert.equal((await wrong.closed).code, 4403);
  assert.equal((await begin({ origin: 'https://evil.example' })).status, 403);
  assert.deepEqual(await (await fetch(`${server.url}/classes`)).json(), { open: true });
});

test('a server without classes has none of this', async (t) => {
  const server = await serve(t);
  for (const path of ['/class', '/classes', '/join', '/j/314159', '/class/314159']) {
    assert.equal((await fetch(server.url + path)).status, 404);
  }
  assert.equal((await fetch(`${server.url}/classes`, { method: 'POST' })).status, 404);
  const only = await serveClass(t);
  assert.equal((await fetch(`${only.url}/classes`, { method: 'POST' })).status, 404);
  assert.deepEqual(await (await fetch(`${only.url}/classes`)).json(), { open: false });
  assert.equal((await fetch(`${only.url}/class`)).status, 426);
});
