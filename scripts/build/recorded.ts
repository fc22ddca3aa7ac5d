import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { area, CAPTION, capitalized } from '../../src/client/exhibits/compare/area.ts';
import { type Age, SHOWN, STRETCH } from '../../src/client/exhibits/compare/comparison.ts';
import { resultOf, verdict } from '../../src/client/exhibits/compare/verdict.ts';
import { readRecording } from '../../src/client/recording/read-recording.ts';
import type { Recording } from '../../src/client/recording/recording.ts';
import { Replay } from '../../src/client/recording/replay.ts';
import { columns } from '../../src/client/report/report.ts';
import type { Scores } from '../../src/client/report/rows.ts';
import type { Side } from '../../src/client/session/side.ts';
import { pace } from '../../src/client/ui/format.ts';
import { type LeftWay, leftWays } from '../../src/client/ways/index.ts';
import { root } from '../run/files.js';

/** Where `npm run record` keeps a run of each way of asking, and the WebSocket's handshake. */
export const runFile = (left: LeftWay) => join(root, `public/recorded/${left}.json`);
export const HANDSHAKE = join(root, 'scripts/build/recorded-handshake.json');

/** The ways of asking that have been recorded: a new one has not, until the next `npm run record`. */
export const recordedWays = () => leftWays.filter(({ id }) => existsSync(runFile(id)));

/** A comparison of all ways, for those who read the page without JavaScript. */
export interface RecordedRuns {
  /** Such as 2026-01-31. */
  day: string;
  /** The browser, its version included. */
  browser: string;
  /** Pace of the market and delay of the line, in words. */
  conditions: string;
  /** How long each way ran and how tall the picture is, in words. */
  caption: string;
  /** Headings of the numbers. */
  columns: string[];
  ways: { name: string; side: 'http' | 'ws'; numbers: string[]; area: string }[];
  verdict: string[];
  /** The lines of the WebSocket's handshake that matter. */
  handshake: { request: string[]; answer: string[] };
}

/** The comparison, computed from the recorded runs as the page computes it. */
export function readRecorded(): RecordedRuns {
  const runs = recordedWays().map(({ id }) => readRun(id));
  const replays = runs.map((run) => new Replay(run));
  const [first, last] = [replays[0], replays.at(-1)];
  if (!first || !last) throw new Error('No way has been recorded.');
  // The WebSocket is measured beside the last of the others, as on the page.
  const stretches = [
    ...replays.map((replay) => stretchOf(replay, 'left')),
    stretchOf(last, 'right'),
  ];
  const shown = columns.filter(({ name }) => SHOWN.includes(name));
  const { instruments } = first.session;
  return {
    day: first.recording.day,
    browser: first.recording.browser.replace(/^.*?(?:Headless)?Chrome\/(\d+).*$/, 'Chromium $1'),
    conditions: `${pace(instruments.rate)}, ${instruments.rtt} ms added round trip, both simulated`,
    caption: CAPTION,
    columns: shown.map(({ name }) => name),
    ways: stretches.map(({ noun, side, scores, ages }) => ({
      name: capitalized(noun),
      side: side === 'left' ? 'http' : 'ws',
      numbers: shown.map(({ text }) => text({ ...scores, side, way: noun, settings: '' })),
      area: area(ages),
    })),
    verdict: verdict(stretches.map(({ noun, scores }) => resultOf(noun, scores))),
    handshake: JSON.parse(readFileSync(HANDSHAKE, 'utf8')),
  };
}

function readRun(left: LeftWay): Recording {
  const read = readRecording(readFileSync(runFile(left), 'utf8'));
  if ('problem' in read) throw new Error(`${runFile(left)}: ${read.problem}`);
  return read;
}

interface Stretch {
  noun: string;
  side: 'left' | 'right';
  scores: Scores;
  ages: Age[];
}

/** Before an event, so that what it changes is seen as it was, in ms. */
const JUST_BEFORE = 0.01;

/** One side's first {@link STRETCH} of a run: how old its price was at each turn, and what it came to. */
function stretchOf(replay: Replay, side: 'left' | 'right'): Stretch {
  const { session, recording } = replay;
  const { way }: Side = session[side];
  const ages: Age[] = [];
  let began: number | undefined;
  const look = (moment: number): number => {
    replay.seek(moment);
    const age = session[side].run.score.outOfDate(moment);
    if (age === undefined) return 0;
    began ??= moment;
    ages.push({ at: moment - began, age });
    return moment - began;
  };
  // In between the age is 0, or grows with the time.
  for (const [at, what] of recording[side].events) {
    if (at === null || (what !== 'truth' && what !== 'receive')) continue;
    look(at - JUST_BEFORE);
    if (look(at) >= STRETCH) break;
  }
  return { noun: way.noun, side, scores: replay.scores[side], ages };
}

/** The recorded runs as a picture, a table and a verdict. */
export function runInHtml({ caption, columns, ways, verdict, ...origin }: RecordedRuns): string {
  const bands = ways.map(
    ({ name, side, area }) =>
      `<div class="band ${side}"><b>${escaped(name)}</b><svg viewBox="0 0 600 40" preserveAspectRatio="none" aria-hidden="true"><path d="${escaped(area)}" /></svg></div>`,
  );
  const headings = ['Way', ...columns].map((name) => `<th scope="col">${escaped(name)}</th>`);
  const rows = ways.map(
    ({ name, side, numbers }) =>
      `<tr class="${side}"><th scope="row">${escaped(name)}</th>${numbers.map((number) => `<td>${escaped(number)}</td>`).join('')}</tr>`,
  );
  const files = recordedWays()
    .map(({ id, label }) => `<a href="/recorded/${id}.json" download>${escaped(label)}</a>`)
    .join(', ');
  return `<figure>
<figcaption>${escaped(caption)}</figcaption>
${bands.join('\n')}
</figure>
<div class="scroll" tabindex="0" role="region" aria-label="The recorded run in numbers">
<table>
<thead><tr>${headings.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
<div class="verdict">
${verdict.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
</div>
<p class="origin">Recorded by this page on ${escaped(origin.day)} in ${escaped(origin.browser)}: ${escaped(origin.conditions)}. The numbers are measured, but bytes per new price, which is calculated. The runs as files, for this page to replay where there is JavaScript: ${files}.</p>`;
}

/** The recorded handshake: what the browser sent, and what the server answered. */
export function handshakeInHtml({ handshake: { request, answer } }: RecordedRuns): string {
  const lines = (heading: string, side: string, all: string[]) =>
    `<div class="${side}"><h3>${heading}</h3><pre dir="ltr">${all.map(escaped).join('\n')}</pre></div>`;
  return `<div class="two">
${lines('The browser asks', 'http', request)}
${lines('The server answers', 'ws', answer)}
</div>`;
}

const CHARACTERS: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (character) => CHARACTERS[character] ?? '');
