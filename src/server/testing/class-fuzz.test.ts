/** Whatever is sent to a class, it goes on, and tells each what is wrong. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CODE, KEY, serveClass } from './class.ts';

const text = fc.oneof(
  fc.constantFrom('news', '__proto__', 'constructor', 'next', CODE, KEY, '', 'who-is-right'),
  fc.string(),
);
const number = fc.oneof(fc.constantFrom(0, -1, 1, 2 ** 53, 1e308, 0.5), fc.integer());

/** Messages that are nearly right. */
const message = fc.record(
  {
    type: fc.constantFrom(
      'join',
      'vote',
      'score',
      'seen',
      'steer',
      'start',
      'plan',
      'report',
      'ping',
    ),
    code: text,
    role: fc.constantFrom('phone', 'screen', 'notes', 'teacher'),
    token: text,
    key: text,
    step: number,
    choice: number,
    missed: number,
    prices: number,
    questions: number,
    rightFor: number,
    knew: number,
    after: number,
    seen: fc.oneof(fc.boolean(), text),
    action: fc.constantFrom(
      'next',
      'back',
      'skip',
      'discuss',
      'news',
      'summary',
      'vote-again',
      'x',
    ),
    round: text,
    plan: fc.constantFrom('all', 'ten-minutes', 'none'),
    format: fc.constantFrom('csv', 'markdown', 'pdf'),
    id: number,
  },
  { requiredKeys: ['type'] },
);

/** Only what belongs to a type, or it would nearly always be refused for the rest. */
const FIELDS: Record<string, string[]> = {
  join: ['code', 'role', 'token', 'key'],
  vote: ['step', 'choice'],
  score: ['step', 'missed', 'prices', 'questions', 'rightFor', 'knew', 'after'],
  seen: ['seen'],
  steer: ['action', 'step'],
  start: ['round', 'step'],
  plan: ['plan', 'step'],
  report: ['format'],
  ping: ['id'],
};

test('messages that are nearly right change nothing for the others', async (t) => {
  const server = await serveClass(t);
  const wishes = fc.sample(message, { numRuns: 600, seed: 1 }).map((wish) => {
    const fields = Object.entries(wish).filter(([name]) => FIELDS[wish.type]?.includes(name));
    return { type: wish.type, ...Object.fromEntries(fields) };
  });
  for (let i = 0; i < wishes.length; i += 30) {
    const role = i % 60 === 0 ? 'phone' : 'screen';
    const client = await server.open();
    client.send({ type: 'join', code: CODE, role, key: KEY });
    await client.nextOf('snapshot');
    const { step } = (await server.screen()).snapshot;
    for (const wish of wishes.slice(i, i + 30)) {
      client.send('step' in wish && i % 4 === 0 ? { ...wish, step } : wish);
    }
    client.send({ type: 'ping', id: 7 });
    // It is answered, or the connection was closed for ten bad messages in a row.
    const pong = client.nextOf('pong').then(() => 'pong');
    const closed = client.closed.then(({ code }) => code);
    assert.ok(['pong', 1008].includes(await Promise.race([pong, closed])));
    client.socket.terminate();
  }
  const phone = await server.phone();
  const screen = await server.screen();
  screen.start('which-would-you-use');
  await phone.phase('predict');
  assert.equal((await screen.phase('predict')).round?.id, 'which-would-you-use');
});
