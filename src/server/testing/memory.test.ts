import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { get, handshake } from './raw.ts';
import { serve } from './serve.ts';

/** A step's three ticks take some 350 bytes; each text of one that is kept would take 100 more. */
const PER_STEP = 500;

const STEPS = 6_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

test('of the past the server keeps the ticks, not what was sent of them', async (t) => {
  const server = await serve(t);
  const open = (request: string) => {
    const socket = connect({ port: server.port, host: '127.0.0.1' }).resume();
    t.after(() => socket.destroy());
    socket.write(request);
    return socket;
  };
  const clients = [get('/events'), handshake('/stream'), handshake('/instruments')].map(open);
  const asking = open('');
  const step = async () => {
    server.feed.step();
    asking.write(get('/price'));
    await setImmediate();
  };
  const heap = () => {
    for (let i = 0; i < 4; i++) collect();
    return process.memoryUsage().heapUsed;
  };
  for (let i = 0; i < 1_000; i++) await step();
  const before = heap();
  for (let i = 0; i < STEPS; i++) await step();
  const grown = (heap() - before) / STEPS;
  assert.ok(grown < PER_STEP, `${grown} bytes a step`);
  for (const socket of clients) assert.ok(socket.bytesRead > 50 * STEPS);
});
