import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  browser.obeys = true;
  commands.toggleCut();
  await browser.pass(50);
  assert.equal(session.damage, 'none');
  commands.setDamage('stall');
  await browser.pass(50);
  assert.match(said.at(-1) ?? '', /stalled/);
});

test('a market that obeys is linked and said; one that refuses says why', async (t) => {
  const { browser, session, said } = await listening(t, 'key=secret');
  const { commands, instruments } = session;
  commands.setRate(10);
  await browser.pass(300);
  assert.equal(browser.instruments.sent.find(({ type }) => type === 'market')?.['key'], 'secret');
  assert.equal(browser.query.get('rate'), '10');
  assert.match(said.at(-1) ?? '', /10 price changes a second/);
  commands.setRate(0);
  await browser.pass(300);
  assert.equal(browser.query.get('rate'), '10', 'a link makes no market stand still');
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
