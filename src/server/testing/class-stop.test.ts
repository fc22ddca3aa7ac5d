import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { serveClass } from './class.ts';

test('a server that stops in the middle of a round leaves nothing behind', async (t) => {
  const server = await serveClass(t);
  const screen = await server.screen();
  const phones = [await server.phone(), await server.phone(), await server.phone()];
  screen.start('the-line-is-cut');
  await screen.goTo('run');
  const held = phones.map(({ tab }) => server.connect(`/stream?tab=${tab}`));
  for (const stream of held) await stream.nextOf('tick');
  await server.app.close();
  for (const { client } of [screen, ...phones]) {
    assert.equal((await client.closed).code, 1001);
  }
  for (const stream of held) assert.equal((await stream.closed).code, 1001);
  // ws itself has timers until it knows that all are closed.
  while (active('TCPSocketWrap').length > 0) await setImmediate();
  assert.deepEqual(active('Timeout'), []);
});

const active = (kind: string) => process.getActiveResourcesInfo().filter((other) => other === kind);
