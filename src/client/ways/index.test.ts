/** What every way promises. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { leftWay, leftWays, rightWay } from './index.ts';
import { postNotes } from './post-notes.ts';
import { Stage } from './testing/stage.ts';

const ways = [...leftWays, rightWay];

/** Lets everything happen that makes a way go on: answers, failures, presses, time. */
async function turn(stage: Stage, n: number): Promise<void> {
  await stage.act('press');
  const [question] = stage.questions.splice(0);
  const [stream] = stage.streams.splice(0);
  const [socket] = stage.sockets.splice(0);
  if (n % 3 === 1) await stage.act('company');
  if (question?.open) await (n % 2 ? question.tell(n) : question.fail());
  if (stream && n % 2) await stream.open();
  if (stream) await stream.end('refused');
  if (socket && n % 2) await socket.open();
  if (socket) await socket.end(1006);
  if (n % 5 === 1) await stage.hide(true);
  await stage.pass(100);
  await stage.hide(false);
}

for (const { id, run } of [...ways, { id: 'post-notes', run: postNotes }]) {
  test(`${id} leaves nothing open when it is aborted, whatever has happened before`, async (t) => {
    const nothing = { questions: 0, streams: 0, sockets: 0, timers: 0, listeners: 0 };
    for (let turns = 0; turns < 8; turns++) {
      await t.test(`after ${turns} turns`, async (t) => {
        const stage = new Stage(t);
        await stage.start(run);
        for (let n = 0; n < turns; n++) await turn(stage, n);
        await stage.act('press');
        stage.send({ id: 1, text: '' });
        await stage.stop();
        assert.deepEqual(stage.open, nothing);
      });
    }
  });

  test(`${id} may run for hours: it adds no listener or timer that stays`, async (t) => {
    const stage = new Stage(t);
    await stage.start(run);
    let most = { timers: 0, listeners: 0 };
    const runTurns = async (turns: number) => {
      for (let n = 0; n < turns; n++) {
        await turn(stage, n);
        const { timers, listeners } = stage.open;
        most = {
          timers: Math.max(most.timers, timers),
          listeners: Math.max(most.listeners, listeners),
        };
      }
      return most;
    };
    const first = await runTurns(60);
    assert.deepEqual(await runTurns(120), first);
    await stage.stop();
  });
}

for (const way of ways) {
  test(`${way.id} has source files to show, with the lines that matter: five or so`, () => {
    const sources = way.sources.map((name) => new URL(`${name}.ts`, import.meta.url));
    for (const source of sources) assert.ok(existsSync(source), `${source}`);
    const code = sources.map((source) => readFileSync(source, 'utf8'));
    assert.match(code[0] ?? '', new RegExp(`id: '${way.id}'`));
    const lines = code.flatMap((text) => {
      const [, region] = text.split(/ *\/\/ #region The lines that matter\r?\n/);
      return region ? (region.split(/ *\/\/ #endregion/)[0] as string).trim().split('\n') : [];
    });
    assert.ok(lines.length >= 4 && lines.length <= 6, lines.join('\n'));
  });
}

test('each way has names of its own', () => {
  for (const name of ['id', 'label', 'reportLabel'] as const) {
    assert.equal(new Set(ways.map((way) => way[name])).size, ways.length);
  }
  for (const way of leftWays) assert.equal(leftWay(way.id), way);
});
