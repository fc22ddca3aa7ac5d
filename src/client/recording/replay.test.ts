import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Scores, scoresOf } from '../report/rows.ts';
import type { Run } from '../session/runs/run.ts';
import { LOG_LENGTH } from '../session/runs/run-log.ts';
import type { Session } from '../session/session.ts';
import { sharedWords } from '../ui/http2-words.ts';
import { readRecording } from './read-recording.ts';
import { record, whyUnsaved } from './recorder.ts';
import type { RecordedMessage, Recording } from './recording.ts';
import { Replay } from './replay.ts';
import { visit } from './testing/visit.ts';

const origin = { day: '2026-01-31', browser: 'a test', messages: null };

/** What becomes of a recording in a file. */
function reread(recording: Recording): Recording {
  const read = readRecording(JSON.stringify(recording));
  assert.ok(!('problem' in read), JSON.stringify(read));
  return read;
}

/** What both sides have come to by now. */
const scoresNow = (
  { left, right, clock, instruments: { rtt } }: Session,
  now = clock.now ?? 0,
) => ({
  left: scoresOf(left.run, now, rtt),
  right: scoresOf(right.run, now, rtt),
});

/** Which price each side showed before, which says whether it has risen. */
const beforeNow = ({ sides }: Session) => sides.map(({ run }) => run.before);

/** What the page knew at a moment of a run. */
interface Mark {
  run: Run;
  moment: number;
  scores: { left: Scores; right: Scores };
  before: (number | undefined)[];
  shared: string;
}

/** Each kind of event that was in one of the recordings. */
const recorded = new Set<string>();

for (let seed = 1; seed <= 40; seed++) {
  test(`a recording replays to identical scores (seed ${seed})`, async (t) => {
    const visited = await visit(t, seed);
    const { browser, session } = visited;
    const marks: Mark[] = [];
    await visited.go(20);
    while (whyUnsaved(session) || marks.length < 5) {
      await visited.go(10);
      marks.push({
        run: session.left.run,
        moment: session.clock.now ?? 0,
        scores: scoresNow(session),
        before: beforeNow(session),
        shared: sharedWords(session),
      });
      await browser.pass(50);
    }
    const recording = record(session, origin);
    const scores = scoresNow(session, recording.ended);
    assert.deepEqual(
      { left: recording.left.scores, right: recording.right.scores },
      scores,
      'as they stood',
    );
    const replay = new Replay(reread(recording));
    assert.deepEqual(replay.scores, scores);
    // Back and forth, at each moment what the page knew then.
    for (const mark of marks.toReversed().concat(marks)) {
      if (mark.run !== session.left.run) continue;
      replay.seek(mark.moment);
      assert.deepEqual(replay.scores, mark.scores);
      assert.deepEqual(beforeNow(replay.session), mark.before);
      assert.equal(sharedWords(replay.session), mark.shared);
    }
    replay.seek(Number.POSITIVE_INFINITY);
    assert.deepEqual(replay.scores, scores);
    assert.equal(sharedWords(replay.session), sharedWords(session));
    if (sharedWords(session)) recorded.add('shared');
    for (const { events } of [recording.left, recording.right]) {
      for (const [, what] of events) recorded.add(what);
    }
  });
}

test('all that a run can be told was in these recordings', () => {
  assert.deepEqual([...recorded].sort(), [
    'advance',
    'conditions',
    'count',
    'drawn',
    'goOn',
    'measure',
    'receive',
    'resume',
    'shared',
    'show',
    'status',
    'suspend',
    'truth',
    'truthUnknown',
  ]);
});

test('a run too long to be kept is recorded up to where it is, with the scores of then', async (t) => {
  const { browser, session } = await visit(t, 1);
  const { log } = session.right.run;
  await browser.pass(1_000);
  const moment = session.clock.now ?? 0;
  session.right.run.advance(moment);
  const { right } = scoresNow(session, moment);
  while (log.length < LOG_LENGTH) session.right.run.advance(moment);
  await browser.truth(2);
  await browser.pass(2_000);
  const recording = record(session, origin);
  assert.equal(recording.cut, true);
  assert.deepEqual([recording.ended, log.length], [moment, LOG_LENGTH]);
  assert.deepEqual(recording.right.scores, right);
  assert.ok(recording.left.events.every(([at]) => (at ?? 0) <= moment));
  assert.deepEqual(new Replay(reread(recording)).scores.left, recording.left.scores);
});

const sent = (at: number): RecordedMessage => ({
  side: 'ws',
  connection: 1,
  kind: 'frame',
  direction: 'down',
  sent: at,
  bytes: 90,
});

test('messages of an earlier run are not in it', async (t) => {
  const { browser, session } = await visit(t, 1);
  const before = sent(session.clock.now ?? 0);
  await browser.pass(100);
  await session.commands.setLeft('timer');
  await browser.pass(100);
  const within = sent(session.clock.now ?? 0);
  await browser.pass(100);
  const { messages } = record(session, { ...origin, messages: [before, within] });
  assert.deepEqual(messages, [within]);
});

test('messages of its beginning are in it, though the server’s clock was known less well then', async (t) => {
  const { browser, session } = await visit(t, 1);
  await session.commands.setLeft('timer');
  await browser.pass(100);
  const late = 500;
  session.clock.reset();
  session.clock.add(late, 0, late);
  const began = browser.serverNow - 100 - late;
  const [before, within] = [sent(began - 50), sent(began + 50)];
  const { messages } = record(session, { ...origin, messages: [before, within] });
  assert.deepEqual(messages, [within]);
});

test('while nothing is measured there is nothing to save', async (t) => {
  const { session } = await visit(t, 1);
  assert.equal(whyUnsaved(session), undefined);
  await session.commands.reset();
  assert.match(whyUnsaved(session) ?? '', /nothing to save/);
});

test('what the page did not know then is not known in the replay', async (t) => {
  const { browser, session } = await visit(t, 1);
  await browser.pass(500);
  const before = session.clock.now ?? 0;
  await browser.pass(500);
  await browser.instruments.end(1006);
  await browser.pass(500);
  const lost = session.clock.now ?? 0;
  await browser.pass(500);
  await browser.welcome();
  await browser.pass(500);
  const replay = new Replay(reread(record(session, origin)));
  const measured = [before, lost, session.clock.now ?? 0].map((moment) => {
    replay.seek(moment);
    return replay.session.measured;
  });
  assert.deepEqual(measured, [true, false, true]);
});
