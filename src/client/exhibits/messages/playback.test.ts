import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from './message.ts';
import { Playback, SLOW_WINDOW } from './playback.ts';

const message = (id: number, sent: number, end: Partial<Message>) =>
  ({ id, sent, ...end }) as Message;

test('now is seen, until the view is paused and once it goes on', () => {
  const playback = new Playback();
  playback.follow(false, 1_000);
  assert.equal(playback.moment(1_000, 0), 1_000);
  playback.follow(true, 1_100);
  playback.follow(true, 5_000);
  assert.equal(playback.moment(9_000, 0), 1_100);
  playback.follow(false, 9_000);
  assert.equal(playback.moment(9_000, 0), 9_000);
});

test('slow motion shows the last 2 s before the frozen moment, and ends there', () => {
  const playback = new Playback();
  playback.slowDown(0);
  assert.equal(playback.slow, false, 'nothing is frozen');
  playback.follow(true, 10_000);
  playback.slowDown(500);
  assert.ok(playback.slow);
  assert.equal(playback.moment(0, 500), 10_000 - SLOW_WINDOW);
  assert.equal(playback.moment(0, 500 + 8_000), 9_000);
  assert.equal(playback.moment(0, 500 + 16_000), 10_000);
  assert.equal(playback.slow, false);
});

test('a step goes to the next moment at which something was sent or arrived, or was lost', () => {
  const playback = new Playback();
  const messages = [
    message(1, 100, { received: 400 }),
    message(2, 200, { lost: 300 }),
    message(3, 900, {}),
  ];
  assert.equal(playback.step(messages, -1), undefined, 'nothing is frozen');
  playback.follow(true, 500);
  const steps = ([-1, -1, -1, -1, -1, 1, 1, 1, 1, 1] as const).map((direction) => {
    const found = playback.step(messages, direction);
    return [found?.id, playback.frozen];
  });
  assert.deepEqual(steps, [
    [1, 400],
    [2, 300],
    [2, 200],
    [1, 100],
    [undefined, 100],
    [2, 200],
    [2, 300],
    [1, 400],
    [3, 900],
    [undefined, 900],
  ]);
});
