import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { noBytes } from '../session/runs/byte-totals.ts';
import { readRecording } from './read-recording.ts';
import { record } from './recorder.ts';
import type { Recording } from './recording.ts';
import { Replay } from './replay.ts';
import { visit } from './testing/visit.ts';

async function recorded(t: TestContext, seed: number): Promise<Recording> {
  const visited = await visit(t, seed);
  await visited.go(40);
  return record(visited.session, {
    day: '2026-01-31',
    browser: '<img src=x onerror=alert(1)>',
    messages: [
      {
        side: 'ws',
        connection: 1,
        kind: 'frame',
        direction: 'down',
        sent: 1,
        received: 2,
        bytes: 90,
      },
    ],
  });
}

/** What is said of a file, or undefined where it is replayed. */
function problemOf(content: unknown): string | undefined {
  const read = readRecording(typeof content === 'string' ? content : JSON.stringify(content));
  return 'problem' in read ? read.problem : undefined;
}

test('what is wrong with a file is said in a sentence', async (t) => {
  const good = await recorded(t, 1);
  const text = JSON.stringify(good);
  assert.equal(problemOf(text), undefined);
  assert.match(problemOf(text.slice(0, -1)) ?? '', /cut off/);
  assert.match(problemOf('') ?? '', /cut off/);
  for (const foreign of ['null', '1', '[]', '{}', '{"log":{"version":"1.2","entries":[]}}']) {
    assert.match(problemOf(foreign) ?? '', /not a run that was recorded by this page/);
  }
  assert.match(problemOf({ ...good, version: 2 }) ?? '', /another version/);
  const settings = { ...good.settings, left: 'carrier-pigeon' };
  assert.match(problemOf({ ...good, settings }) ?? '', /doesn’t know/);
});

test('what can’t have been recorded is refused, and where it is, is said', async (t) => {
  const good = await recorded(t, 1);
  const told = (...events: unknown[]) => ({ ...good, right: { ...good.right, events } });
  const tick = { symbol: 'ACME', seq: 2, price: 101, at: 1 };
  const wrong: [unknown, RegExp][] = [
    [told([-1, 'advance']), /Told side/],
    [told([1, 'explode']), /Told side/],
    [told([1, '__proto__']), /Told side/],
    [told([1, 'constructor']), /Told side/],
    [told([1, 'advance', 2]), /Told side/],
    [told([1, 'count', '__proto__']), /Told side/],
    [told([1, 'measure', 'line', { ...noBytes, shared: { frames: 1 } }]), /Told side/],
    [told([1, 'measure', 'line', { ...noBytes, shared: null }]), /Told side/],
    [told([1, 'truth', { ...tick, price: null }]), /Told side/],
    [told([1, 'truth', { ...tick, at: -5 }]), /Told side/],
    [told([1, 'truth', tick], [2, 'truth', { ...tick, seq: 1 }]), /Told side/],
    [told([1, 'truth', { ...tick, seq: 1e300 }]), /Told side/],
    [told([1, 'status', { state: 'on fire' }, false]), /Told side/],
    [told(...new Array(40_001).fill([1, 'advance'])), /Told side/],
    [{ ...good, left: [] }, /Ask side/],
    [{ ...good, ended: '1' }, /end/],
    [{ ...good, day: '<b>today</b>' }, /date/],
    [{ ...good, browser: { toString: 'x' } }, /browser/],
    [{ ...good, settings: { ...good.settings, symbol: '<i>' } }, /settings/],
    [{ ...good, messages: [{ side: 'ws' }] }, /messages/],
    [{ ...good, messages: undefined }, /messages/],
    [JSON.stringify(good).replace(/"ended":[\d.]+/, '"ended":1e999'), /end/],
  ];
  for (const [content, part] of wrong) {
    assert.match(problemOf(content) ?? 'replayed', /^This recorded run is damaged: /);
    assert.match(problemOf(content) ?? '', part);
  }
});

test('a file that names what an object has by itself changes no object', async (t) => {
  const text = JSON.stringify(await recorded(t, 1));
  const hostile = text.replaceAll(
    '{"symbol"',
    '{"__proto__":{"polluted":true},"constructor":1,"symbol"',
  );
  const read = readRecording(hostile);
  assert.ok(!('problem' in read), 'it can be replayed');
  new Replay(read);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

const HOSTILE = [
  null,
  true,
  '',
  'x',
  '<script>',
  -1,
  0,
  1e300,
  -1e300,
  9e15,
  [],
  {},
  [[]],
  { at: 1 },
] as const;

test('whatever has become of a file, there is a sentence, or a run that replays', async (t) => {
  const good = JSON.stringify(await recorded(t, 1));
  const generator = xoroshiro128plus(1);
  const upTo = (most: number) => uniformInt(generator, 0, most);
  const outcomes = { said: 0, replayed: 0 };

  /** Another value somewhere in it. */
  const spoilt = (text: string): string => {
    const whole = JSON.parse(text);
    let place: Record<string, unknown> = whole;
    let name = '';
    for (let inner: unknown = whole; inner instanceof Object; inner = place[name]) {
      const names = Object.keys(inner);
      if (names.length === 0 || (inner !== whole && upTo(9) === 0)) break;
      place = inner as Record<string, unknown>;
      name = names[upTo(names.length - 1)] as string;
    }
    if (upTo(3) === 0) delete place[name];
    else place[name] = HOSTILE[upTo(HOSTILE.length - 1)];
    return JSON.stringify(whole);
  };
  /** Another byte, or some that are missing or there twice. */
  const damaged = (text: string): string => {
    const at = upTo(text.length - 1);
    const end = at + upTo(20);
    const middle = [String.fromCharCode(upTo(127)), '', text.slice(at, end).repeat(2)][upTo(2)];
    return text.slice(0, at) + middle + text.slice(end);
  };

  for (let i = 0; i < 2_000; i++) {
    const read = readRecording(i % 2 === 0 ? spoilt(good) : damaged(good));
    if ('problem' in read) {
      outcomes.said += 1;
      assert.match(read.problem, /^This .*\.$/);
      continue;
    }
    outcomes.replayed += 1;
    const replay = new Replay(read);
    for (const moment of [replay.begins, (replay.begins + replay.ends) / 2, replay.ends]) {
      replay.seek(moment);
      for (const scores of Object.values(replay.scores)) {
        for (const value of Object.values(scores)) {
          assert.ok(value === undefined || Number.isFinite(value), JSON.stringify(scores));
        }
      }
    }
  }
  assert.ok(outcomes.said > 500 && outcomes.replayed > 100, JSON.stringify(outcomes));
});
