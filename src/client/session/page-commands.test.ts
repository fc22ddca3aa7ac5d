import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Experiment } from '../settings/experiments.ts';
import { tabStorage } from '../settings/storage.ts';
import { running } from './testing/browser.ts';

async function listening(...from: Parameters<typeof running>) {
  const page = await running(...from);
  const said: string[] = [];
  page.session.addEventListener('say', ({ detail }) => said.push(detail));
  return { ...page, said };
}

test('a delay is linked and said when the server has set it, and no earlier', async (t) => {
  const { browser, session, said } = await listening(t);
  const { tab } = session.line;
  browser.obeys = false;
  session.commands.setRtt(400);
  session.commands.setRtt(600);
  await browser.pass(100);
  assert.deepEqual([session.rtt, browser.query.get('rtt'), said], [200, null, []]);
  // Only the last wish counts.
  for (const rtt of [400, 600])
    await browser.say({ type: 'line', tab, rtt, damage: 'none', run: 1 });
  assert.equal(session.rtt, 600);
  assert.deepEqual(said, ['Added delay 600 ms.']);
  await browser.pass(300);
  assert.equal(browser.query.get('rtt'), '600');
});

test('damage is said when the server has done it', async (t) => {
  const { browser, session, said } = await listening(t);
  const { commands, line } = session;
  browser.obeys = false;
  commands.toggleCut();
  assert.deepEqual([session.damage, said], ['none', []]);
  assert.equal(browser.lines.at(-1)?.damage, 'cut');
  await browser.say({ type: 'line', tab: line.tab, rtt: 0, damage: 'cut', run: 1 });
  assert.deepEqual(said, ['The line is cut. Nothing gets through.']);
  assert.equal(browser.query.get('damage'), 'cut');
  browser.obeys = true;
  commands.toggleCut();
  await browser.pass(50);
  assert.equal(session.damage, 'none');
  commands.setDamage('stall');
  await browser.pass(50);
  assert.match(said.at(-1) ?? '', /stalled/);
});

test('lost packets are linked and said once the server loses them', async (t) => {
  const { browser, session, said } = await listening(t);
  const { commands, instruments, line } = session;
  browser.obeys = false;
  commands.setLoss(30);
  assert.deepEqual([instruments.loss, said], [0, []]);
  assert.equal(browser.lines.at(-1)?.loss, 30);
  await browser.say({ type: 'line', tab: line.tab, rtt: 0, damage: 'none', loss: 30, run: 1 });
  assert.deepEqual(said, ['1 packet in 30 is lost.']);
  assert.equal(browser.query.get('loss'), '30');
  browser.obeys = true;
  commands.setLoss(0);
  await browser.pass(500);
  assert.equal(said.at(-1), 'No packet is lost.');
  assert.equal(browser.query.get('loss'), null);
});

test('a market that obeys is linked and said; one that refuses says why', async (t) => {
  tabStorage.remember('host-key', 'secret');
  const { browser, session, said } = await listening(t);
  const { commands, instruments } = session;
  commands.setRate(10);
  await browser.pass(300);
  assert.equal(browser.instruments.sent.find(({ type }) => type === 'market')?.['key'], 'secret');
  assert.equal(browser.query.get('rate'), '10');
  assert.match(said.at(-1) ?? '', /10 price changes a second/);
  commands.setRate(0);
  await browser.pass(300);
  assert.equal(browser.query.get('rate'), '0');
  // Somebody else moves it.
  await browser.say({ type: 'market', rate: 1 });
  assert.deepEqual([instruments.rate, said.length], [1, 2]);

  browser.obeys = false;
  commands.setRate(5);
  await browser.say({ type: 'error', code: 'not-allowed', message: 'Only the host.' });
  await browser.say({ type: 'market', rate: 5 });
  assert.deepEqual(said.slice(2), ['Only the host.']);

  browser.obeys = true;
  commands.news();
  await browser.pass(50);
  assert.match(said.at(-1) ?? '', /News!/);
  await browser.say({ type: 'news', symbol: 'BOLO' });
  assert.equal(said.length, 4, 'of a company that is not shown');
});

test('a link’s damage is done before the first question', async (t) => {
  const { browser, session } = await running(t, 'damage=stall&rate=0');
  assert.deepEqual(
    browser.lines.map(({ damage }) => damage),
    ['stall'],
  );
  assert.equal(session.damage, 'stall');
  assert.equal(session.instruments.rate, 0);
});

test('an experiment sets what it names, and normal is as without a link', async (t) => {
  const { browser, session } = await listening(t, 'damage=stall&loss=10&symbol=BOLO&paused=1');
  const { commands, instruments, settings } = session;
  const experiment: Experiment = {
    name: 'Far away',
    query: 'left=timer&poll=5&rtt=600&rate=10',
    watch: '',
  };
  void commands.tryExperiment(experiment);
  await browser.pass(500);
  assert.deepEqual([session.rtt, session.damage, instruments.rate], [600, 'none', 10]);
  assert.equal(instruments.loss, 0);
  assert.equal(session.left.way.id, 'timer');
  assert.equal(String(browser.query), 'symbol=BOLO&rtt=600&left=timer&poll=5&rate=10&try=Far+away');
  commands.setDamage('cut');
  commands.setRate(50);
  await browser.pass(500);
  void commands.backToNormal();
  await browser.pass(500);
  assert.deepEqual([session.rtt, session.damage, instruments.rate], [200, 'none', 2]);
  assert.equal(session.left.way.id, 'press');
  assert.deepEqual([settings.paused, settings.experiment], [false, undefined]);
  assert.equal(String(browser.query), 'symbol=BOLO');
});

test('going back to normal leaves a market alone that this page has not moved', async (t) => {
  const { browser, session } = await listening(t);
  await browser.say({ type: 'market', rate: 50 });
  void session.commands.backToNormal();
  await browser.pass(500);
  assert.equal(session.instruments.rate, 50);
});

test('the colours go round', async (t) => {
  const { session } = await listening(t);
  const themes = [1, 2, 3].map(() => {
    session.commands.nextTheme();
    return session.settings.theme;
  });
  assert.deepEqual(themes, ['light', 'dark', undefined]);
});

test('without instruments nothing is asked of the market', async (t) => {
  const { browser, session } = await listening(t);
  await browser.instruments.end(1006);
  session.commands.setRate(5);
  assert.deepEqual(
    browser.instruments.sent.filter(({ type }) => type === 'market'),
    [],
  );
});

test('what is the page’s own goes into its link at once', async (t) => {
  const { browser, session, said } = await listening(t);
  const { commands, settings } = session;
  commands.togglePaused();
  assert.deepEqual([session.left.quiet, session.right.quiet], [true, true]);
  commands.setBlind('2');
  assert.deepEqual([settings.blind, settings.paused], ['2', false], 'a guess goes on');
  commands.setBlind(undefined);
  commands.toggleProjector();
  commands.setDiagram(true);
  commands.setDiagram(true);
  commands.setStep(3);
  await browser.pass(300);
  assert.equal(String(browser.query), 'view=projector&diagram=1&step=3');
  commands.toggleProjector();
  await browser.pass(300);
  assert.equal(browser.query.get('view'), null);
  assert.equal(said.length, 2);
});

test('whoever wants the messages asks for them once', async (t) => {
  const { browser, session } = await listening(t);
  session.watchMessages();
  session.watchMessages();
  assert.deepEqual(
    browser.lines.map(({ messages }) => messages),
    [false, true],
  );
});
