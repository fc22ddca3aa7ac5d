import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostKey } from '../../http/host-key.ts';
import { newClass, readKept } from './kept-class.ts';

const kept = newClass(HostKey.of('a key'));
const read = (changes: object) => readKept(JSON.stringify({ ...kept, ...changes }), 8);

test('what was kept is read as it was, and does not tell the key', () => {
  assert.deepEqual(read({}), JSON.parse(JSON.stringify(kept)));
  assert.ok(!JSON.stringify(kept).includes('a key'));
});

test('what is none of ours, or of a version with other rounds, is no class', () => {
  for (const text of ['', 'nonsense', 'null', '[]', '{}'])
    assert.equal(readKept(text, 8), undefined);
  const { state } = kept;
  for (const changes of [
    { key: 'short' },
    { state: { ...state, phase: 'break' } },
    { state: { ...state, step: -1 } },
    { state: { ...state, round: 8 } },
    { state: { ...state, revealed: [0, 8] } },
    { reveals: [[8, {}]] },
    { votes: { first: [['id', 'one']], second: [] } },
    { members: [{ id: 'id', had: ['pigeon'] }] },
  ]) {
    assert.equal(read(changes), undefined, JSON.stringify(changes));
  }
});
