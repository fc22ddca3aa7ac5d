import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Landed } from '../../../protocol/class/news.ts';
import type { ClassReport } from '../../../protocol/class/report.ts';
import type { ClassError } from '../../../protocol/class.ts';
import type { Truth } from '../../../protocol/instruments/market.ts';
import { CLASS_CLOSE } from '../../../protocol/limits.ts';
import { Browser } from '../../session/testing/browser.ts';
import { snapshot } from '../testing/room.ts';
import { ClassConnection, type Membership } from './class-connection.ts';

const phone: Membership = { code: '123456', role: 'phone' };

function tokens(token: string | null = null) {
  const kept = new Map<string, string>(token ? [['123456', token]] : []);
  return {
    kept,
    recall: (code: string) => kept.get(code) ?? null,
    remember: (code: string, token: string) => void kept.set(code, token),
  };
}

/** A phone that has joined. */
async function joined(t: TestContext, membership = phone) {
  const browser = new Browser(t);
  const store = tokens();
  const connection = new ClassConnection(membership, store);
  t.after(() => connection.leave());
  connection.join();
  await browser.class.open();
  await browser.class.receive({ type: 'joined', token: 'mine', tab: 'tab-1', back: false });
  await browser.class.receive(snapshot());
  return { browser, connection, store };
}

const error = (code: ClassError['code'], message: string): ClassError => ({
  type: 'error',
  code,
  message,
});

test('it says who it is first, keeps the token, and reads the clock', async (t) => {
  const { browser, connection, store } = await joined(t);
  assert.deepEqual(browser.class.sent[0], { type: 'join', code: '123456', role: 'phone' });
  assert.equal(store.kept.get('123456'), 'mine');
  assert.equal(connection.standing.state, 'joined');
  await browser.pass(500);
  assert.ok(Math.abs((connection.clock.now ?? 0) - browser.serverNow) < 1);
});

test('a screen brings the key', async (t) => {
  const browser = new Browser(t);
  const screen = new ClassConnection({ code: '123456', role: 'screen', key: 'secret' });
  t.after(() => screen.leave());
  screen.join();
  await browser.class.open();
  assert.deepEqual(browser.class.sent[0], {
    type: 'join',
    code: '123456',
    role: 'screen',
    key: 'secret',
  });
});

test('a torn line is opened again, with the token', async (t) => {
  const { browser, connection } = await joined(t);
  await browser.class.end(1006);
  assert.equal(connection.standing.state, 'lost');
  await browser.pass(500);
  assert.equal(browser.classCalls, 2);
  await browser.class.open();
  assert.equal(browser.class.sent[0]?.['token'], 'mine');
  await browser.class.receive(snapshot({ step: 4, phase: 'vote' }));
  assert.equal(connection.standing.state, 'joined');
  assert.equal(connection.snapshot?.phase, 'vote');
});

test('a handshake that nobody answers is given up and tried again', async (t) => {
  const browser = new Browser(t);
  const connection = new ClassConnection(phone);
  t.after(() => connection.leave());
  connection.join();
  await browser.pass(5_000);
  assert.equal(connection.standing.state, 'connecting');
  await browser.pass(500);
  assert.equal(browser.classCalls, 2);
});

test('after five seconds of silence it opens a new line', async (t) => {
  const { browser, connection } = await joined(t);
  await browser.pass(6_000);
  assert.equal(browser.classCalls, 1, 'answered pings are no silence');
  browser.silent = true;
  await browser.pass(7_000);
  assert.equal(browser.classCalls, 2);
  assert.equal(connection.standing.state, 'lost');
});

test('after a sleep, a jump of the clock, it opens a new line at once', async (t) => {
  const { browser } = await joined(t);
  await browser.pass(1_000);
  browser.sleep(120_000);
  await browser.pass(2_000);
  assert.equal(browser.classCalls, 2);
});

