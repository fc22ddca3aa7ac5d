import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Journeys, journey } from './latency.ts';

test('a price waits to be asked for, then is under way, then is drawn', () => {
  assert.deepEqual(journey(1_000, 1_400, 1_600, 1_608), {
    unasked: 400,
    underWay: 200,
    drawing: 8,
  });
});

test('a price that was asked for before it was true, or is told, waits for nobody', () => {
  assert.deepEqual(journey(1_000, 200, 1_100, 1_110), {
    unasked: 0,
    underWay: 100,
    drawing: 10,
  });
});

test('no part is negative, even where the clocks differ a little', () => {
  assert.deepEqual(journey(1_000, 900, 999, 1_007), { unasked: 0, underWay: 0, drawing: 8 });
});

test('means and quantiles are of the last thousand', () => {
  const journeys = new Journeys();
  assert.equal(journeys.mean, undefined);
  assert.equal(journeys.quantile(0.5), undefined);
  journeys.add({ unasked: 1e6, underWay: 0, drawing: 0 });
  for (let n = 1; n <= 1_000; n++) journeys.add({ unasked: n, underWay: 10, drawing: 1 });
  assert.equal(journeys.count, 1_000);
  assert.deepEqual(journeys.mean, { unasked: 500.5, underWay: 10, drawing: 1 });
  assert.equal(journeys.quantile(0.5), 511);
  assert.equal(journeys.quantile(0.95), 961);
  assert.equal(journeys.quantile(0), 12);
});
