import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Joined } from '../../protocol/class/join.ts';
import type { Snapshot } from '../../protocol/class/snapshot.ts';
import { Browser } from '../session/testing/browser.ts';
import type { Question, Socket, Stream } from '../ways/testing/stage.ts';
import { ClassConnection } from './connection/class-connection.ts';
import { Phone } from './phone.ts';
import { round, snapshot } from './testing/room.ts';

const hello = (changes: Partial<Joined> = {}): Joined => ({
  type: 'joined',
  token: 'mine',
  tab: 'tab-1',
  back: false,
  ...changes,
});

/** A phone that has joined a class. */
async function joined(t: TestContext) {
  const browser = new Browser(t);
  const phone = new Phone(new ClassConnection({ code: '123456', role: 'phone' }));
  t.after(() => phone.end());
  const said: string[] = [];
  phone.addEventListener('say', ({ detail }) => said.push(detail));
  phone.start();
  const say = (message: object) => browser.class.receive(message);
  const show = (changes: Partial<Snapshot>) => say(snapshot(changes));
  const truth = (seq: number, at = browser.serverNow) =>
    say({ type: 'truth', ticks: [{ symbol: 'ACME', seq, price: 100 + seq, at }] });
  const welcome = async (changes?: Partial<Joined>) => {
    await browser.class.open();
    await say(hello(changes));
  };
  const sent = (type: string) => browser.class.sent.filter((message) => message['type'] === type);
  await welcome();
  await show({});
  await browser.pass(500);
  return { browser, phone, said, say, sent, show, truth, welcome };
}

const running = (changes: Partial<Snapshot> = {}): Partial<Snapshot> => ({
  step: 3,
  phase: 'run',
  round,
  you: { way: 'websocket' },
  ...changes,
});

test('a vote shows at once, counts when the server has it, and may be changed', async (t) => {
  const { browser, phone, sent, show } = await joined(t);
  await show({ step: 2, phase: 'vote', round, you: {} });
  assert.equal(phone.choice, undefined);
  phone.vote(1);
  assert.deepEqual([phone.choice, phone.voted], [1, false]);
  await browser.pass(50);
  assert.deepEqual(sent('vote'), [{ type: 'vote', step: 2, choice: 1 }]);
  await show({ step: 2, phase: 'vote', round, you: { vote: 1 } });
  assert.deepEqual([phone.choice, phone.voted], [1, true]);
  await browser.pass(1_000);
  assert.equal(sent('vote').length, 1, 'what the server has is not sent again');
  phone.vote(0);
  phone.vote(2);
  await browser.pass(50);
  assert.deepEqual(sent('vote').at(-1), { type: 'vote', step: 2, choice: 2 });
});

test('a vote on a line that is lost is sent when the line is back, unless the vote is closed', async (t) => {
  const { browser, phone, sent, show, welcome } = await joined(t);
  await show({ step: 2, phase: 'vote', round, you: {} });
  await browser.class.end(1006);
  phone.vote(1);
  await browser.pass(1_000);
  await welcome({ back: true });
  await show({ step: 2, phase: 'vote', round, you: {} });
  await browser.pass(500);
  assert.equal(sent('vote')[0]?.['choice'], 1);
  await show({ step: 3, phase: 'reveal', round, you: {} });
  assert.equal(phone.choice, undefined);
  const votes = sent('vote').length;
  await browser.pass(1_000);
  assert.equal(sent('vote').length, votes);
});

test('a run goes over the way that the server gave, on the tab that it gave', async (t) => {
  const { browser, phone, sent, show, truth } = await joined(t);
  await show(running({ until: browser.serverNow + 5_000 }));
  const [stream] = browser.told as [Socket];
  assert.equal(stream.url.searchParams.get('tab'), 'tab-1');
  await stream.open();
  await truth(1);
  await stream.receive({ type: 'tick', symbol: 'ACME', seq: 1, price: 101, at: 1 });
  await browser.pass(2_000);
  const score = sent('score').at(-1);
  assert.deepEqual(
    [score?.['step'], score?.['missed'], score?.['prices'], score?.['questions']],
    [3, 0, 1, 1],
  );
  assert.equal(score?.['rightFor'], 1);
  assert.equal(score?.['knew'], undefined);
  const reports = sent('score').length;
  await show({ step: 4, phase: 'reveal', round });
  assert.equal(stream.readyState, 3, 'the way is stopped');
  assert.equal(sent('score').length, reports + 1, 'the last report follows at once');
  await show({ step: 4, phase: 'reveal', round, members: 4 });
  await browser.pass(2_000);
  assert.equal(sent('score').length, reports + 1, 'nothing more is reported after the run');
  assert.equal(phone.run?.score.prices, 1, 'what was measured is still there to be shown');
});

test('news is known when it has been painted, and is reported at once', async (t) => {
  const { browser, phone, say, sent, show, truth } = await joined(t);
  await show(running());
  const [stream] = browser.told as [Socket];
  await stream.open();
  assert.equal(phone.run?.knows, undefined);
  await say({ type: 'news', step: 2, seq: 5 });
  assert.equal(phone.run?.knows, undefined, 'that was of another run');
  await say({ type: 'news', step: 3, seq: 5 });
  assert.equal(phone.run?.knows, false);
  const at = browser.serverNow;
  await truth(5, at);
  await browser.pass(100);
  assert.equal(sent('score').at(-1)?.['knew'], undefined);
  await stream.receive({ type: 'tick', symbol: 'ACME', seq: 5, price: 108, at });
  assert.equal(phone.run?.knows, true);
  await browser.pass(50);
  const score = sent('score').at(-1);
  assert.equal(score?.['knew'], 5);
  assert.ok(Math.abs((score?.['after'] as number) - 125) < 30, `${score?.['after']} ms`);
  assert.ok((score?.['error'] as number) < 5);
  await show(running({ news: 9 }));
  assert.equal(phone.run?.knows, false, 'other news is not known yet');
  assert.equal(phone.run?.score.knew, undefined);
});

