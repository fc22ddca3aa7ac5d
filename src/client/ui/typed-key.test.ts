import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeyPress, typedKey } from './typed-key.ts';

const typed = (key: string, code: string, held: Partial<KeyPress> = {}) =>
  typedKey({ key, code, ctrlKey: false, altKey: false, metaKey: false, ...held });

test('a Latin letter is itself, wherever it is', () => {
  assert.equal(typed('R', 'KeyR'), 'r');
  assert.equal(typed('r', 'KeyO'), 'r', 'Dvorak');
  assert.equal(typed('ü', 'BracketLeft'), 'ü', 'German');
  assert.equal(typed('?', 'Minus'), '?', 'German');
  assert.equal(typed('º', 'Minus'), 'º', 'Latin too');
});

test('in another script the place counts', () => {
  assert.equal(typed('к', 'KeyR'), 'r', 'Russian');
  assert.equal(typed('К', 'KeyR'), 'r', 'Russian, with Shift');
  assert.equal(typed('ъ', 'BracketRight'), ']', 'Russian');
  assert.equal(typed('ρ', 'KeyR'), 'r', 'Greek');
  assert.equal(typed('لا', 'KeyB'), 'b', 'Arabic');
  assert.equal(typed('۰', 'Digit0'), '0', 'Persian');
  assert.equal(typed('ё', 'Backquote'), 'ё', 'no key of ours');
});

test('a bracket by AltGr or Option is a bracket', () => {
  assert.equal(typed(']', 'Digit9', { ctrlKey: true, altKey: true }), ']', 'German, Windows');
  assert.equal(typed(']', 'Digit6', { altKey: true }), ']', 'German, Mac');
  assert.equal(typed(']', 'Digit9'), ']', 'German, Linux');
});

test('what the browser or the system does with a key stays theirs', () => {
  assert.equal(typed('r', 'KeyR', { ctrlKey: true }), undefined);
  assert.equal(typed('к', 'KeyR', { ctrlKey: true }), undefined);
  assert.equal(typed('f', 'KeyF', { altKey: true }), undefined);
  assert.equal(typed('0', 'Digit0', { ctrlKey: true }), undefined);
  assert.equal(typed('-', 'Minus', { ctrlKey: true }), undefined);
  assert.equal(typed('[', 'BracketLeft', { metaKey: true }), undefined);
  assert.equal(typed('‘', 'BracketRight', { altKey: true }), undefined);
});
