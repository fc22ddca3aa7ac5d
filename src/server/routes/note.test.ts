import assert from 'node:assert/strict';
import { eachServer } from '../testing/serve.ts';

const post = (url: string, body: string, type = 'application/json') =>
  fetch(`${url}/note`, { method: 'POST', headers: { 'content-type': type }, body });

const LONGEST = '😀'.repeat(140);

eachServer('POST /note sends the note back, with the time', async (_t, serve) => {
  const { url, feed } = await serve();
  const before = feed.now();
  for (const text of ['x', LONGEST, '<b>“ø”</b>\n']) {
    const response = await post(url, JSON.stringify({ id: 7, text }));
    assert.equal(response.status, 200);
    const { at, ...note } = (await response.json()) as Record<string, unknown>;
    assert.deepEqual(note, { type: 'note', id: 7, text });
    assert.ok(Number(at) >= before && Number(at) <= feed.now());
  }
});

for (const [what, body, status, message, type] of [
  ['without text', '{"id":1}', 400, /^body must have required property 'text'/],
  ['with an empty text', '{"id":1,"text":""}', 400, /^text must NOT have fewer than 1 characters/],
  ['too long', JSON.stringify({ id: 1, text: `${LONGEST}x` }), 400, /more than 140 characters/],
  ['with more than a note', '{"id":1,"text":"x","to":2}', 400, /^Unknown parameter "to"/],
  ['that is no JSON', 'hello', 400, /not valid JSON/],
  ['of another type', '<id>1</id>', 415, /Unsupported Media Type/, 'application/xml'],
  ['that is plain text', 'hello', 400, /^body must be object/, 'text/plain'],
  ['far too long', JSON.stringify({ id: 1, text: 'x'.repeat(5_000) }), 413, /too large/],
] as const) {
  eachServer(`a note ${what} is refused with ${status} and why`, async (_t, serve) => {
    const { url } = await serve();
    const response = await post(url, body, type);
    assert.equal(response.status, status);
    const error = (await response.json()) as { statusCode: number; message: string };
    assert.equal(error.statusCode, status);
    assert.match(error.message, message);
  });
}

eachServer(
  'up the WebSocket a note comes back, and a bad one leaves the line open',
  async (_t, serve) => {
    const { connect, feed } = await serve();
    const client = connect('/stream');
    await client.next();
    client.send({ type: 'note', id: 1, text: LONGEST });
    const { at, ...note } = await client.next();
    assert.deepEqual(note, { type: 'note', id: 1, text: LONGEST });
    assert.ok(Number(at) <= feed.now());
    client.send({ type: 'note', id: 2, text: `${LONGEST}x` });
    assert.match(String((await client.nextOf('error'))['message']), /1 to 140 characters/);
    feed.step();
    assert.equal((await client.next())['type'], 'tick');
  },
);

/** Notes, valid and invalid. */
const shapes: [what: string, note: unknown, fine?: boolean][] = [
  ['a note', { id: 0, text: 'a' }, true],
  ['null for a number', { id: null, text: 'a' }],
  ['digits for a number', { id: '1', text: 'a' }],
  ['true for a number', { id: true, text: 'a' }],
  ['nothing for a number', { id: '', text: 'a' }],
  ['a list for a number', { id: [1], text: 'a' }],
  ['a fraction', { id: 1.5, text: 'a' }],
  ['a number for a text', { id: 1, text: 5 }],
  ['null for a text', { id: 1, text: null }],
  ['a list for a text', { id: 1, text: ['a'] }],
  ['140 characters of two halves', { id: 1, text: LONGEST }, true],
];

for (const [what, note, fine = false] of shapes) {
  eachServer(
    `${what} is ${fine ? 'taken' : 'refused'} over HTTP as over the WebSocket`,
    async (_t, serve) => {
      const { url, connect } = await serve();
      const answer = await post(url, JSON.stringify(note));
      const client = connect('/stream');
      await client.next();
      client.send({ type: 'note', ...(note as object) });
      const { type } = await client.next();
      assert.deepEqual([answer.status, type], fine ? [200, 'note'] : [400, 'error']);
    },
  );
}
