import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { running } from '../../session/testing/browser.ts';
import { BlindTest } from './blind-test.ts';

async function begun(t: TestContext, query = 'left=sse') {
  const { browser, session } = await running(t, query);
  const blind = new BlindTest(session);
  session.addEventListener('change', () => blind.follow());
  session.commands.setBlind('1');
  await browser.pass(100);
  return { browser, session, blind };
}

test('a round begins with its way of asking, and with nothing shown on either side', async (t) => {
  const { browser, session, blind } = await begun(t);
  assert.equal(session.settings.left, 'press');
  assert.deepEqual([blind.number, blind.round.button, blind.last], ['1', true, false]);
  assert.equal(browser.told.length, 2);
  assert.deepEqual([session.left.run.shown, session.right.run.shown], [undefined, undefined]);
});

test('nothing is revealed without a guess; then it is judged once', async (t) => {
  const { blind } = await begun(t);
  blind.reveal();
  assert.deepEqual([blind.revealed, blind.hint !== ''], [false, true]);
  blind.answer('guess', blind.webSocket);
  assert.equal(blind.hint, '');
  blind.reveal();
  blind.reveal();
  assert.match(blind.verdict, /^You were right/);
  assert.equal(blind.score, '1 of 1 guesses were right.');
  assert.equal(blind.preference, '');
  blind.answer('rather', blind.webSocket);
  assert.match(blind.preference, /the WebSocket/);
  blind.answer('rather', blind.webSocket === 'a' ? 'b' : 'a');
  assert.match(blind.preference, /the other one/);
});

test('the address bar does not tell how the round asks', async (t) => {
  const { browser, session, blind } = await begun(t);
  blind.next();
  await browser.pass(500);
  assert.equal(session.settings.left, 'timer');
  assert.equal(String(browser.query), 'left=sse&blind=2');
});

test('three rounds, and then the page as it was', async (t) => {
  const { browser, session, blind } = await begun(t);
  for (const way of ['press', 'timer', 'long-poll']) {
    assert.equal(session.settings.left, way);
    assert.deepEqual([blind.revealed, blind.answers.guess], [false, '']);
    blind.answer('guess', 'none');
    blind.reveal();
    if (!blind.last) blind.next();
    await browser.pass(100);
  }
  assert.equal(session.instruments.rate, 0.5);
  assert.equal(blind.score, '0 of 3 guesses were right.');
  blind.leave();
  blind.end();
  blind.end();
  await browser.pass(100);
  assert.deepEqual([session.settings.left, session.instruments.rate], ['sse', 2]);
});

test('whoever looks at the messages keeps the last round’s way', async (t) => {
  const { browser, session, blind } = await begun(t);
  session.commands.setBlind('3');
  await browser.pass(100);
  blind.lookAtMessages();
  blind.end();
  await browser.pass(100);
  const { left, blind: round, diagram } = session.settings;
  assert.deepEqual([left, round, diagram], ['long-poll', undefined, true]);
});

test('a market that is not this page’s to move stays as it is', async (t) => {
  const { browser, session } = await running(t);
  t.mock.getter(session, 'mayMoveMarket', () => false);
  const blind = new BlindTest(session);
  session.settings.blind = '3';
  blind.follow();
  await browser.pass(100);
  assert.equal(session.instruments.rate, 2);
});
