import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run/files.js';

/** Where `npm run record` keeps what it has recorded. */
export const RECORDED = join(root, 'scripts/build/recorded-run.json');

/** A comparison of all ways as the page showed it, for those who read the page without JavaScript. */
export interface RecordedRun {
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

export const readRecorded = (): RecordedRun => JSON.parse(readFileSync(RECORDED, 'utf8'));

/** The recorded run as a picture, a table and a verdict. */
export function runInHtml({ caption, columns, ways, verdict, ...origin }: RecordedRun): string {
  const bands = ways.map(
    ({ name, side, area }) =>
      `<div class="band ${side}"><b>${escaped(name)}</b><svg viewBox="0 0 600 40" preserveAspectRatio="none" aria-hidden="true"><path d="${escaped(area)}" /></svg></div>`,
  );
  const headings = ['Way', ...columns].map((name) => `<th scope="col">${escaped(name)}</th>`);
  const rows = ways.map(
    ({ name, side, numbers }) =>
      `<tr class="${side}"><th scope="row">${escaped(name)}</th>${numbers.map((number) => `<td>${escaped(number)}</td>`).join('')}</tr>`,
  );
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
<p class="origin">Recorded by this page on ${escaped(origin.day)} in ${escaped(origin.browser)}: ${escaped(origin.conditions)}. The numbers are measured, but bytes per new price, which is calculated.</p>`;
}

/** The recorded handshake: what the browser sent, and what the server answered. */
export function handshakeInHtml({ handshake: { request, answer } }: RecordedRun): string {
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
