import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Browser } from '../../session/testing/browser.ts';
import type { Question, Socket, Stream } from '../../ways/testing/stage.ts';
import { checkNetwork, type Need } from './checks.ts';

/** A phone that has begun to try; its network does what the test does. */
function trying(t: TestContext) {
  const browser = new Browser(t);
  const given = new AbortController();
  const checked = checkNetwork(given.signal);
  const [question, socket, stream] = [
    browser.questions[0] as Question,
    browser.sockets[0] as Socket,
    browser.streams[0] as Stream,
  ];
  const missing = async (): Promise<Need[]> => (await checked).map(({ need }) => need);
  return { browser, checked, given, missing, question, socket, stream };
}

test('where all works nothing is missing, and nothing is left open', async (t) => {
  const { missing, question, socket, stream } = trying(t);
  await question.answer(200);
  await socket.open();
  await socket.receive({ type: 'pong', id: 1, at: 1 });
  await stream.open();
  await stream.tell(1);
  assert.deepEqual(await missing(), []);
  assert.equal(socket.readyState, 3);
  assert.equal(stream.readyState, 2);
});

test('a server that does not answer is all there is to say', async (t) => {
  const { checked, question, socket, stream } = trying(t);
  await question.fail();
  await socket.end(1006);
  await stream.end('refused');
  const problems = await checked;
  assert.deepEqual(
    problems.map(({ need }) => need),
    ['http'],
  );
  assert.match(problems[0]?.sentence ?? '', /same Wi-Fi.*client isolation/);
});

test('a blocked upgrade is told from a server that is gone', async (t) => {
  const { missing, question, socket, stream } = trying(t);
  await question.answer(200);
  await socket.end(1006);
  await stream.tell(1);
  assert.deepEqual(await missing(), ['websocket']);
});

test('a server that has too much to do for one more stream is none that holds it back', async (t) => {
  const { missing, question, socket, stream } = trying(t);
  await question.answer(200);
  await socket.open();
  await socket.receive({ type: 'pong', id: 1, at: 1 });
  await stream.end('refused');
  assert.deepEqual(await missing(), []);
});

test('a stream that is held back, and a ping without an answer, are found by waiting', async (t) => {
  const { browser, missing, question, socket, stream } = trying(t);
  browser.silent = true;
  await question.answer(200);
  await socket.open();
  await stream.open();
  await stream.end('lost');
  await browser.pass(4_000);
  assert.deepEqual(await missing(), ['clock', 'events']);
});

test('who gives up trying leaves nothing open', async (t) => {
  const { checked, given, socket, stream } = trying(t);
  given.abort();
  await checked;
  assert.deepEqual([socket.readyState, stream.readyState], [3, 2]);
});
