import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longPoll } from './long-poll.ts';
import { serverSentEvents } from './server-sent-events.ts';
import { Stage } from './testing/stage.ts';

for (const { id, run } of [longPoll, serverSentEvents]) {
  const held = ({ open: { questions, streams } }: Stage) => questions + streams;
  const asked = ({ questions, streams }: Stage) => questions.length + streams.length;

  test(`${id}: a page hidden for 5 s lets go of what it holds; seen again, it goes on`, async (t) => {
    const stage = new Stage(t);
    await stage.start(run);
    await stage.hide(true);
    await stage.pass(4_950);
    assert.equal(held(stage), 1);
    await stage.pass(50);
    assert.equal(held(stage), 0);
    assert.deepEqual(stage.now, { state: 'hidden' });
    await stage.pass(60_000);
    assert.equal(asked(stage), 1);
    stage.cursor = 4;
    await stage.hide(false);
    assert.equal(held(stage), 1);
    const { url } = stage.questions.at(-1) ?? stage.stream;
    assert.equal(url.searchParams.get('after'), '4');
    await stage.stop();
  });

  test(`${id}: a page that is hidden for a moment keeps what it holds`, async (t) => {
    const stage = new Stage(t);
    await stage.start(run);
    for (let n = 0; n < 5; n++) {
      await stage.hide(true);
      await stage.pass(3_000);
      await stage.hide(false);
      await stage.pass(1_000);
    }
    assert.equal(held(stage), 1);
    assert.equal(asked(stage), 1);
    await stage.stop();
  });
}
