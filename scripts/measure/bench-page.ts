/**
 * `npm run bench:page`: the page at 50 price changes a second, its diagram open, for a minute, in a
 * real browser.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions } from '../run/options.ts';
import { Problem } from '../run/process.js';
import { mark, megabytes, origin } from './report.ts';
import { withPage } from './with-page.ts';

/** In s. What the page keeps (traces, messages, byte samples) is full after it; then nothing may grow. */
const WARM_UP = 160;
const SECONDS = 60;

/** The heap may differ by this factor between two collections and still be flat. */
const FLAT = 1.1;

/** What the page collects while it is measured. */
interface Samples {
  /** Between two frames, in ms. */
  frames: number[];
  /** Of each paint of the diagram, in ms. */
  paints: number[];
  /** Changes of what a screen reader announces. */
  announced: number;
  /** Ticks made and received before the measurement. */
  made: number;
  received: number;
}

declare global {
  interface Window {
    samples?: Samples;
  }
}

export async function main(args: string[]): Promise<void> {
  readOptions(
    {
      command: 'npm run bench:page',
      about: 'Measures the page at 50 price changes a second, in about four minutes.',
    },
    args,
  );
  await withPage(['--seed', '1', '--rate', '50', '--rtt', '0'], async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const devtools = await page.context().newCDPSession(page);
    const heap = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      return (await devtools.send('Runtime.getHeapUsage')).usedSize;
    };
    await page.goto(`${url}/?left=press&diagram=1`);
    console.log(`Warming up for ${WARM_UP} s…`);
    await sleep(WARM_UP * 1000);
    const before = await heap();
    console.log(`Measuring for ${SECONDS} s…`);
    await page.evaluate(watch);
    await sleep(SECONDS * 1000);
    const samples = await page.evaluate(read);
    const after = await heap();

    const results = judge(samples, before, after);
    for (const { name, value, good } of results) console.log(`${mark(good)} ${name}: ${value}`);
    console.log(origin(`Chromium ${browser.version()}`));
    if (!results.every(({ good }) => good)) throw new Problem('The page is too slow.');
  });
}

/** @param before size of the heap in bytes, as is `after` */
function judge(
  { frames, paints, announced, made, received }: Samples,
  before: number,
  after: number,
) {
  const frame = p95(frames);
  const paint = p95(paints);
  return [
    { name: 'Ticks made / received', value: `${made} / ${received}`, good: made === received },
    { name: 'p95 frame', value: `${frame.toFixed(1)} ms (at most 34)`, good: frame <= 34 },
    {
      name: 'p95 paint of the diagram',
      value: `${paint.toFixed(1)} ms (under 4)`,
      good: paint < 4,
    },
    {
      name: 'Paints a second',
      value: `${(paints.length / SECONDS).toFixed(1)} (at most 30)`,
      good: paints.length <= 30 * SECONDS,
    },
    {
      name: 'Heap after collection',
      value: `${megabytes(before)} → ${megabytes(after)}`,
      good: after < before * FLAT,
    },
    { name: 'Status announcements', value: `${announced} (at most 6)`, good: announced <= 6 },
  ];
}

function p95(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(values.length * 0.95)] ?? Number.POSITIVE_INFINITY;
}

// The next two run in the page, where the helper isn't that the compiler calls for named functions:
// every function in them is anonymous.

/** Begins to collect samples. */
function watch(): void {
  const session = document.querySelector('http-ticker')?.session;
  const diagram = document.querySelector('message-diagram');
  const status = document.querySelector('status-line')?.shadowRoot;
  if (!session || !diagram || !status) throw new Error('The page is not complete.');

  const { run } = session.right;
  const samples: Samples = {
    frames: [],
    paints: [],
    announced: 0,
    made: (run.score.latest?.seq ?? 0) - (run.score.waiting ?? 0),
    received: run.counts.received,
  };
  window.samples = samples;

  void (async () => {
    for (let last = performance.now(); ; ) {
      const now = await new Promise<number>(requestAnimationFrame);
      samples.frames.push(now - last);
      last = now;
    }
  })();
  const paint = diagram.paint.bind(diagram);
  diagram.paint = () => {
    const began = performance.now();
    paint();
    samples.paints.push(performance.now() - began);
  };
  new MutationObserver((changes) => {
    samples.announced += changes.length;
  }).observe(status, { subtree: true, childList: true, characterData: true });
}

/** Returns the samples, with the ticks made and received since `watch`. */
function read(): Samples {
  const session = document.querySelector('http-ticker')?.session;
  const { samples } = window;
  if (!session || !samples) throw new Error('Nothing has been measured.');
  const { score, counts } = session.right.run;
  return {
    ...samples,
    // Ticks that the page knows to be under way will come.
    made: (score.latest?.seq ?? 0) - (score.waiting ?? 0) - samples.made,
    received: counts.received - samples.received,
  };
}
