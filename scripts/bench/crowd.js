// @ts-check
// A process of its own: many watchers of one server, each a WebSocket. It counts what they are told.
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './answer.js';
import { WebSocket } from './web-socket.js';

/** So many connect at once, again after so many ms, and no more than twice as many wait for an answer. */
const BATCH = 40;
const EVERY = 100;

/** After the last tick that counts a late one may still come, in ms. */
const LATE = 500;

const SEQ = Buffer.from('"seq":');
const AT = Buffer.from('"at":');

/** engine.io's packets, socket.io's transport: what it says first, and how it asks for a sign of life. */
const [OPENED, PING] = [0x30, 0x32];

/** @typedef {{ seq: number }} Watcher and the newest tick that it has been told */

/** @type {Watcher[]} */
const crowd = [];
let newest = 0;
/** Only ticks after the first and up to the last of these count. */
let [from, until] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
let delivered = 0;
/** How many ticks were so many ms old when they came. @type {number[]} */
const ages = [];
/** A tick that is waited for until all watchers have it. */
let awaited = { seq: Number.POSITIVE_INFINITY, missing: 0, done: () => {} };

answer({
  /** @param {{ port: number, path: string, watchers: number, lines?: number, every?: number }} where */
  async connect({ port, path, watchers, lines = 0, every = EVERY }) {
    const tabs = await openLines(port, lines);
    const opened = [];
    for (let i = 0; i < watchers; i++) {
      const tab = tabs[i % tabs.length];
      opened.push(connect(port, tab ? `${path}?tab=${tab}` : path));
      // A server may sendError more than 500 a second, also those that have piled up while it was busy.
      if (opened.length % BATCH === 0) await sleep(every);
      await opened[opened.length - 2 * BATCH];
    }
    await Promise.all(opened);
  },

  /** Begins to count, between two ticks. */
  async begin() {
    from = newest + 1;
    await everybodyHas(from);
  },

  /** Ends counting, between two ticks. @returns how many ticks each watcher was to be told */
  async end() {
    until = newest + 1;
    await everybodyHas(until);
    return until - from;
  },

  /** What has come of it. */
  async result() {
    await sleep(LATE);
    return { delivered, p50: quantile(0.5), p99: quantile(0.99), max: ages.length - 1 };
  },
});

/**
 * Puts tabs on simulated lines, as the page does, each with instruments of its own.
 * @param {number} port
 * @param {number} lines
 */
async function openLines(port, lines) {
  const tabs = Array.from({ length: lines }, (_, i) => `crowd${i}`);
  for (const tab of tabs) {
    const instruments = new WebSocket(port, '/instruments', () => {});
    await instruments.opened;
    instruments.send(JSON.stringify({ type: 'line', tab, rtt: 200 }));
  }
  return tabs;
}

/**
 * @param {number} port
 * @param {string} path
 */
function connect(port, path) {
  const watcher = { seq: 0 };
  crowd.push(watcher);
  const socket = new WebSocket(port, path, (bytes, start, end) => {
    const first = bytes[start];
    if (first === OPENED) socket.send('40');
    else if (first === PING && end === start + 1) socket.send('3');
    else hear(watcher, bytes, start, end);
  });
  return socket.opened;
}

/** @param {Watcher} watcher @param {Buffer} bytes @param {number} start @param {number} end */
function hear(watcher, bytes, start, end) {
  const place = bytes.indexOf(SEQ, start);
  if (place < 0 || place >= end) return;
  const seq = numberAt(bytes, place + SEQ.length);
  if (seq <= watcher.seq) return;
  if (watcher.seq < awaited.seq && seq >= awaited.seq) {
    awaited.missing -= 1;
    if (awaited.missing === 0) awaited.done();
  }
  watcher.seq = seq;
  if (seq > newest) newest = seq;
  if (seq <= from || seq > until) return;
  delivered += 1;
  const age = Math.max(0, Date.now() - numberAt(bytes, bytes.indexOf(AT, place) + AT.length));
  ages[age] = (ages[age] ?? 0) + 1;
}

/** Once everybody has a tick, the server has nothing to do until the next. @param {number} seq */
function everybodyHas(seq) {
  return new Promise((resolve) => {
    awaited = { seq, missing: crowd.length, done: () => resolve(undefined) };
  });
}

/** @param {Buffer} bytes @param {number} from where the digits begin */
function numberAt(bytes, from) {
  let number = 0;
  for (let i = from; ; i++) {
    const digit = /** @type {number} */ (bytes[i]) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return number;
    number = number * 10 + digit;
  }
}

/** The age that so large a share of the ticks did not exceed. @param {number} share */
function quantile(share) {
  let left = share * delivered;
  for (const [age, count = 0] of ages.entries()) {
    left -= count;
    if (left <= 0) return age;
  }
  return undefined;
}
