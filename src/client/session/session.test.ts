import assert from 'node:assert/strict';
import { test } from 'node:test';
import { price } from '../ways/testing/stage.ts';
import { Browser, meter, running } from './testing/browser.ts';
import { whyUnmeasured } from './unmeasured.ts';

test('both sides start on the tab’s line once the server has set it', async (t) => {
  const browser = new Browser(t);
  browser.obeys = false;
  const session = browser.open('rtt=60');
  await browser.welcome();
  assert.deepEqual([browser.questions.length, browser.told.length], [0, 0]);
  assert.equal(whyUnmeasured(session), 'Connecting to the server…');
  const [line] = browser.lines;
  assert.equal(line?.rtt, 60);
  await browser.say({ type: 'line', tab: line?.tab ?? '', rtt: 60, damage: 'none', run: 1 });
  const tabs = [browser.questions[0], browser.told[0]].map((way) =>
    way?.url.searchParams.get('tab'),
  );
  assert.deepEqual(tabs, [session.line.tab, session.line.tab]);
  assert.ok(session.measured);
  assert.equal(session.rtt, 60);
});

test('another way on the left: a new run, into which the right goes on as it is', async (t) => {
  const { browser, session } = await running(t);
  const { left, right } = session;
  await browser.bytes(session, { http: meter(100), ws: meter(50) });
  const [before, stream] = [right.run, browser.told[0]];
  const ended: (number | undefined)[] = [];
  session.addEventListener('run', () => ended.push(left.run.bytes));

  await session.commands.setLeft('sse');
  assert.deepEqual(ended, [100]);
  assert.equal(browser.questions[0]?.open, false);
  assert.deepEqual([browser.told.length, stream?.readyState], [1, 1]);
  assert.deepEqual([browser.lines.at(-1)?.run, browser.lines.at(-1)?.keepStream], [2, true]);
  assert.equal(browser.streams.length, 1);
  assert.notEqual(right.run, before);
  assert.deepEqual(right.run.shown, before.shown);
  assert.equal(left.run.shown, undefined);
  assert.deepEqual([right.run.counts.questions, right.run.score.arrivals], [0, 0]);
  assert.deepEqual([left.run.bytes, right.run.bytes], [0, 0]);

  // What is still told of the run before comes too late.
  await browser.bytes(session, { run: 1, http: meter(900), ws: meter(900) });
  assert.deepEqual([left.run.bytes, right.run.bytes], [0, 0]);
  await browser.bytes(session, { http: meter(20), ws: meter(10) });
  assert.deepEqual([left.run.bytes, right.run.bytes, right.run.moved.connections], [20, 10, 1]);
});

test('Reset: both sides start anew, once the server counts anew', async (t) => {
  const { browser, session } = await running(t);
  browser.obeys = false;
  const reset = session.commands.reset();
  const [stream] = browser.told;
  assert.equal(stream?.readyState, 3);
  assert.deepEqual([browser.lines.at(-1)?.run, browser.lines.at(-1)?.keepStream], [2, false]);
  // The answer to an earlier wish is not yet the answer to this one.
  await browser.say({ type: 'line', tab: session.line.tab, rtt: 0, damage: 'none', run: 1 });
  assert.equal(browser.told.length, 1);
  await browser.say({ type: 'line', tab: session.line.tab, rtt: 0, damage: 'none', run: 2 });
  await reset;
  assert.equal(browser.told.length, 2);
  assert.equal(browser.questions.length, 2);
  assert.deepEqual([session.left.run.shown, session.right.run.shown], [undefined, undefined]);
});

test('a second change before the first has begun: one run, with both', async (t) => {
  const { browser, session } = await running(t);
  let ended = 0;
  session.addEventListener('run', () => ended++);
  await Promise.all([
    session.commands.reset(),
    session.commands.setLeft('long-poll'),
    session.commands.setSymbol('BOLO'),
  ]);
  assert.equal(ended, 1);
  assert.deepEqual([browser.told.length, browser.questions.length], [2, 2]);
  assert.equal(browser.told[1]?.url.searchParams.get('symbol'), 'BOLO');
  assert.equal(browser.questions[1]?.query('symbol'), 'BOLO');
  assert.equal(browser.lines.at(-1)?.keepStream, false);
});

test('another company: asked for on the WebSocket that is open, once the new run is counted', async (t) => {
  const { browser, session } = await running(t);
  await browser.truth(7, 'BOLO');
  browser.obeys = false;
  const changed = session.commands.setSymbol('BOLO');
  const [stream] = browser.told;
  assert.deepEqual(stream?.sent, []);
  await browser.say({ type: 'line', tab: session.line.tab, rtt: 0, damage: 'none', run: 2 });
  await changed;
  await browser.pass(250);
  assert.deepEqual(stream?.sent, [{ type: 'subscribe', symbol: 'BOLO' }]);
  assert.deepEqual(session.right.run.counts.sent, 1);
  assert.equal(session.right.run.score.latest?.seq, 7);
  assert.equal(browser.query.get('symbol'), 'BOLO');
  // A price of the company before is not this one's.
  await stream?.receive({ type: 'tick', ...price(2) });
  assert.equal(session.right.run.shown, undefined);
});

