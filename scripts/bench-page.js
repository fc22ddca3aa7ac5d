// @ts-check
// `npm run bench:page`: the page at 50 price changes a second, its diagram open, for a minute, in a
// real browser.
import './node-version.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { withPage } from './page-run.js';
import { origin } from './report.js';
import { Problem, script } from './run.js';

const WARM_UP = 160;
const SECONDS = 60;
/** The heap may differ by so much between two collections and still be flat. */
const FLAT = 1.1;

await script(async () => {
  await withPage(['--seed', '1', '--rate', '50', '--rtt', '0'], async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const devtools = await page.context().newCDPSession(page);
    const heap = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      return (await devtools.send('Runtime.getHeapUsage')).usedSize;
    };
    await page.goto(`${url}/?left=press&diagram=1`);
    // What the page keeps (traces, messages, byte samples) is full after so long; then nothing may grow.
    console.log(`Warming up for ${WARM_UP} s…`);
    await sleep(WARM_UP * 1000);
    const before = await heap();
    console.log(`Measuring for ${SECONDS} s…`);
    await page.evaluate(watch);
    await sleep(SECONDS * 1000);
    const { frames, paints, said, ticks, received } = await page.evaluate(read);
    const after = await heap();

    const p95 = quantile(frames);
    const paint = quantile(paints);
    /** @type {[string, string, boolean][]} */
    const results = [
      ['Ticks made / received', `${ticks} / ${received}`, ticks === received],
      ['p95 frame', `${p95.toFixed(1)} ms (at most 34)`, p95 <= 34],
      ['p95 paint of the diagram', `${paint.toFixed(1)} ms (under 4)`, paint < 4],
      [
        'Paints a second',
        `${(paints.length / SECONDS).toFixed(1)} (at most 30)`,
        paints.length <= 30 * SECONDS,
      ],
      [
        'Heap after collection',
        `${(before / 1e6).toFixed(1)} → ${(after / 1e6).toFixed(1)} MB`,
        after < before * FLAT,
      ],
      ['Status announcements', `${said} (at most 6)`, said <= 6],
    ];
    for (const [name, value, good] of results) console.log(`${good ? '✓' : '✗'} ${name}: ${value}`);
    console.log(origin(`Chromium ${browser.version()}`));
    if (!results.every(([, , good]) => good)) throw new Problem('The page is too slow.');
  });
});

/** @param {number[]} values */
function quantile(values, share = 0.95) {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length * share)] ?? Number.POSITIVE_INFINITY;
}

function watch() {
  const session = /** @type {any} */ (document.querySelector('http-ticker')).session;
  const bench = {
    frames: /** @type {number[]} */ ([]),
    paints: /** @type {number[]} */ ([]),
    said: 0,
    seq: session.right.run.score.latest.seq - session.right.run.score.waiting,
    received: session.right.run.counts.received,
  };
  Object.assign(window, { bench });
  let last = performance.now();
  const frame = (/** @type {number} */ now) => {
    bench.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const diagram = /** @type {any} */ (document.querySelector('message-diagram'));
  const paint = diagram.paint.bind(diagram);
  diagram.paint = () => {
    const began = performance.now();
    paint();
    bench.paints.push(performance.now() - began);
  };
  const status = document.querySelector('status-line')?.shadowRoot;
  new MutationObserver((changes) => {
    bench.said += changes.length;
  }).observe(/** @type {Node} */ (status), { subtree: true, childList: true, characterData: true });
}

function read() {
  const session = /** @type {any} */ (document.querySelector('http-ticker')).session;
  const { frames, paints, said, seq, received } = /** @type {any} */ (window).bench;
  return {
    frames: /** @type {number[]} */ (frames),
    paints: /** @type {number[]} */ (paints),
    said: /** @type {number} */ (said),
    // Those that the page knows to be under way will come.
    ticks: session.right.run.score.latest.seq - seq - session.right.run.score.waiting,
    received: session.right.run.counts.received - received,
  };
}
