import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readRecording } from '../../src/client/recording/read-recording.ts';
import { Replay } from '../../src/client/recording/replay.ts';
import { handshakeInHtml, readRecorded, recordedWays, runFile, runInHtml } from './recorded.ts';

const run = readRecorded();

test('all that was recorded is shown', () => {
  const html = runInHtml(run);
  const rows = [...html.matchAll(/<tr.*?<\/tr>/g)].map(([row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell),
  );
  assert.deepEqual(rows, [
    ['Way', ...run.columns],
    ...run.ways.map(({ name, numbers }) => [name, ...numbers]),
  ]);
  assert.deepEqual(
    [...html.matchAll(/<path d="(.*?)"/g)].map(([, area]) => area),
    run.ways.map(({ area }) => area),
  );
  for (const words of [run.day, run.browser, run.conditions, run.caption, ...run.verdict]) {
    assert.ok(html.includes(words), words);
  }
  const handshake = handshakeInHtml(run);
  assert.ok(handshake.includes(run.handshake.request.join('\n')));
  assert.ok(handshake.includes(run.handshake.answer.join('\n')));
});

test('each way has been recorded whole', () => {
  assert.deepEqual(
    run.ways.map(({ side }) => side),
    ['http', 'http', 'http', 'http', 'ws'],
  );
  for (const { name, numbers, area } of run.ways) {
    assert.equal(numbers.length, run.columns.length, name);
    assert.ok(
      numbers.every((number) => /\d/.test(number)),
      name,
    );
    assert.match(area, /^M[\d.]+ 40(L[\d.]+ [\d.]+)+Z$/, name);
  }
  assert.ok(run.handshake.request.includes('Upgrade: websocket'));
  assert.match(run.handshake.answer[0] ?? '', /^HTTP\/1.1 101 /);
});

test('each recorded run replays to the scores that were saved with it', () => {
  for (const { id } of recordedWays()) {
    const recording = readRecording(readFileSync(runFile(id), 'utf8'));
    assert.ok(!('problem' in recording), id);
    const { left, right } = new Replay(recording).scores;
    assert.deepEqual([left, right], [recording.left.scores, recording.right.scores], id);
  }
});

test('what was recorded is text, not markup, and needs no style of its own', () => {
  const [way] = run.ways;
  assert.ok(way);
  const html = runInHtml({ ...run, ways: [{ ...way, name: '<i style="color:red">' }] });
  assert.ok(html.includes('&lt;i style=&quot;color:red&quot;&gt;'));
  assert.doesNotMatch(html, /<[^>]* style=/);
});
