import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { WebSocket } from 'ws';
import type { Landed, Snapshot } from '../../protocol/class.ts';
import type { Truth } from '../../protocol/messages.ts';
import { rounds } from '../class/rounds.ts';
import { CODE, KEY, serveClass } from '../testing/class.ts';
import { serve } from '../testing/serve.ts';

const hello = (given: object) => ({ type: 'join', code: CODE, role: 'phone', ...given });

/** The status with which a handshake is answered. */
const handshakeStatus = (port: number, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    socket.once('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode));
    socket.once('open', () => {
      resolve(101);
      socket.close();
    });
    socket.on('error', reject);
  });

/** A class whose screen and phones are in. */
async function classOf(t: TestContext, phones: number) {
  const server = await serveClass(t);
  const screen = await server.screen();
  const all = [];
  for (let i = 0; i < phones; i++) all.push(await server.phone());
  await screen.until(({ members }) => members === phones);
  return { server, screen, phones: all };
}

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
  assert.equal((await again.refusal()).code, 'replaced');
  await screen.until(({ members }) => members === 2);
});

test('a token that nobody knows makes a new member, and acts for nobody', async (t) => {
  const { server, screen, phones } = await classOf(t, 1);
  for (const token of ['__proto__', 'constructor', 'a'.repeat(64), phones[0]?.tab as string]) {
    const stranger = await server.phone(token);
    assert.equal(stranger.back, false);
    assert.notEqual(stranger.token, token);
  }
  await screen.until(({ members }) => members === 5);
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

for (const [what, message, close, code] of [
  ['a code of no class', { code: '271828' }, 4404, 'no-such-class'],
  ['a code of letters', { code: 'ACME' }, 4404, 'no-such-class'],
  ['no code', { code: '' }, 4404, 'no-such-class'],
  ['a code like a name of JavaScript', { code: '__proto__' }, 4404, 'no-such-class'],
  ['a screen without a key', { role: 'screen' }, 4403, 'wrong-key'],
  ['a screen with a wrong key', { role: 'screen', key: `${KEY}x` }, 4403, 'wrong-key'],
  ['notes with a wrong key', { role: 'notes', key: 'x' }, 4403, 'wrong-key'],
] as const) {
  test(`${what} gets one sentence, and is closed with ${close}`, async (t) => {
    const server = await serveClass(t);
    const client = await server.open();
    client.send(hello(message));
    const refusal = await client.nextOf('error');
    assert.equal(refusal['code'], code);
    assert.match(String(refusal['message']), /^[A-Z].*\.$/);
    assert.equal((await client.closed).code, close);
  });
}

test('only the key steers, and only phones vote', async (t) => {
  const { screen, phones } = await classOf(t, 1);
  const [phone] = phones;
  assert.ok(phone);
  const { step } = phone.snapshot;
  for (const wish of [
    { type: 'steer', action: 'next', step },
    { type: 'start', round: 'news', step },
    { type: 'plan', plan: 'all', step },
    { type: 'report', format: 'csv' },
  ]) {
    phone.client.send(wish);
    assert.equal((await phone.refusal()).code, 'not-allowed');
  }
  screen.vote(0);
  assert.equal((await screen.refusal()).code, 'not-allowed');
  screen.client.send({ type: 'ping', id: 1 });
  await screen.client.nextOf('pong');
  assert.equal(screen.snapshot.step, step);
});

test('who has not joined is told to, and who has can’t join once more', async (t) => {
  const server = await serveClass(t);
  const client = await server.open();
  client.send({ type: 'vote', step: 1, choice: 0 });
  assert.match(String((await client.nextOf('error'))['message']), /Join a class first/);
  client.send(hello({}));
  await client.nextOf('joined');
  client.send(hello({}));
  assert.equal((await client.nextOf('error'))['code'], 'not-now');
});

test('what is no message is explained', async (t) => {
  const server = await serveClass(t);
  const client = await server.open();
  for (const [text, code] of [
    ['{', 'not-json'],
    ['{"type":"dance"}', 'bad-message'],
    [JSON.stringify(hello({ role: 'teacher' })), 'bad-message'],
    ['{"type":"vote","step":1,"choice":4}', 'bad-message'],
    ['{"type":"score","step":1,"missed":-1,"prices":0,"questions":0}', 'bad-message'],
    ['{"type":"__proto__"}', 'bad-message'],
  ] as const) {
    client.send(text);
    assert.equal((await client.nextOf('error'))['code'], code);
  }
});

test('of ten votes in a second five count, and the sixth is refused in a sentence', async (t) => {
  const { screen, phones } = await classOf(t, 1);
  const [phone] = phones;
  screen.start('who-is-right');
  await screen.goTo('vote');
  await phone?.phase('vote');
  for (let i = 0; i < 20; i++) phone?.vote(i % 3);
  assert.equal((await phone?.refusal())?.code, 'too-fast');
  await screen.until(({ voted }) => voted === 1);
});

test('a phone that floods is closed; its vote stays, and the others notice nothing', async (t) => {
  const { server, screen, phones } = await classOf(t, 2);
  const [flood, other] = phones;
  assert.ok(flood && other);
  screen.start('who-is-right');
  await screen.goTo('vote');
  await flood.phase('vote');
  flood.vote(1);
  await flood.until(({ you }) => you?.vote === 1);
  for (let i = 0; i < 10_000; i++) flood.client.send({ type: 'seen', seen: true });
  assert.equal((await flood.client.closed).code, 1008);
  await other.phase('vote');
  other.vote(0);
  await other.until(({ you }) => you?.vote === 0);
  const back = await server.phone(flood.token);
  assert.equal(back.snapshot.you?.vote, 1);
  await screen.until(({ voted, members }) => voted === 2 && members === 2);
});

test('who guesses codes is slowed down; who is in the class, or joins it from the same network, is not', async (t) => {
  const { server, phones } = await classOf(t, 1);
  const refused: number[] = [];
  for (let i = 0; i < 40; i++) {
    const client = await server.open();
    client.send(hello({ code: String(500_000 + i) }));
    refused.push((await client.closed).code);
  }
  assert.equal(refused[0], 4404);
  assert.equal(refused.at(-1), 4425);
  const last = await server.open();
  last.send(hello({ code: '999999' }));
  const { code, message } = (await last.nextOf('error')) as { code?: unknown; message?: unknown };
  assert.equal(code, 'too-many-guesses');
  assert.match(String(message), /Wait a minute/);
  await Promise.all(Array.from({ length: 50 }, () => server.phone()));
  assert.equal((await server.phone(phones[0]?.token)).back, true);
});

test('who guesses where nobody is in the class finds nothing, even with the right code', async (t) => {
  const server = await serveClass(t);
  const codes: number[] = [];
  for (let i = 0; i < 30; i++) {
    const client = await server.open();
    client.send(hello({ code: String(500_000 + i) }));
    codes.push((await client.closed).code);
  }
  const lucky = await server.open();
  lucky.send(hello({}));
  assert.equal((await lucky.closed).code, 4425);
  // The key is no guess.
  assert.equal((await server.screen()).snapshot.phase, 'lobby');
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

test('a class that has ended says so to all, and lets only the key look back', async (t) => {
  const { server, screen, phones } = await classOf(t, 2);
  screen.steer('end');
  await screen.phase('ended');
  for (const phone of phones) {
    await phone.phase('ended');
    assert.equal((await phone.client.closed).code, 4404);
  }
  const late = await server.open();
  late.send(hello({}));
  assert.equal((await late.nextOf('error'))['code'], 'ended');
  assert.equal((await late.closed).code, 4404);
  screen.client.send({ type: 'report', format: 'markdown' });
  assert.match(
    String((await screen.client.nextOf('report'))['text']),
    /No round has been revealed/,
  );
  screen.steer('next');
  assert.equal((await screen.refusal()).code, 'not-now');
});

test('prices of a phone in a class come from the class’s own market, by every way', async (t) => {
  const { server, screen, phones } = await classOf(t, 2);
  const [phone] = phones;
  screen.start('who-is-right');
  const { round } = await screen.goTo('run');
  assert.equal(round?.rate, 2);
  await phone?.phase('run');
  const truth = (await phone?.client.nextOf('truth')) as unknown as Truth;
  const [tick] = truth.ticks;
  assert.equal(truth.ticks.length, 1);
  const ask = async (query: string) => (await fetch(`${server.url}/price?${query}`)).json();
  assert.equal((await ask('')).seq, 1);
  assert.ok((await ask(`tab=${phone?.tab}`)).seq >= (tick?.seq ?? 0));
  assert.equal((await ask(`tab=${phone?.token}`)).seq, 1);
  const stream = server.connect(`/stream?tab=${phone?.tab}`);
  assert.ok(Number((await stream.nextOf('tick'))['seq']) >= (tick?.seq ?? 0));
  const events = await fetch(`${server.url}/events?tab=${phone?.tab}`);
  const reader = events.body?.getReader();
  let text = '';
  while (!text.includes('data: ')) text += new TextDecoder().decode((await reader?.read())?.value);
  assert.match(text, /^id: \d{10,}$/m);
  await reader?.cancel();
});

test('bytes are those of the run, and the sum of what each phone is told', async (t) => {
  const { server, screen, phones } = await classOf(t, 4);
  for (const { tab } of phones) await (await fetch(`${server.url}/price?tab=${tab}`)).json();
  screen.start('who-is-right');
  await screen.goTo('run');
  for (const [i, phone] of phones.entries()) {
    const { step } = await phone.phase('run');
    for (let k = 0; k <= i; k++) await (await fetch(`${server.url}/price?tab=${phone.tab}`)).json();
    phone.client.send({ type: 'score', step, missed: 0, prices: 1, questions: i + 1 });
    phone.client.send({ type: 'ping', id: 1 });
    await phone.client.nextOf('pong');
  }
  const { reveal } = await screen.goTo('reveal');
  let total = 0;
  let questions = 0;
  for (const phone of phones) {
    const { you } = await phone.phase('reveal');
    assert.ok(you?.bytes && you.bytes.read > 100 && you.bytes.written > 100);
    total += you.bytes.read + you.bytes.written;
  }
  for (const result of reveal?.results ?? []) {
    assert.equal(result.n, 2);
    total -= result.bytes;
    questions += result.questions;
  }
  assert.deepEqual([total, questions], [0, 10]);
});

test('who has painted the news lands on the screen, and on one that comes later', async (t) => {
  const { server, screen, phones } = await classOf(t, 5);
  screen.start('news');
  await screen.goTo('run');
  screen.steer('news');
  const { news } = await screen.until((snapshot) => snapshot.news !== undefined);
  const ways = [];
  for (const phone of phones) {
    const { step, you } = await phone.until((snapshot) => snapshot.news === news);
    ways.push(you?.way);
    const score = {
      type: 'score',
      step,
      missed: 0,
      prices: 1,
      questions: 1,
      knew: news,
      after: 12,
    };
    phone.client.send(score);
  }
  const landed: unknown[] = [];
  while (landed.length < 5) {
    const message = (await screen.client.nextOf('landed')) as unknown as Landed;
    assert.equal(message.seq, news);
    landed.push(...message.phones);
  }
  const expected = ways.map((way) => ({ way, after: 12 }));
  const byWay = (a: { way?: unknown }, b: { way?: unknown }) =>
    String(a.way).localeCompare(String(b.way));
  assert.deepEqual((landed as typeof expected).sort(byWay), expected.sort(byWay));
  const late = await server.screen();
  assert.equal(((await late.client.nextOf('landed')) as unknown as Landed).phones.length, 5);
});

test('the phones of a class may hold as much as they need, whatever the limits of an address', async (t) => {
  // Each joins with one handshake; its stream, and the question that it holds, are its own.
  const limits = { perAddress: 100, handshakes: 60, members: 0 };
  const server = await serveClass(t, { limits });
  const phones = await Promise.all(Array.from({ length: 60 }, () => server.phone()));
  const streams = phones.map(({ tab }) => server.connect(`/stream?tab=${tab}`));
  for (const stream of streams) await stream.nextOf('tick');
  const held = phones.map(async ({ tab }) => {
    const { seq } = await (await fetch(`${server.url}/price?tab=${tab}`)).json();
    return (await fetch(`${server.url}/price?tab=${tab}&after=${seq}&wait=1`)).status;
  });
  assert.deepEqual(new Set(await Promise.all(held)), new Set([204]));
});

test('but one phone may not hold more than it needs', async (t) => {
  const server = await serveClass(t);
  const { tab } = await server.phone();
  const streams = [];
  for (let i = 0; i < 8; i++) {
    streams.push(await fetch(`${server.url}/events?tab=${tab}`));
    assert.equal(streams.at(-1)?.status, 200);
  }
  const refused = await fetch(`${server.url}/events?tab=${tab}`);
  assert.equal(refused.status, 503);
  assert.match((await refused.json()).message, /^This phone holds 8 questions and streams open/);
  const { tab: other } = await server.phone();
  streams.push(await fetch(`${server.url}/events?tab=${other}`));
  assert.equal(streams.at(-1)?.status, 200);
  for (const { body } of streams) await body?.cancel();
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
});

test('an address can’t begin classes as fast as it likes', async (t) => {
  const server = await serve(t, { classes: { open: true } });
  const statuses = [];
  for (let i = 0; i < 20; i++) {
    statuses.push((await fetch(`${server.url}/classes`, { method: 'POST' })).status);
  }
  assert.ok(statuses.includes(429));
});

test('classes, their phones and wrong codes are in the metrics', async (t) => {
  const server = await serveClass(t, { metrics: true });
  await server.phone();
  const wrong = await server.open();
  wrong.send(hello({ code: '271828' }));
  await wrong.closed;
  const text = await (await fetch(`${server.url}/metrics`)).text();
  for (const [name, value] of [
    ['classes', 1],
    ['class_phones', 1],
    ['class_wrong_codes_total', 1],
  ]) {
    assert.match(text, new RegExp(`^${name} ${value}$`, 'm'));
  }
});

test('a phone that opens WebSockets without end is slowed down alone', async (t) => {
  const server = await serveClass(t);
  const { tab } = await server.phone();
  const other = await server.phone();
  const open = (name: string) => handshakeStatus(server.port, `/stream?tab=${name}`);
  const statuses = await Promise.all(Array.from({ length: 30 }, () => open(tab)));
  assert.ok(statuses.includes(429));
  assert.equal(await open(other.tab), 101);
});

test('a server without classes has none of this', async (t) => {
  const server = await serve(t);
  for (const path of ['/class', '/join', '/j/314159', '/class/314159']) {
    assert.equal((await fetch(server.url + path)).status, 404);
  }
  assert.equal((await fetch(`${server.url}/classes`, { method: 'POST' })).status, 404);
  const only = await serveClass(t);
  assert.equal((await fetch(`${only.url}/classes`, { method: 'POST' })).status, 404);
  assert.equal((await fetch(`${only.url}/class`)).status, 426);
});
