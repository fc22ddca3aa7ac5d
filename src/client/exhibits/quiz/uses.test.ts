import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Application, applications, type Choice, choices, judge } from './uses.ts';

const offered = Object.keys(choices) as Choice[];

function application(id: string): Application {
  const found = applications.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
}

test('nine applications, none of them twice', () => {
  assert.equal(applications.length, 9);
  assert.equal(new Set(applications.map(({ id }) => id)).size, 9);
  assert.equal(new Set(applications.map(({ name }) => name)).size, 9);
});

test('every choice is either right or has its cost, never both', () => {
  for (const { id, right, costs } of applications) {
    assert.ok(right.length === 1 || right.length === 2, id);
    assert.deepEqual([...right, ...Object.keys(costs)].sort(), [...offered].sort(), id);
  }
});

test('every choice is the first pick somewhere', () => {
  const first = applications.map(({ right }) => right[0]);
  for (const choice of offered) assert.ok(first.includes(choice), choice);
});

test('every choice is judged in whole sentences', () => {
  for (const one of applications) {
    for (const choice of offered) {
      const { right, sentence, why } = judge(one, choice);
      assert.equal(right, one.right.includes(choice), `${one.id}, ${choice}`);
      assert.equal(why.at(-1), one.reason);
      assert.equal(why.length, right ? 1 : 2);
      for (const text of [sentence, ...why]) assert.match(text, /^[A-Z“].*[.”]$/);
    }
  }
});

test('a reason is one to three sentences', () => {
  for (const { id, reason } of applications) {
    const sentences = reason.split(/(?<=\.”?) /).length;
    assert.ok(sentences <= 3, `${id}: ${sentences}`);
  }
});

test('where two are right, both are and the reason says what decides', () => {
  const double = applications.filter(({ right }) => right.length === 2);
  assert.deepEqual(
    double.map(({ id }) => id),
    ['score', 'delivery'],
  );
  for (const { reason } of double) assert.match(reason, /What decides:/);

  assert.equal(judge(application('score'), 'push').sentence, 'Right.');
  assert.equal(judge(application('score'), 'websocket').sentence, 'Right too.');
});

test('a choice that is not right is told the better ones', () => {
  assert.equal(judge(application('weather'), 'push').sentence, 'Better: Ask.');
  assert.equal(
    judge(application('delivery'), 'websocket').sentence,
    'Better: Long poll or SSE, or Ask.',
  );
});

test('admits what an engineer would object', () => {
  assert.match(application('chat').costs.push ?? '', /works too/);
  assert.match(application('game').reason, /WebRTC data channels or WebTransport/);
});
