import { scoresOf } from '../report/rows.ts';
import { LOG_LENGTH } from '../session/runs/run-log.ts';
import type { Session } from '../session/session.ts';
import type { Side } from '../session/side.ts';
import { FORMAT, type RecordedSide, type Recording, timesOf, VERSION } from './recording.ts';
import { Replay } from './replay.ts';

/** Why the run can't be saved now, in a sentence; undefined if it can. */
export function whyUnsaved({ clock, sides }: Session): string | undefined {
  const seen = clock.now !== undefined && sides.some(({ run }) => run.shown);
  return seen
    ? undefined
    : 'Nothing has been measured in this run yet, so there is nothing to save.';
}

/**
 * The run so far, both sides of it.
 * @param origin what the page knows and its session does not
 */
export function record(
  session: Session,
  { messages, ...origin }: Pick<Recording, 'day' | 'browser' | 'messages'>,
): Recording {
  const { clock, left, right, sides, settings, http2, instruments } = session;
  const now = clock.now ?? 0;
  const full = sides.filter(({ run }) => run.log.length >= LOG_LENGTH);
  const ended = Math.min(now, ...full.flatMap(({ run }) => timesOf(run.log).slice(-1)));
  const cut = full.length > 0;
  // When it began little may have been known of the server's clock, or nothing.
  const began = Math.min(
    ...sides.flatMap(({ run }) => [
      ...timesOf(run.log).slice(0, 1),
      (clock.at(run.begun) ?? now) - (clock.error ?? 0),
    ]),
  );
  const recording: Recording = {
    format: FORMAT,
    version: VERSION,
    ...origin,
    settings: {
      symbol: left.symbol,
      left: settings.left,
      poll: settings.poll,
      http: http2.on ? '2' : '1.1',
    },
    ended,
    clockError: clock.error ?? 0,
    cut,
    left: sideOf(left, ended, cut, instruments.rtt),
    right: sideOf(right, ended, cut, instruments.rtt),
    messages: messages?.filter(({ sent }) => sent >= began && sent <= ended) ?? null,
  };
  if (!cut) return recording;
  // What the run has come to since then is not what the recording comes to.
  const scores = new Replay(recording).scores;
  return {
    ...recording,
    left: { ...recording.left, scores: scores.left },
    right: { ...recording.right, scores: scores.right },
  };
}

/** What a side was told until then, in full or as far as it is kept, and what it came to. */
function sideOf({ run }: Side, ended: number, cut: boolean, rtt: number | undefined): RecordedSide {
  const times = timesOf(run.log);
  return {
    ran: run.ran,
    events: run.log.filter((_, i) => !cut || (times[i] ?? 0) <= ended),
    scores: scoresOf(run, ended, rtt),
  };
}
