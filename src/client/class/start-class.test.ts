import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from '../session/testing/browser.ts';
import type { Question } from '../ways/testing/stage.ts';
import { mayStartClass, startClass } from './start-class.ts';

test('a class that has begun is opened by its link, which has the key where no server sees it', async (t) => {
  const browser = new Browser(t);
  const started = startClass();
  const [question] = browser.questions as [Question];
  assert.deepEqual([question.url.pathname, question.init.method], ['/classes', 'POST']);
  await question.answer(201, '{"code":"123456","key":"secret"}');
  assert.deepEqual(await started, { link: '/class/123456#key=secret' });
});

test('why there is no class is said in one sentence', async (t) => {
  const browser = new Browser(t);
  const wrong = async (fail: (question: Question) => Promise<void>) => {
    const started = startClass();
    await fail(browser.questions.at(-1) as Question);
    const result = await started;
    return 'wrong' in result ? result.wrong : '';
  };
  assert.match(await wrong((question) => question.answer(404)), /only its owner/);
  const full = '{"statusCode":503,"message":"This server holds as many classes as it can."}';
  assert.match(await wrong((question) => question.answer(503, full)), /as many classes/);
  assert.match(await wrong((question) => question.fail()), /doesn’t answer/);
});

test('only a server that says so lets everybody begin a class', async (t) => {
  const browser = new Browser(t);
  const ask = async (answer: (question: Question) => Promise<void>) => {
    const asked = mayStartClass();
    await answer(browser.questions.at(-1) as Question);
    return asked;
  };
  assert.equal(await ask((question) => question.answer(200, '{"open":true}')), true);
  assert.equal(await ask((question) => question.answer(200, '{"open":false}')), false);
  assert.equal(await ask((question) => question.answer(404)), false);
  assert.equal(await ask((question) => question.fail()), false);
});
