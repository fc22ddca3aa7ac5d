import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LOSSES, RATE, RTT } from '../../protocol/limits.ts';
import { leftWays } from '../ways/index.ts';
import { experiments } from './experiments.ts';
import { BLIND_ROUNDS, chooseSymbol, POLLS, readSettings, STEPS } from './url-settings.ts';

const read = (query: string) => readSettings(new URLSearchParams(query));

test('an empty link changes nothing and says nothing', () => {
  assert.deepEqual(read(''), {
    settings: {
      symbol: undefined,
      rtt: undefined,
      damage: 'none',
      loss: 0,
      left: 'press',
      poll: '1',
      http2: false,
      rate: undefined,
      view: 'normal',
      theme: undefined,
      paused: false,
      diagram: false,
      blind: undefined,
      step: undefined,
      experiment: undefined,
    },
    notes: [],
  });
});

test('takes what a link says', () => {
  const { settings, notes } = read(
    'symbol=BOLO&rtt=600&damage=cut&loss=30&left=timer&poll=0.5&rate=10&view=projector&theme=dark&paused=1&diagram=1&blind=2&step=3&try=Far+away',
  );
  assert.deepEqual(settings, {
    symbol: 'BOLO',
    rtt: 600,
    damage: 'cut',
    loss: 30,
    left: 'timer',
    poll: '0.5',
    http2: false,
    rate: 10,
    view: 'projector',
    theme: 'dark',
    paused: true,
    diagram: true,
    blind: '2',
    step: 3,
    experiment: 'Far away',
  });
  assert.deepEqual(notes, []);
});

test('HTTP/2 is for the page itself: not for the lesson, nor for a frame', () => {
  assert.equal(read('http=2').settings.http2, true);
  assert.equal(read('http=1.1').settings.http2, false);
  assert.equal(read('http=2&step=1').settings.http2, false);
  assert.equal(read('http=2&embed').settings.http2, false);
  assert.equal(read('http=3').notes.length, 1);
});

test('embedded, it opens nothing else', () => {
  const { settings } = read('embed&left=timer&view=projector&diagram=1&blind=2&step=3');
  const { view, left, diagram, blind, step } = settings;
  assert.deepEqual(
    [view, left, diagram, blind, step],
    ['embed', 'timer', false, undefined, undefined],
  );
});

test('clamps what is out of range and says so', () => {
  const { settings, notes } = read('rtt=99999');
  assert.equal(settings.rtt, 4000);
  assert.deepEqual(notes, [
    'This link had a setting that doesn’t fit (rtt=99999), so we used 4000.',
  ]);
  assert.equal(read('rtt=-5').settings.rtt, 0);
  assert.equal(read('rtt=60.5').settings.rtt, 61);
  assert.equal(read('rate=51').settings.rate, 50);
  assert.equal(read('rate=0.0001').settings.rate, RATE.min);
  assert.equal(read('rate=-1').settings.rate, 0);
});

test('takes the default for what it does not know and says so', () => {
  const { settings, notes } = read('rtt=fast&theme=pink&poll=3');
  assert.equal(settings.rtt, undefined);
  assert.equal(settings.theme, undefined);
  assert.equal(settings.poll, '1');
  assert.equal(notes.length, 3);
  assert.deepEqual(read('left=guess').notes, [
    'This link had a setting we don’t know (left=guess), so we used the default.',
  ]);
  assert.ok((read(`left=${'x'.repeat(1_000)}`).notes[0]?.length ?? 0) < 120);
});

test('a market that stands still and upper case are settings like others', () => {
  const { settings, notes } = read('rate=0&symbol=acme&left=SSE&damage=Stall&try=PULL+THE+PLUG');
  assert.equal(settings.rate, 0);
  assert.equal(settings.symbol, 'ACME');
  assert.equal(settings.left, 'sse');
  assert.equal(settings.damage, 'stall');
  assert.equal(settings.experiment, 'Pull the plug');
  assert.deepEqual(notes, []);
});

const ids = leftWays.map(({ id }) => id);
const names = experiments.map(({ name }) => name);

/** The words that each setting of a link may be. */
const WORDS: Record<string, readonly string[]> = {
  damage: ['none', 'cut', 'stall'],
  loss: LOSSES.map(String),
  left: ids,
  poll: POLLS,
  view: ['normal', 'projector'],
  theme: ['light', 'dark'],
  paused: ['0', '1'],
  diagram: ['0', '1'],
  blind: BLIND_ROUNDS,
  try: names,
};

/** The numbers. */
const NUMBERS: Record<string, { min: number; max: number }> = { rtt: RTT, rate: RATE, step: STEPS };

test('whatever a link says, every setting is allowed, and each that was changed is said', () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(...Object.values(WORDS).flat()),
    fc.double().map(String),
    fc.integer({ min: -10, max: 5_000 }).map(String),
  );
  const query = fc.dictionary(
    fc.constantFrom(...Object.keys(WORDS), ...Object.keys(NUMBERS)),
    value,
  );
  fc.assert(
    fc.property(query, (query) => {
      const { settings, notes } = readSettings(new URLSearchParams(query));
      const { symbol: _, experiment, ...others } = settings;
      const used: Record<string, unknown> = { ...others, try: experiment };
      for (const [name, { min, max }] of Object.entries(NUMBERS)) {
        const number = used[name];
        if (number === undefined || (name === 'rate' && number === 0)) continue;
        assert.ok(typeof number === 'number' && number >= min && number <= max);
        assert.ok(name === 'rate' || Number.isInteger(number));
      }
      for (const [name, words] of Object.entries(WORDS)) {
        const word = used[name];
        if (typeof word === 'boolean' || word === undefined) continue;
        assert.ok(words.includes(String(word)));
      }
      for (const [name, text] of Object.entries(query)) {
        const known = WORDS[name]?.map((word) => word.toLowerCase());
        const taken = known
          ? known.includes(text.trim().toLowerCase())
          : text.trim() !== '' && used[name] === Number(text);
        const said = notes.some((note) => note.includes(`(${name}=`));
        assert.equal(said, !taken, `${name}=${text}`);
      }
    }),
  );
});

test('an unknown company gives the first one, and a sentence', () => {
  assert.deepEqual(chooseSymbol('BOLO', ['ACME', 'BOLO']), { symbol: 'BOLO' });
  assert.deepEqual(chooseSymbol(undefined, ['ACME', 'BOLO']), { symbol: 'ACME' });
  assert.match(chooseSymbol('NOPE', ['ACME', 'BOLO']).note ?? '', /We don’t list “NOPE”/);
});
