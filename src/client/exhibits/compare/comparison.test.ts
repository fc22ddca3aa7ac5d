import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Session } from '../../session/session.ts';
import { type Browser, HTTP2_PORT, meter, running } from '../../session/testing/browser.ts';
import { comparisonOf, nameOf } from './comparison.ts';

const WAYS = [
  'asking by hand',
  'asking on a timer',
  'long polling',
  'Server-Sent Events',
  'the WebSocket',
];

/** What the page asks to find out whether it reaches the port for HTTP/2. */
const checks = ({ questions }: Browser) =>
  questions.filter(({ url }) => url.port === `${HTTP2_PORT}` && !url.searchParams.has('symbol'));

/** A page of a server with TLS. */
async function secure(t: TestContext, query = '') {
  const { browser, session } = await running(t, query);
  if (session.instruments.hello) session.instruments.hello.http2 = true;
  return { browser, session, comparison: comparisonOf(session) };
}

/** The server gives everybody price number 1. @param port whether it can be reached at the port for HTTP/2 */
async function serve(browser: Browser, port: boolean): Promise<void> {
  const unreachable = port ? [] : checks(browser);
  for (const question of browser.questions.filter(({ open }) => open)) {
    if (unreachable.includes(question)) await question.fail();
    else if (!question.query('after')) await question.tell(1);
  }
  for (const stream of browser.streams.splice(0)) {
    await stream.open();
    await stream.tell(1);
  }
  const at = browser.serverNow;
  const socket = browser.told.at(-1);
  if (socket?.readyState === 0) await socket.open();
  await socket?.receive({ type: 'tick', symbol: 'ACME', seq: 1, price: 101, at });
}

/** Compares all ways to the end. @param port whether the port for HTTP/2 can be reached */
async function compare(browser: Browser, session: Session, port = true): Promise<void> {
  const comparison = comparisonOf(session);
  const over = comparison.start();
  while (comparison.running) {
    await serve(browser, port);
    await browser.bytes(session, { http: { ...meter(1_000), tls: 300 } });
    await browser.pass(250);
  }
  await over;
}

test('every way is measured over both versions of HTTP, and then the page is as it was', async (t) => {
  const { browser, session, comparison } = await secure(t, 'left=timer');
  await compare(browser, session);
  assert.deepEqual(comparison.stretches.map(nameOf), [
    ...WAYS,
    ...WAYS.map((name) => `${name}, HTTP/2`),
  ]);
  assert.deepEqual(
    [comparison.complete(false), comparison.complete(true)].map(({ length }) => length),
    [5, 5],
  );
  const [first] = comparison.stretches;
  assert.equal(first?.row?.bytes, 700);
  assert.match(first?.row?.settings ?? '', /bytes without TLS$/);
  assert.deepEqual([session.http2.on, session.settings.left], [false, 'timer']);
  assert.deepEqual([comparison.problem, comparison.progress], ['', 1]);
  assert.equal(browser.told.filter(({ url }) => url.port === `${HTTP2_PORT}`).length > 0, true);
});

test('a browser that can’t reach the port compares HTTP/1.1 alone, and says why', async (t) => {
  const { browser, session, comparison } = await secure(t);
  await compare(browser, session, false);
  assert.deepEqual(comparison.stretches.map(nameOf), WAYS);
  assert.match(comparison.problem, /can’t reach port 4433.* So there are no rows of HTTP\/2\.$/);
  assert.equal(comparison.stretches[0]?.row?.bytes, 1_000, 'TLS is in it');
});

for (const [chosen, left] of [
  ['that which was there before', 'timer'],
  ['that which the visitor chooses meanwhile', 'sse'],
] as const) {
  test(`broken off, it leaves the Ask side with ${chosen}`, async (t) => {
    const { browser, session, comparison } = await secure(t, 'left=timer');
    const over = comparison.start();
    while (comparison.stretches.length === 0) {
      await serve(browser, true);
      await browser.pass(250);
    }
    if (left === 'sse') void session.commands.setLeft(left);
    else comparison.stop();
    while (comparison.running) await browser.pass(250);
    await over;
    assert.equal(session.settings.left, left);
  });
}

test('without TLS, and in the lesson, there is HTTP/1.1 alone', async (t) => {
  const { session, comparison } = await secure(t, 'step=7');
  assert.deepEqual(comparison.versions, [false]);
  session.settings.step = undefined;
  assert.deepEqual(comparison.versions, [false, true]);
  if (session.instruments.hello) session.instruments.hello.http2 = false;
  assert.deepEqual(comparison.versions, [false]);
});
