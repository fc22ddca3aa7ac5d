/** Integers that JSON.parse would alter (RFC 8259 §6) are refused, wherever they come in. */
import assert from 'node:assert/strict';
import { eachServer } from './serve.ts';

/** 2^53 + 1, which no double is. */
const TOO_LARGE = '9007199254740993';

/** 2^53 - 1, the largest that is still told from the next. */
const LARGEST = '9007199254740991';

eachServer('in queries, headers and bodies', async (_t, serve) => {
  const { url } = await serve();
  const note = (id: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"id":${id},"text":"a"}`,
  });
  for (const [path, options] of [
    [`/price?after=${TOO_LARGE}`, {}],
    [`/price?after=1${'0'.repeat(400)}`, {}],
    [`/events?after=${TOO_LARGE}`, {}],
    [`/events?lastEventId=${TOO_LARGE}`, {}],
    ['/events', { headers: { 'last-event-id': TOO_LARGE } }],
    ['/note', note(TOO_LARGE)],
    ['/note', note('1e400')],
  ] as const) {
    const response = await fetch(url + path, options);
    assert.equal(response.status, 400, path);
    assert.match(((await response.json()) as { message: string }).message, /must be/, path);
  }
  const { id } = (await (await fetch(`${url}/note`, note(LARGEST))).json()) as { id: number };
  assert.equal(String(id), LARGEST);
});

eachServer('in handshakes and messages', async (_t, serve) => {
  const { connect } = await serve();
  await assert.rejects(connect(`/stream?after=${TOO_LARGE}`).opened, /: 400/);
  for (const path of ['/stream', '/instruments']) {
    const client = connect(path);
    await client.opened;
    const ping = (id: string) => client.send(`{"type":"ping","id":${id}}`);
    ping(TOO_LARGE);
    assert.equal((await client.nextOf('error'))['code'], 'bad-message');
    ping(LARGEST);
    assert.equal(String((await client.nextOf('pong'))['id']), LARGEST);
  }
  const client = connect('/stream');
  await client.opened;
  for (const message of [
    `{"type":"note","id":${TOO_LARGE},"text":"a"}`,
    `{"type":"subscribe","symbol":"ACME","after":${TOO_LARGE}}`,
  ]) {
    client.send(message);
    assert.equal((await client.nextOf('error'))['code'], 'bad-message', message);
  }
});
