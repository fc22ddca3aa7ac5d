import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classOf, hello, KEY, serveClass } from '../testing/class.ts';

test('a token that nobody knows makes a new member, and acts for nobody', async (t) => {
  const { server, screen, phones } = await classOf(t, 1);
  for (const token of ['__proto__', 'constructor', 'a'.repeat(64), phones[0]?.tab as string]) {
    const stranger = await server.phone(token);
    assert.equal(stranger.back, false);
    assert.notEqual(stranger.token, token);
  }
  await screen.until(({ members }) => members === 5);
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
    const rejection = await client.nextOf('error');
    assert.equal(rejection['code'], code);
    assert.match(String(rejection['message']), /^[A-Z].*\.$/);
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
    assert.equal((await phone.rejection()).code, 'not-allowed');
  }
  screen.vote(0);
  assert.equal((await screen.rejection()).code, 'not-allowed');
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
  assert.equal((await screen.rejection()).code, 'not-now');
});

test('who connects and does not join is not waited for; who has joined is', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const server = await serveClass(t);
  const silent = await server.open();
  const phone = await server.phone();
  t.mock.timers.tick(10_000);
  assert.match(String((await silent.nextOf('error'))['message']), /Nobody has joined over this/);
  assert.equal((await silent.closed).code, 4408);
  phone.client.send({ type: 'ping', id: 1 });
  await phone.client.nextOf('pong');
});
