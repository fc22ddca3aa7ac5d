import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { HostKey } from '../../http/host-key.ts';
import { newClass } from './kept-class.ts';
import { RedisHold } from './redis-hold.ts';

test('who waits for what is not written yet waits for all of it', async () => {
  const kept = newClass(HostKey.of('a key'));
  const writes: (() => void)[] = [];
  const hold = new RedisHold({
    epoch: 1,
    read: () => kept,
    write: () => new Promise((resolve) => writes.push(() => resolve(true))),
    onLost: () => {},
    onEnd: () => {},
  });
  hold.changed(true);
  hold.changed(true);
  let written = false;
  const all = hold.flush().then(() => {
    written = true;
  });
  writes[0]?.();
  await setImmediate();
  assert.deepEqual([writes.length, written], [2, false]);
  writes[1]?.();
  await all;
});
