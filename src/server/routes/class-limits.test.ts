import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { classOf, hello, serveClass } from '../testing/class.ts';
import { serve } from '../testing/serve.ts';

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

test('of ten votes in a second five count, and the sixth is refused in a sentence', async (t) => {
  const { screen, phones } = await classOf(t, 1);
  const [phone] = phones;
  screen.start('who-is-right');
  await screen.goTo('vote');
  await phone?.phase('vote');
  for (let i = 0; i < 20; i++) phone?.vote(i % 3);
  assert.equal((await phone?.rejection())?.code, 'too-fast');
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
