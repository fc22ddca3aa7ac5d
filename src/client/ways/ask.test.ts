import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ask } from './ask.ts';
import { Stage } from './testing/stage.ts';

/** Asks one question; `then` is what becomes of it. */
async function asked(t: TestContext, then: (stage: Stage) => Promise<void>) {
  const stage = new Stage(t);
  const { signal } = new AbortController();
  const answered = ask(stage, signal, { after: 3, wait: undefined });
  await then(stage);
  return { stage, answered: await answered };
}

test('asks for the company shown and for what else is wanted, and says what came', async (t) => {
  const { stage, answered } = await asked(t, (stage) => stage.question.tell(4));
  assert.equal(answered, true);
  assert.equal(stage.question.url.href, 'http://localhost/price?symbol=ACME&after=3');
  assert.equal(stage.cursor, 4);
  assert.deepEqual(stage.counts, { questions: 1, answers: 1 });
  assert.deepEqual(stage.statuses, [{ state: 'asking' }, { state: 'answered' }]);
});

test('an answer that there is nothing new was wasted', async (t) => {
  const { stage, answered } = await asked(t, (stage) => stage.question.answer(204));
  assert.equal(answered, true);
  assert.deepEqual(stage.counts, { questions: 1, answers: 1, wasted: 1 });
  assert.equal(stage.cursor, undefined);
});

const failures: [
  what: string,
  then: (stage: Stage) => Promise<void>,
  status: { why: string; heard: boolean },
][] = [
  [
    'a rejection',
    ({ question }) =>
      question.answer(
        429,
        '{"statusCode":429,"error":"Too Many Requests","message":"Ask less often."}',
      ),
    { why: 'Ask less often.', heard: true },
  ],
  [
    'a page of something on the way',
    ({ question }) => question.answer(200, '<h1>Log in</h1>'),
    { why: 'The answer was not a price. Did something on the way answer instead?', heard: true },
  ],
  [
    'no connection',
    ({ question }) => question.fail(),
    { why: 'No answer. The connection failed.', heard: false },
  ],
  [
    'no answer in time',
    (stage) => stage.pass(10_000),
    { why: 'No answer within 10 s.', heard: false },
  ],
];
for (const [what, then, status] of failures) {
  test(`${what} is a failure, with a sentence`, async (t) => {
    const { stage, answered } = await asked(t, then);
    assert.equal(answered, false);
    assert.equal(stage.question.open, false);
    assert.deepEqual(stage.counts, { questions: 1, failures: 1 });
    assert.deepEqual(stage.now, { state: 'failed', ...status, retryIn: undefined });
  });
}
