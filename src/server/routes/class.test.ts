import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveClass } from '../testing/class.ts';

test('a class goes from the lobby to a reveal', async (t) => {
  const server = await serveClass(t);
  const screen = await server.screen();
  const phones = await Promise.all([server.phone(), server.phone(), server.phone()]);
  assert.deepEqual([screen.snapshot.phase, screen.snapshot.code], ['lobby', '314159']);
  await screen.until(({ members }) => members === 3);

  screen.start('which-would-you-use');
  await screen.phase('predict');
  screen.steer('next');
  await screen.phase('vote');
  for (const [i, phone] of phones.entries()) {
    await phone.phase('vote');
    phone.vote(i === 0 ? 0 : 3);
    assert.equal((await phone.until(({ you }) => you?.vote !== undefined)).voted, i + 1);
  }
  await screen.until(({ voted }) => voted === 3);
  screen.steer('next');
  await screen.phase('closed');
  screen.steer('next');
  const { reveal } = await screen.phase('reveal');
  assert.deepEqual(reveal?.tally, { first: [1, 0, 0, 2] });
  assert.equal(reveal?.answer, 3);
  for (const phone of phones) {
    assert.deepEqual((await phone.phase('reveal')).reveal?.tally, { first: [1, 0, 0, 2] });
  }
});
