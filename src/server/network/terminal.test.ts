/** What the visitor's terminal does on the line of a tab. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bytes } from '../../protocol/instruments/bytes.ts';
import type { LineMessage, Messages } from '../../protocol/instruments/messages.ts';
import { type Client, networkServer, type Serve, serve } from '../testing/serve.ts';

async function withPage(start: () => ReturnType<Serve>, wish = {}) {
  const server = await start();
  const instruments = server.connect('/instruments');
  await instruments.nextOf('truth');
  instruments.send({ type: 'line', tab: 'a', rtt: 0, run: 1, ...wish });
  await instruments.nextOf('line');
  return { ...server, instruments };
}

/** The byte counts, once they are as expected. */
async function counted(instruments: Client, expected: (bytes: Bytes) => boolean): Promise<Bytes> {
  for (;;) {
    const bytes = (await instruments.nextOf('bytes')) as unknown as Bytes;
    if (expected(bytes)) return bytes;
  }
}

networkServer('a terminal is counted by itself, and in neither side', async (_t, serve) => {
  const { instruments, url, connect } = await withPage(serve);
  await (await fetch(`${url}/price?tab=a`)).text();
  const before = await counted(instruments, ({ http }) => http.written > 0);
  assert.equal('terminal' in before, false);
  await (await fetch(`${url}/price?tab=a&from=terminal`)).text();
  await connect('/stream?from=terminal&tab=a').next();
  const { http, ws, terminal } = await counted(
    instruments,
    ({ terminal }) => terminal?.connections === 2 && terminal.body > 0,
  );
  assert.deepEqual([http.read, http.written, ws.read], [before.http.read, before.http.written, 0]);
  assert.ok(terminal && terminal.handshake > 0 && terminal.headers > 0);
});

networkServer('a terminal’s open stream goes on into the page’s next run', async (_t, serve) => {
  const { instruments, connect, feed } = await withPage(serve);
  const stream = connect('/stream?from=terminal&tab=a');
  await stream.next();
  instruments.send({ type: 'line', tab: 'a', rtt: 0, run: 2 });
  await instruments.nextOf('line');
  feed.step();
  await stream.next();
  const { terminal } = await counted(
    instruments,
    ({ run, terminal }) => run === 2 && (terminal?.written ?? 0) > 0,
  );
  assert.deepEqual([terminal?.connections, terminal?.open, terminal?.handshake], [1, 1, 0]);
});

networkServer('its messages are told as its own, late as the line is', async (_t, serve) => {
  const { instruments, url } = await withPage(serve, { rtt: 40, messages: true });
  await (await fetch(`${url}/price?tab=a&from=terminal`)).text();
  const told = new Map<number, LineMessage>();
  const times: number[] = [];
  while (times.length < 2) {
    const { events } = (await instruments.nextOf('messages')) as unknown as Messages;
    for (const event of events) {
      if (event.what === 'sent') told.set(event.message.id, event.message);
      else if (event.what === 'received') times.push(event.at - (told.get(event.id)?.sent ?? 0));
    }
  }
  const messages = [...told.values()];
  assert.deepEqual(
    messages.map(({ side, kind, connection }) => [side, kind, connection]),
    [
      ['terminal', 'request', 1],
      ['terminal', 'answer', 1],
    ],
  );
  for (const time of times) assert.ok(time >= 20, `${time} ms`);
});

test('a terminal whose tab is gone is told so, and opens no line', async (t) => {
  const { url, connect } = await serve(t);
  for (const path of ['/price', '/events', '/stream']) {
    const answer = await fetch(`${url}${path}?tab=gone&from=terminal`);
    assert.equal(answer.status, 410);
    assert.match(((await answer.json()) as { message: string }).message, /^That tab is gone\./);
  }
  const socket = connect('/stream?tab=gone&from=terminal');
  await assert.rejects(socket.opened, /410/);
  const again = await fetch(`${url}/price?tab=gone&from=terminal`);
  assert.equal(again.status, 410);
});

test('from has one meaning only', async (t) => {
  const { url } = await serve(t);
  const answer = await fetch(`${url}/price?tab=a&from=elsewhere`);
  assert.equal(answer.status, 400);
});
