import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Player } from './player.ts';

test('a replay begins at its end, so that all is seen, and plays from its beginning', () => {
  const player = new Player(1_000, 3_000);
  assert.equal(player.moment, 3_000);
  player.play(50);
  assert.equal(player.moment, 1_000);
  player.advance(550);
  assert.equal(player.moment, 1_500);
  player.speed = 4;
  player.advance(650);
  assert.equal(player.moment, 1_900);
  player.advance(5_000);
  assert.deepEqual([player.moment, player.playing], [3_000, false]);
});

test('it is moved while it plays, and stays where it is put while it doesn’t', () => {
  const player = new Player(1_000, 3_000);
  player.seek(1_200, 0);
  player.advance(900);
  assert.equal(player.moment, 1_200);
  player.play(1_000);
  player.advance(1_100);
  player.seek(2_000, 1_100);
  player.advance(1_300);
  assert.equal(player.moment, 2_200);
  player.pause();
  player.advance(1_400);
  assert.equal(player.moment, 2_200);
  player.seek(0, 1_400);
  assert.equal(player.moment, 1_000);
});
