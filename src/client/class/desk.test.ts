import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Browser } from '../session/testing/browser.ts';
import { shortcuts } from '../settings/shortcuts.ts';
import { tabStorage } from '../settings/storage.ts';
import { classKey } from './class-key.ts';
import { ClassConnection } from './connection/class-connection.ts';
import { tokens } from './connection/token-store.ts';
import { Desk } from './desk.ts';
import { round, snapshot } from './testing/room.ts';

// Newer Nodes have a storage of their own, which warns; here nothing is kept longer than the page.
for (const area of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(globalThis, area, { configurable: true, value: undefined });
}

/** A screen that has joined. */
async function joined(t: TestContext) {
  const browser = new Browser(t);
  const desk = new Desk(new ClassConnection({ code: '123456', role: 'screen', key: 'secret' }));
  t.after(() => desk.connection.leave());
  const said: string[] = [];
  desk.addEventListener('say', ({ detail }) => said.push(detail));
  desk.start();
  await browser.class.open();
  await browser.class.receive(snapshot({ step: 3, phase: 'run', round, news: 5 }));
  const wishes = () => browser.class.sent.filter(({ type }) => type !== 'ping').slice(1);
  return { browser, desk, said, wishes };
}

test('what the instructor wants goes to the server, as seen from this step', async (t) => {
  const { browser, desk, wishes } = await joined(t);
  desk.steer('news');
  desk.begin('news');
  desk.switchPlan();
  await browser.class.receive(snapshot({ step: 4, plan: 'ten-minutes' }));
  desk.switchPlan();
  desk.report('csv');
  assert.deepEqual(wishes(), [
    { type: 'steer', action: 'news', step: 3 },
    { type: 'start', round: 'news', step: 3 },
    { type: 'plan', plan: 'ten-minutes', step: 3 },
    { type: 'plan', plan: 'all', step: 4 },
    { type: 'report', format: 'csv' },
  ]);
});

test('while the line is lost nothing is sent, and that is said', async (t) => {
  const { browser, desk, said } = await joined(t);
  await browser.class.end(1006);
  desk.steer('next');
  desk.report('markdown');
  assert.deepEqual(said, Array(2).fill('Not connected right now. Try again in a moment.'));
});

test('a rejection is said in the server’s own words', async (t) => {
  const { browser, said } = await joined(t);
  const message = 'Somebody else was faster.';
  await browser.class.receive({ type: 'error', code: 'somebody-else-did', message });
  assert.deepEqual(said, [message]);
});

test('a screen that comes back is told anew who has landed, and counts nobody twice', async (t) => {
  const { browser, desk } = await joined(t);
  const landed = { type: 'landed', step: 3, seq: 5, phones: [{ way: 'sse', after: 20 }] };
  await browser.class.receive(landed);
  await browser.class.end(1006);
  await browser.pass(1_000);
  await browser.class.open();
  await browser.class.receive(snapshot({ step: 3, phase: 'run', round, news: 5 }));
  await browser.class.receive(landed);
  assert.deepEqual(desk.landings.of('sse'), [20]);
});

test('a phone keeps the token of one class, and another class’s takes its place', () => {
  tokens.remember('111111', 'first');
  assert.equal(tokens.recall('111111'), 'first');
  tokens.remember('222222', 'second');
  assert.equal(tokens.recall('222222'), 'second');
  assert.equal(tokens.recall('111111'), null);
});

test('the key is taken out of the link, and kept for this class in this tab', (t) => {
  let address = '';
  const globals = {
    location: { pathname: '/class/123456', search: '?notes', hash: '#key=secret' },
    history: {
      state: null,
      replaceState: (_: unknown, __: string, url: string) => (address = url),
    },
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { configurable: true, value });
    t.after(() => Reflect.deleteProperty(globalThis, name));
  }
  assert.equal(classKey('123456'), 'secret');
  assert.equal(address, '/class/123456?notes');
  globals.location.hash = '';
  assert.equal(classKey('123456'), 'secret');
  assert.equal(classKey('654321'), undefined);
  assert.equal(tabStorage.recall('host-key'), null);
});

test('letters act as keys unless somebody has switched that off', () => {
  assert.equal(shortcuts.on, true);
  shortcuts.on = false;
  assert.equal(shortcuts.on, false);
  shortcuts.on = true;
});

test('the true price is known while the line stands, and no longer', async (t) => {
  const { browser, desk } = await joined(t);
  const tick = (symbol: string, price: number) => ({ symbol, seq: 1, price, at: 0 });
  assert.equal(desk.price, undefined);
  await browser.class.receive({ type: 'truth', ticks: [tick('BOLO', 50), tick('ACME', 101.5)] });
  assert.equal(desk.price, 101.5);
  await browser.class.end(1006);
  assert.equal(desk.price, undefined);
});

test('a server that has started again has lost the votes, and that is said once', async (t) => {
  const { browser, said } = await joined(t);
  await browser.class.end(1006);
  await browser.pass(5_000);
  await browser.class.open();
  await browser.class.receive(snapshot({ step: 1 }));
  await browser.class.receive(snapshot({ step: 2, phase: 'predict', round }));
  assert.equal(said.length, 1);
  assert.match(
    said[0] ?? '',
    /^The server has lost steps of this class, with their votes and results\./,
  );
});
