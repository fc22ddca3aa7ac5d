import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { happened } from '../ways/testing/stage.ts';
import type { PageCommands } from './page-commands.ts';
import { Browser, HTTP2_PORT, running } from './testing/browser.ts';

const PORT = String(HTTP2_PORT);

/** A page on HTTP/1.1 that has asked whether it can have HTTP/2. */
async function choosing(t: TestContext) {
  const { browser, session } = await running(t);
  if (session.instruments.hello) session.instruments.hello.http2 = true;
  const said: string[] = [];
  session.addEventListener('say', ({ detail }) => said.push(detail));
  const chosen = session.commands.setHttp2(true);
  await happened();
  const [check] = browser.questions.slice(-1);
  assert.equal(check?.url.port, PORT);
  return { browser, session, said, chosen, check };
}

test('once the port has answered, a new run begins there on both sides', async (t) => {
  const { browser, session, said, chosen, check } = await choosing(t);
  assert.deepEqual([session.http2.on, session.line.run], [false, 1]);
  await check?.tell(1);
  await chosen;
  assert.deepEqual([session.http2.on, session.line.run], [true, 2]);
  assert.deepEqual(
    [browser.questions.at(-1), browser.told.at(-1)].map((way) => way?.url.port),
    [PORT, PORT],
  );
  assert.equal(browser.questions.at(-1)?.init.credentials, 'include');
  assert.equal(said.at(-1), 'Both sides use HTTP/2.');
  await browser.pass(500);
  assert.equal(browser.query.get('http'), '2');

  await session.commands.setHttp2(false);
  assert.deepEqual([session.http2.on, session.line.run], [false, 3]);
  assert.equal(browser.lines.at(-1)?.http2, false);
  assert.equal(browser.told.at(-1)?.url.port, '');
});

test('a port that does not answer changes nothing, and the page says why', async (t) => {
  const { browser, session, said, chosen, check } = await choosing(t);
  const told = browser.told.length;
  await check?.fail();
  await chosen;
  assert.deepEqual([session.http2.on, session.settings.http2, session.line.run], [false, false, 1]);
  assert.equal(browser.told.length, told);
  assert.match(said.at(-1) ?? '', /can’t reach port 4433.*Both sides stay with HTTP\/1\.1\.$/);
  assert.equal(new URL(session.http2.address).port, PORT);
});

test('without contact, what else was refused earlier is no reason', async (t) => {
  const { browser, session } = await running(t);
  if (session.instruments.hello) session.instruments.hello.http2 = true;
  session.instruments.error = 'Only the instructor can change the market.';
  await browser.instruments.end(1006);
  assert.equal(await session.http2.check(), false);
  assert.equal(session.http2.problem, 'There is no contact with the server.');
});

test('a link with it begins there, and what finding out has cost is in no run', async (t) => {
  const browser = new Browser(t);
  const session = browser.open('http=2');
  await browser.welcome({ http2: true });
  assert.deepEqual([browser.told.length, session.runs.begun], [0, false]);
  await browser.questions[0]?.tell(1);
  await happened();
  assert.ok(session.http2.on && session.runs.begun);
  assert.deepEqual([session.line.run, browser.lines.at(-1)?.run], [2, 2]);
  assert.equal(browser.told[0]?.url.port, PORT);
});

test('where there is none, a link with it begins with HTTP/1.1', async (t) => {
  const browser = new Browser(t);
  const session = browser.open('http=2');
  const said: string[] = [];
  session.addEventListener('say', ({ detail }) => said.push(detail));
  await browser.welcome();
  assert.ok(session.runs.begun && !session.http2.on);
  assert.equal(browser.told[0]?.url.port, '');
  assert.ok(said.some((sentence) => sentence.includes('only over TLS')));
});

for (const [name, leave] of [
  ['the lesson is', (commands: PageCommands) => commands.setStep(1)],
  ['the experiments are', (commands: PageCommands) => commands.backToNormal()],
] as const) {
  test(`${name} on HTTP/1.1`, async (t) => {
    const { session, chosen, check } = await choosing(t);
    await check?.tell(1);
    await chosen;
    void leave(session.commands);
    await happened();
    assert.deepEqual([session.http2.on, session.settings.http2], [false, false]);
  });
}

test('what both sides share is of this run, whoever has counted it', async (t) => {
  const { browser, session, chosen, check } = await choosing(t);
  const shared = { frames: 40, tls: 3, connections: 1, open: 1 };
  await browser.bytes(session, { shared });
  assert.equal(session.left.run.moved.shared, undefined, 'it is still on HTTP/1.1');
  await check?.tell(1);
  await chosen;
  assert.equal(session.left.run.moved.shared, undefined);
  await browser.bytes(session, { shared });
  await browser.bytes(session, { line: 'line 2', shared });
  assert.deepEqual(session.left.run.moved.shared, { frames: 80, tls: 6 });
});
