import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { running } from '../session/testing/browser.ts';
import { tabStorage } from '../settings/storage.ts';
import { allRunsOf, KEPT, pastRunsOf, readRows } from './past-runs.ts';

test('a run that ends is kept, and the one that is on when the page is left', async (t) => {
  tabStorage.remember('past-runs', '[]');
  const { browser, session } = await running(t);
  const past = pastRunsOf(session);
  await browser.pass(2_000);
  await session.commands.setLeft('timer');
  assert.deepEqual(
    past.map(({ side, way }) => [side, way]),
    [
      ['left', 'Ask: when I press'],
      ['right', 'Be told: WebSocket'],
    ],
  );
  await browser.pass(2_000);
  assert.equal(past.length, 2);
  browser.leave();
  const kept = readRows(tabStorage.recall('past-runs'));
  assert.deepEqual(kept.slice(0, 2), JSON.parse(JSON.stringify(past)));
  assert.match(kept[2]?.way ?? '', /timer/);
  assert.equal(kept.length, 4);
  assert.equal(past.length, 2);
});

test('a run that has ended is there once, while the next waits for the server', async (t) => {
  tabStorage.remember('past-runs', '[]');
  const { browser, session } = await running(t);
  pastRunsOf(session);
  await browser.pass(2_000);
  assert.equal(allRunsOf(session).length, 2);
  const next = session.commands.setLeft('timer');
  assert.equal(allRunsOf(session).length, 2);
  browser.leave();
  assert.equal(readRows(tabStorage.recall('past-runs')).length, 2);
  await next;
  assert.equal(allRunsOf(session).length, 4);
});

test('a run is kept to its end, between two paints too', async (t) => {
  tabStorage.remember('past-runs', '[]');
  const { browser, session } = await running(t);
  pastRunsOf(session);
  const { score, shown } = session.right.run;
  assert.ok(shown);
  const lived = () => browser.serverNow - shown.at;
  await browser.pass(2_000);
  assert.ok(score.duration < lived(), 'the page has just been painted');
  browser.leave();
  assert.equal(readRows(tabStorage.recall('past-runs'))[1]?.duration, lived());
  await browser.pass(100);
  assert.ok(score.duration < lived(), 'the page has just been painted');
  await session.commands.setLeft('timer');
  assert.equal(pastRunsOf(session)[1]?.duration, lived());
});

test('a visit of many runs keeps the newest', async (t) => {
  const { browser, session } = await running(t);
  await browser.pass(2_000);
  const past = pastRunsOf(session);
  for (let run = 0; run < KEPT; run++) session.emit('run');
  assert.equal(past.length, KEPT);
  assert.equal(readRows(tabStorage.recall('past-runs')).length, KEPT);
});

test('reads anything that may be stored, and takes rows only', () => {
  const row = {
    side: 'left',
    way: 'w',
    settings: 's',
    questions: 1,
    answers: 1,
    wasted: 0,
    failures: 0,
  };
  assert.equal(readRows(JSON.stringify([row, { ...row, bytes: '1' }, null, 1])).length, 1);
  assert.deepEqual(readRows(null), []);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
      for (const row of readRows(stored)) assert.equal(typeof row.way, 'string');
    }),
  );
});