test('seen again after being away, it opens a new line; after a glance elsewhere it keeps its own', async (t) => {
  const { browser } = await joined(t);
  await browser.pass(1_000);
  await browser.hide(true);
  await browser.hide(false);
  assert.equal(browser.classCalls, 1);
  browser.silent = true;
  await browser.hide(true);
  await browser.pass(4_000);
  await browser.hide(false);
  assert.equal(browser.classCalls, 2);
  await browser.happens('pageshow');
  assert.equal(browser.classCalls, 2, 'a line that is being opened is let be');
  await browser.happens('online');
  assert.equal(browser.classCalls, 3);
});

test('another tab that took over is not fought; it can be taken back', async (t) => {
  const { browser, connection } = await joined(t);
  await browser.class.receive(error('replaced', 'Another tab took over.'));
  await browser.class.end(CLASS_CLOSE.replaced);
  assert.deepEqual(connection.standing, {
    state: 'refused',
    rejection: { code: 'replaced', sentence: 'Another tab took over.' },
  });
  await browser.pass(10_000);
  await browser.hide(false);
  await browser.happens('online');
  assert.equal(browser.classCalls, 1);
  connection.renew();
  assert.equal(browser.classCalls, 2);
});

for (const [close, code, words] of [
  [CLASS_CLOSE.noSuchClass, 'no-such-class', /no class 123 456/],
  [CLASS_CLOSE.wrongKey, 'wrong-key', /link that the server printed/],
  [CLASS_CLOSE.full, 'class-full', /full/],
  [CLASS_CLOSE.tooManyGuesses, 'too-many-guesses', /Wait a minute/],
] as const) {
  test(`refused: ${code}, and it does not knock again`, async (t) => {
    const browser = new Browser(t);
    const connection = new ClassConnection(phone);
    t.after(() => connection.leave());
    connection.join();
    await browser.class.open();
    await browser.class.end(close);
    await browser.pass(20_000);
    assert.equal(browser.classCalls, 1);
    assert.ok(connection.standing.state === 'refused');
    assert.equal(connection.standing.rejection.code, code);
    assert.match(connection.standing.rejection.sentence, words);
  });
}

test('nobody comes back to a class that has ended', async (t) => {
  const { browser, connection } = await joined(t);
  await browser.class.receive(snapshot({ step: 9, phase: 'ended' }));
  await browser.class.end(CLASS_CLOSE.noSuchClass);
  await browser.pass(10_000);
  await browser.hide(false);
  assert.equal(browser.classCalls, 1);
  assert.equal(connection.snapshot?.phase, 'ended');
});

test('what it wants names the step that it saw', async (t) => {
  const { browser, connection } = await joined(t);
  await browser.class.receive(snapshot({ step: 7, phase: 'vote' }));
  connection.steer('next');
  connection.start('news');
  connection.choosePlan('ten-minutes');
  connection.askReport('csv');
  connection.vote(2, 7);
  connection.seen(false);
  connection.report({ step: 7, missed: 1, prices: 2, questions: 3 });
  assert.deepEqual(browser.class.sent.filter(({ type }) => type !== 'ping').slice(1), [
    { type: 'steer', action: 'next', step: 7 },
    { type: 'start', round: 'news', step: 7 },
    { type: 'plan', plan: 'ten-minutes', step: 7 },
    { type: 'report', format: 'csv' },
    { type: 'vote', step: 7, choice: 2 },
    { type: 'seen', seen: false },
    { type: 'score', step: 7, missed: 1, prices: 2, questions: 3 },
  ]);
});

test('truth, landings and rejections are passed on', async (t) => {
  const { browser, connection } = await joined(t);
  const heard: unknown[] = [];
  for (const type of ['truth', 'landed', 'report', 'rejection'] as const) {
    connection.addEventListener(
      type,
      (event: CustomEvent<Truth | Landed | ClassReport | ClassError>) =>
        heard.push(event.detail.type),
    );
  }
  await browser.class.receive({ type: 'truth', ticks: [] });
  await browser.class.receive({ type: 'landed', step: 1, seq: 1, phones: [] });
  await browser.class.receive({ type: 'report', format: 'csv', text: '' });
  await browser.class.receive(error('not-now', 'The vote is closed.'));
  assert.deepEqual(heard, ['truth', 'landed', 'report', 'error']);
  await browser.class.end(1006);
  assert.equal(connection.standing.state, 'lost', 'a refused wish does not end the line');
});
