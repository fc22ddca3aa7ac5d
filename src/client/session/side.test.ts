import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { leftWay } from '../ways/index.ts';
import { price } from '../ways/testing/stage.ts';
import type { Way, WayContext } from '../ways/way.ts';
import { ServerClock } from './clock.ts';
import { Side } from './side.ts';
import { Browser, running } from './testing/browser.ts';

/** A way that does only what the test does. */
function puppet(): { way: Way; context: () => WayContext; signal: () => AbortSignal } {
  const started: [WayContext, AbortSignal][] = [];
  const way: Way = {
    ...leftWay('press'),
    run: (context, signal) => {
      started.push([context, signal]);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      );
    },
  };
  const last = () => started.at(-1) as [WayContext, AbortSignal];
  return { way, context: () => last()[0], signal: () => last()[1] };
}

test('what a stopped way still says is not heard', async () => {
  const { way, context, signal } = puppet();
  const side = new Side(way, new ServerClock());
  side.start();
  const [first, stopped] = [context(), signal()];
  first.status({ state: 'open' });
  first.message('questions');
  side.start();
  assert.ok(stopped.aborted);
  first.status({ state: 'answered' });
  first.message('questions');
  first.tick(price(1));
  assert.equal(side.status.state, 'off');
  assert.equal(side.run.counts.questions, 1);
  assert.equal(side.run.shown, undefined);
  side.stop(true);
  assert.deepEqual(side.status, { state: 'off', hungUp: true });
  await setImmediate();
});

test('a way learns what is wanted, and its questions name company and tab', (t) => {
  new Browser(t);
  const { way, context } = puppet();
  const side = new Side(way, new ServerClock());
  side.tab = 'mine';
  side.interval = 500;
  side.start();
  side.watch('BOLO');
  assert.deepEqual(
    [context().symbol, context().interval, context().cursor],
    ['BOLO', 500, undefined],
  );
  const url = context().url('/price', { after: 3, wait: undefined });
  assert.equal(url.search, '?symbol=BOLO&after=3&tab=mine');
  context().tick({ ...price(4), symbol: 'BOLO' });
  assert.equal(context().cursor, 4);
  side.stop();
});

test('a paused view hears nothing of prices, and they are counted', () => {
  const { way, context } = puppet();
  const side = new Side(way, new ServerClock());
  side.start();
  let changes = 0;
  side.addEventListener('change', () => changes++);
  side.quiet = true;
  context().tick(price(1));
  assert.deepEqual([changes, side.run.shown?.seq], [0, 1]);
  side.quiet = false;
  context().tick(price(2));
  assert.equal(changes, 1);
  side.stop();
});

test('a note is unsent unless a way takes it, and its fate is told with its id', () => {
  const { way, context } = puppet();
  const side = new Side(way, new ServerClock());
  const fates: unknown[] = [];
  side.addEventListener('noted', ({ detail }) => fates.push(detail));
  side.send({ id: 1, text: 'hello' });
  side.addEventListener('note', (event) => event.preventDefault());
  side.send({ id: 2, text: 'hello' });
  side.start();
  context().noted(2, 'back');
  assert.deepEqual(fates, [
    { id: 1, fate: 'unsent' },
    { id: 2, fate: 'back' },
  ]);
  side.stop();
});

test('a price is followed to the screen, unless it was true before the run began', async (t) => {
  const { browser, session } = await running(t);
  const { right } = session;
  const stream = browser.told[0];
  const before = right.run.journeys.count;
  await browser.pass(50);
  const at = browser.serverNow;
  await stream?.receive({ type: 'tick', symbol: 'ACME', seq: 2, price: 1, at });
  await browser.pass(100);
  assert.equal(right.run.journeys.count, before + 1);
  await session.commands.setLeft('timer');
  await stream?.receive({ type: 'tick', symbol: 'ACME', seq: 3, price: 1, at });
  await browser.pass(100);
  assert.equal(right.run.journeys.count, 0);
  // Nobody sees it drawn.
  const hidden = browser.hide(true);
  await stream?.receive({ type: 'tick', symbol: 'ACME', seq: 4, price: 1, at: browser.serverNow });
  await hidden;
  await browser.pass(100);
  assert.equal(right.run.journeys.count, 0);
});
