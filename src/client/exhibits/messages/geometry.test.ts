import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrowAt, endsOf, heightOf, lanesOf } from './geometry.ts';
import { shortened } from './pen.ts';
import type { Arrow, View } from './picture.ts';

const view: View = { from: 0, to: 1_000, heartbeats: false, densest: 0 };
const lanes = lanesOf(1_000, 520, 10);

test('two lanes a side, in order, within the canvas', () => {
  const { http, ws } = lanes;
  const all = [0, http.browser, http.server, ws.browser, ws.server, lanes.width];
  assert.deepEqual(
    [...all].sort((a, b) => a - b),
    all,
  );
  assert.deepEqual(endsOf(lanes, 'ws', 'up'), [ws.browser, ws.server]);
  assert.deepEqual(endsOf(lanes, 'ws', 'down'), [ws.server, ws.browser]);
});

test('time runs down, from below the headings to the bottom', () => {
  assert.equal(heightOf(0, view, lanes), lanes.top);
  assert.equal(heightOf(1_000, view, lanes), lanes.height - 2);
});

test('a click means the nearest arrow that is near enough, as far as that has come', () => {
  const arrow = (id: number, sent: number, progress = 1) =>
    ({ id, side: 'http', direction: 'up', sent, tip: sent + 100 * progress, progress }) as Arrow;
  const arrows = [arrow(1, 100), arrow(2, 120), arrow(3, 600, 0.5)];
  const { browser, server } = lanes.http;
  const at = (x: number, time: number) =>
    arrowAt(x, heightOf(time, view, lanes), arrows, view, lanes)?.id;
  assert.equal(at(browser, 104), 1);
  assert.equal(at(browser, 118), 2);
  assert.equal(at(server, 200), 1);
  assert.equal(at(browser, 400), undefined);
  assert.equal(at((browser + server) / 2 - 1, 650), 3);
  assert.equal(at(server, 700), undefined);
  assert.equal(at(browser - 5, 100), undefined);
});

test('words that do not fit lose their end', () => {
  assert.equal(
    shortened('GET /price', () => true),
    'GET /price',
  );
  assert.equal(
    shortened('GET /price', ({ length }) => length <= 6),
    'GET /…',
  );
  assert.equal(shortened('GET /price', () => false).length, 3);
});
