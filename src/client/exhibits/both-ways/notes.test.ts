import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../messages/message.ts';
import { problemOf, SentNotes, wireOf } from './notes.ts';

test('each side has its own fate of a note, and the time that it took', () => {
  const notes = new SentNotes();
  const { id } = notes.add('hello', 1_000);
  notes.hear('http', id, 'refused', 1_100);
  notes.hear('ws', id, 'back', 1_250);
  notes.hear('ws', id + 1, 'back', 1_300);
  const [note] = notes.all;
  assert.deepEqual([note?.http, note?.ws], [{ state: 'refused' }, { state: 'back', took: 250 }]);
});

test('a note without words has some, each its own number, and the last six are kept', () => {
  const notes = new SentNotes();
  const ids = Array.from({ length: 8 }, () => notes.add('', 0).id);
  assert.equal(new Set(ids).size, 8);
  assert.deepEqual(
    notes.all.map(({ id }) => id),
    ids.slice(2).reverse(),
  );
  assert.deepEqual([notes.all.at(-1)?.text, notes.all[0]?.text], ['note 3', 'note 8']);
});

test('with its connection a note under way is lost, and no other', () => {
  const notes = new SentNotes();
  const { id } = notes.add('first', 0);
  notes.hear('ws', id, 'back', 10);
  notes.add('second', 20);
  notes.lose('ws');
  assert.deepEqual(
    notes.all.map(({ http, ws }) => [http.state, ws.state]),
    [
      ['under way', 'lost'],
      ['under way', 'back'],
    ],
  );
  notes.lose('http');
  notes.add('third', 30);
  notes.forgetUnknown();
  assert.deepEqual(
    notes.all.map(({ text }) => text),
    ['second', 'first'],
  );
});

test('a note that is too long is no note, counted in characters', () => {
  assert.equal(problemOf('🙂'.repeat(140)), '');
  assert.match(problemOf('🙂'.repeat(141)), /at most 140 .* has 141/);
});

test('the way there and back is told once both are known', () => {
  const size = { handshake: 0, headers: 0, framing: 6, body: 20 };
  const message = (more: Partial<Message>) =>
    ({ side: 'ws', size, connection: 2, received: 0, ...more }) as Message;
  const note = { id: 7, text: 'hello' };
  const there = message({ note: 7, sent: 100, received: 200 });
  assert.equal(wireOf(note, 'ws', [there], undefined), undefined);
  const back = message({ note: 7, sent: 200, received: 300 });
  const price = message({ seq: 1, sent: 150, received: 250 });
  const late = message({ seq: 2, sent: 350, received: 450 });
  assert.match(
    wireOf(note, 'ws', [there, price, back, late], undefined) ?? '',
    /^26 B sent, 26 B received; meanwhile 1 price arrived/,
  );
  const asked = [there, back].map((part) => message({ ...part, side: 'http' }));
  assert.match(
    wireOf(note, 'http', asked, 'another is held') ?? '',
    /on connection 2; another is held$/,
  );
});