test('out of the instruments’ reach both sides work; a new run is on a line that nobody has counted on', async (t) => {
  const browser = new Browser(t);
  const session = browser.open('symbol=BOLO');
  await browser.instruments.end(1006);
  assert.deepEqual([browser.questions.length, browser.told.length], [2, 1]);
  assert.equal(
    browser.questions.find(({ url }) => url.pathname === '/price')?.query('symbol'),
    'BOLO',
  );
  assert.ok(session.lost);
  assert.equal(session.rtt, undefined);
  assert.match(whyUnmeasured(session), /can’t reach the server/);
  const { tab } = session.line;
  await session.commands.setLeft('timer', '5');
  assert.notEqual(session.line.tab, tab);
  assert.equal(browser.told.at(-1)?.url.searchParams.get('tab'), session.line.tab);

  await browser.pass(1_000);
  await browser.welcome();
  assert.equal(browser.lines.at(-1)?.tab, session.line.tab);
  // It is the first number that this line hears of: what was counted so far is this run's.
  await browser.bytes(session, { http: meter(300) });
  assert.equal(session.left.run.bytes, 300);
  await browser.instruments.end(1006);
  assert.match(whyUnmeasured(session), /lost contact with the server/);
});

test('a server with another market: a new run, which keeps the price that came first', async (t) => {
  const { browser, session } = await running(t);
  await browser.bytes(session, { ws: meter(50) });
  await browser.instruments.end(1006);
  const [stream] = browser.told;
  await stream?.receive({ type: 'tick', ...price(1_000) });
  await browser.pass(1_000);
  await browser.welcome({ run: 'market 2', first: 1_000 });
  assert.equal(session.right.run.shown?.seq, 1_000);
  assert.equal(browser.lines.at(-1)?.run, 2);
  await browser.bytes(session, { line: 'line 2', ws: meter(70) });
  assert.equal(session.right.run.bytes, 70);
});

test('the same market with another counter: the run goes on', async (t) => {
  const { browser, session } = await running(t);
  await browser.bytes(session, { ws: meter(50) });
  await browser.bytes(session, { ws: meter(60) });
  await browser.instruments.end(1006);
  await browser.pass(1_000);
  await browser.welcome();
  assert.equal(session.left.run.moved.recounted, false);
  await browser.bytes(session, { line: 'line 2', ws: meter(70) });
  assert.equal(session.right.run.bytes, 130);
  assert.ok(session.left.run.moved.recounted);
  await session.commands.reset();
  assert.equal(session.left.run.moved.recounted, false, 'the next run has had one counter');
});

test('a link’s company that there is not gives way to the first, with a sentence', async (t) => {
  const browser = new Browser(t);
  const session = browser.open('symbol=NOPE&rate=5');
  const said: string[] = [];
  session.addEventListener('say', ({ detail }) => said.push(detail));
  await browser.welcome();
  assert.equal(session.left.symbol, 'ACME');
  assert.match(said[0] ?? '', /We don’t list “NOPE”/);
  assert.equal(session.instruments.rate, 5, 'the rate of the link is asked for');
});

test('the run’s time stands still while nobody can look, or while nobody knows', async (t) => {
  const { browser, session } = await running(t);
  const { score } = session.right.run;
  let paints = 0;
  session.addEventListener('paint', () => paints++);
  await browser.pass(1_000);
  assert.equal(paints, 4);
  const before = score.duration;
  assert.ok(before > 900);
  await browser.hide(true);
  await browser.pass(1_000);
  assert.equal(paints, 4);
  await browser.hide(false);
  await browser.pass(500);
  assert.ok(score.duration - before < 700);

  // The computer sleeps for a minute between two paints.
  const slept = score.duration;
  await browser.pass(60_000, 60_000);
  await browser.pass(500);
  assert.ok(score.duration - slept < 2_000);

  await browser.instruments.end(1006);
  const lost = score.duration;
  assert.equal(session.right.run.trace.truth.prices.at(-1), null);
  await browser.pass(300);
  assert.equal(score.duration, lost);
});

test('whether the server answers HTTP is asked when a WebSocket can’t be opened', async (t) => {
  const { browser, session } = await running(t);
  await browser.told[0]?.end(1006);
  await browser.pass(1_000);
  await browser.told[1]?.end(1006);
  const health = browser.questions.at(-1);
  assert.equal(health?.url.pathname, '/health');
  await health?.answer(200, '{}');
  assert.equal(session.reachability.answers, true);
  await browser.pass(2_000);
  await browser.told[2]?.end(1006);
  await browser.questions.at(-1)?.fail();
  assert.equal(session.reachability.answers, false);
});

test('while no new prices can come nothing is claimed to be true, and its time does not count', async (t) => {
  const { browser, session } = await running(t);
  const { score } = session.right.run;
  const trouble = 'Redis does not answer.';
  await browser.pass(500);
  await browser.say({ type: 'market', rate: 2, trouble });
  assert.equal(session.measured, false);
  assert.equal(whyUnmeasured(session), trouble);
  const { rightFor } = score;
  await browser.pass(5_000);
  assert.equal(score.rightFor, rightFor);
  assert.equal(browser.told.length, 1, 'the WebSocket is as it was');
  await browser.say({ type: 'market', rate: 2 });
  assert.ok(session.measured);
});

test('a page that comes while no new prices can come says so from the start', async (t) => {
  const browser = new Browser(t);
  const session = browser.open();
  await browser.welcome({ trouble: 'Redis does not answer.' });
  assert.equal(whyUnmeasured(session), 'Redis does not answer.');
  assert.equal(session.measured, false);
});

test('the instruments name the tab that the line has', async (t) => {
  const browser = new Browser(t);
  const session = browser.open();
  assert.equal(browser.instruments.url.searchParams.get('tab'), session.line.tab);
  await browser.instruments.end(1006);
  await session.commands.reset();
  await browser.pass(1_000);
  assert.equal(browser.instruments.url.searchParams.get('tab'), session.line.tab);
});
