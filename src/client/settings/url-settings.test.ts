import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseSymbol, readSettings } from './url-settings.ts';

const read = (query: string) => readSettings(new URLSearchParams(query));

test('an empty link changes nothing and says nothing', () => {
  assert.deepEqual(read(''), {
    settings: {
      symbol: undefined,
      rtt: undefined,
      left: 'press',
      poll: '1',
      rate: undefined,
      view: 'normal',
      theme: undefined,
      paused: false,
      diagram: false,
      blind: undefined,
      step: undefined,
    },
    notes: [],
  });
});

test('takes what a link says', () => {
  const { settings, notes } = read(
    'symbol=BOLO&rtt=600&left=timer&poll=0.5&rate=10&view=projector&theme=dark&paused=1&diagram=1&blind=2&step=3',
  );
  assert.deepEqual(settings, {
    symbol: 'BOLO',
    rtt: 600,
    left: 'timer',
    poll: '0.5',
    rate: 10,
    view: 'projector',
    theme: 'dark',
    paused: true,
    diagram: true,
    blind: '2',
    step: 3,
  });
  assert.deepEqual(notes, []);
});

test('clamps what is out of range and says so', () => {
  const { settings, notes } = read('rtt=99999');
  assert.equal(settings.rtt, 4000);
  assert.deepEqual(notes, ['We changed one setting in this link: delay 99999 → 4000.']);
  assert.equal(read('rtt=-5').settings.rtt, 0);
  assert.equal(read('rate=51').settings.rate, 50);
  assert.equal(read('poll=3').settings.poll, '1');
  assert.equal(read('left=guess').notes.length, 1);
});

test('drops what makes no sense and says so', () => {
  const { settings, notes } = read('rtt=fast&theme=pink');
  assert.equal(settings.rtt, undefined);
  assert.equal(settings.theme, undefined);
  assert.equal(notes.length, 2);
});

test('an unknown company gives the first one, and a sentence', () => {
  assert.deepEqual(chooseSymbol('BOLO', ['ACME', 'BOLO']), { symbol: 'BOLO' });
  assert.deepEqual(chooseSymbol(undefined, ['ACME', 'BOLO']), { symbol: 'ACME' });
  assert.match(chooseSymbol('NOPE', ['ACME', 'BOLO']).note ?? '', /We don’t list “NOPE”/);
});
