import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postNotes } from './post-notes.ts';
import { Stage } from './testing/stage.ts';

test('each note is a request of its own, whatever is still under way', async (t) => {
  const stage = new Stage(t);
  await stage.start(postNotes);
  assert.equal(stage.send({ id: 1, text: 'one' }), true);
  assert.equal(stage.send({ id: 2, text: 'two' }), true);
  const [one, two] = stage.questions;
  assert.equal(one?.url.href, 'http://localhost/note');
  assert.deepEqual(
    [one?.init.method, one?.init.body, two?.init.body],
    ['POST', '{"id":1,"text":"one"}', '{"id":2,"text":"two"}'],
  );
  await two?.answer(200);
  await one?.answer(200);
  assert.deepEqual(stage.fates, [
    [2, 'back'],
    [1, 'back'],
  ]);
  assert.deepEqual(stage.counts, { questions: 2, answers: 2 });
  await stage.stop();
});

test('a note is refused, or lost: with the connection, or without an answer for 10 s', async (t) => {
  const stage = new Stage(t);
  await stage.start(postNotes);
  for (let id = 1; id <= 3; id++) stage.send({ id, text: '' });
  const [refused, lost] = stage.questions;
  await refused?.answer(503);
  await lost?.fail();
  await stage.pass(10_000);
  assert.deepEqual(stage.fates, [
    [1, 'refused'],
    [2, 'lost'],
    [3, 'lost'],
  ]);
  assert.deepEqual(stage.counts, { questions: 3, failures: 3 });
  await stage.stop();
});