test('a newer price tells the news, too, also when the word of it comes last', async (t) => {
  const { browser, phone, sent, show, truth } = await joined(t);
  await show(running({ you: { way: 'press' } }));
  await browser.pass(50);
  const [question] = browser.questions as [Question];
  await truth(5);
  await truth(6);
  await question.tell(6);
  await browser.pass(50);
  await show(running({ you: { way: 'press' }, news: 5 }));
  assert.equal(phone.run?.knows, true);
  assert.equal(sent('score').at(-1)?.['knew'], 5);
});

test('a page that is loaded anew in a run goes on from its last report', async (t) => {
  const { phone, show } = await joined(t);
  const score = { missed: 2, prices: 7, questions: 1, knew: 5, after: 40, error: 1 };
  await show(running({ news: 5, you: { way: 'websocket', score } }));
  assert.deepEqual(phone.run?.score, { step: 3, ...score, questions: 2 });
});

test('a phone that comes too late for a run, or isn’t needed, does nothing', async (t) => {
  const { browser, phone, show } = await joined(t);
  await show(running({ you: {} }));
  await browser.pass(2_000);
  assert.equal(phone.run, undefined);
  assert.deepEqual([browser.told.length, browser.questions.length], [0, 0]);
});

test('where one look is one question, nothing is asked until somebody presses', async (t) => {
  const { browser, phone, show } = await joined(t);
  await show(running({ you: { way: 'press' }, round: { ...round, askFirst: false } }));
  await browser.pass(1_000);
  assert.equal(browser.questions.length, 0);
  assert.equal(phone.run?.score.rightFor, undefined);
  phone.run?.side.press();
  await browser.pass(50);
  assert.equal(browser.questions.length, 1);
});

test('timers begin at random, within their interval', async (t) => {
  const { browser, show } = await joined(t);
  t.mock.method(Math, 'random', () => 0.5);
  await show(running({ you: { way: 'timer' } }));
  await browser.pass(400);
  assert.equal(browser.questions.length, 0);
  await browser.pass(200);
  assert.equal(browser.questions.length, 1);
});

test('taps go over the way: as messages where there is a WebSocket, as requests elsewhere', async (t) => {
  const { browser, phone, show } = await joined(t);
  await show(running());
  const [socket] = browser.told as [Socket];
  await socket.open();
  phone.run?.tap();
  assert.equal(socket.sent.at(-1)?.['text'], 'Tap!');
  await socket.receive({ type: 'note', id: 1, text: 'Tap!', at: 1 });
  assert.deepEqual(phone.run?.taps, { sent: 1, back: 1 });
  await show(running({ step: 5, you: { way: 'sse' } }));
  const [stream] = browser.streams as [Stream];
  await stream.open();
  phone.run?.tap();
  assert.equal(browser.questions.at(-1)?.url.pathname, '/note');
});

test('while nobody looks the phone says so, and its time stands still', async (t) => {
  const { browser, phone, sent, show, truth } = await joined(t);
  await show(running());
  const [stream] = browser.told as [Socket];
  await stream.open();
  await truth(1);
  await stream.receive({ type: 'tick', symbol: 'ACME', seq: 1, price: 101, at: 1 });
  await browser.pass(1_000);
  await browser.hide(true);
  assert.deepEqual(sent('seen').at(-1), { type: 'seen', seen: false });
  const { duration } = phone.run?.side.run.score ?? {};
  await browser.pass(1_000);
  assert.equal(phone.run?.side.run.score.duration, duration);
  await browser.hide(false);
  assert.deepEqual(sent('seen').at(-1), { type: 'seen', seen: true });
});

test('a server that has started again does not know the phone, and that is said', async (t) => {
  const { browser, said, say, show, welcome } = await joined(t);
  await show({ step: 2, phase: 'vote', round, you: {} });
  await say({ type: 'error', code: 'not-now', message: 'The vote is closed.' });
  await browser.class.end(1006);
  await browser.pass(1_000);
  await welcome({ tab: 'tab-2' });
  await show({ step: 1, phase: 'lobby' });
  await say({ type: 'error', code: 'not-counted', message: 'Nothing is running now.' });
  await show({ step: 2, phase: 'predict', round });
  assert.deepEqual(said, [
    'The vote is closed.',
    'The server no longer knows this phone. You are in, and start anew from here.',
  ]);
});

test('a run and a vote of before the server’s end do not pass for those of the class after it', async (t) => {
  const { browser, phone, said, sent, show, welcome } = await joined(t);
  await show({ step: 2, phase: 'vote', round, you: {} });
  phone.vote(1);
  await show(running());
  await browser.class.end(1006);
  await browser.pass(1_000);
  await welcome({ tab: 'tab-2' });
  const scores = sent('score').length;
  for (const { step, phase } of [
    { step: 1, phase: 'lobby' },
    { step: 2, phase: 'vote' },
    { step: 3, phase: 'closed' },
  ] as const) {
    await show({ step, phase, round, you: {} });
    await browser.pass(2_000);
    assert.deepEqual([phone.choice, phone.running], [undefined, undefined]);
  }
  assert.equal(sent('score').length, scores);
  assert.deepEqual(sent('vote'), []);
  assert.equal(said.length, 1);
});

test('a run that is skipped has no last report', async (t) => {
  const { browser, sent, show } = await joined(t);
  await show(running());
  await browser.pass(100);
  const scores = sent('score').length;
  await show({ step: 4, phase: 'predict', round });
  await browser.pass(2_000);
  assert.equal(sent('score').length, scores);
});
