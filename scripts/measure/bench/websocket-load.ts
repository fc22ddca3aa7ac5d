/** A process of its own: many watchers of one server, each a WebSocket. Counts what they are sent. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../rpc.ts';
import { WebSocketClient } from './websocket-client.ts';

/** This many connect at once, and at most twice as many wait for the server's answer. */
const BATCH = 40;

/** Between two batches, in ms: a server may refuse more than 500 connections a second. */
const BATCH_EVERY = 100;

/** How long a tick that counts may still come after the last one, in ms. */
const LATE = 500;

const SEQ = Buffer.from('"seq":');
const AT = Buffer.from('"at":');

/** engine.io's packets, which carry socket.io's: the server's first one, and its ping. */
const [ENGINE_OPEN, ENGINE_PING] = [0x30, 0x32];

interface Where {
  port: number;
  path: string;
  watchers: number;
  /** The watchers share this many simulated lines; none if left out. */
  lines?: number;
  /** In ms; BATCH_EVERY if left out. */
  batchEvery?: number;
}

/** The seq of the newest tick that it has been sent. */
interface Watcher {
  seq: number;
}

const watchers: Watcher[] = [];
let newest = 0;
/** Only ticks after the first and up to the last of these count. */
let [from, until] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
let delivered = 0;
/** How many ticks arrived at an age of so many ms. */
const ages: number[] = [];
/** A tick that is waited for until all watchers have it. */
let awaited = { seq: Number.POSITIVE_INFINITY, missing: 0, done: () => {} };

const methods = {
  async connect({ port, path, watchers, lines = 0, batchEvery = BATCH_EVERY }: Where) {
    const tabs = await openLines(port, lines);
    const opened = [];
    for (let i = 0; i < watchers; i++) {
      const tab = tabs[i % tabs.length];
      opened.push(watch(port, tab ? `${path}?tab=${tab}` : path));
      if (opened.length % BATCH === 0) await sleep(batchEvery);
      await opened[opened.length - 2 * BATCH];
    }
    await Promise.all(opened);
  },

  /** Begins to count, between two ticks. */
  async begin() {
    from = newest + 1;
    await everybodyHas(from);
  },

  /** Ends counting, between two ticks. Returns how many ticks each watcher should have been sent. */
  async end() {
    until = newest + 1;
    await everybodyHas(until);
    return until - from;
  },

  /** Returns how many ticks arrived in all, and their age on arrival, in ms. */
  async result() {
    await sleep(LATE);
    return { delivered, age: { p50: quantile(0.5), p99: quantile(0.99), max: ages.length - 1 } };
  },
};

export type WebSocketLoad = typeof methods;

serve(methods);

/** Puts tabs on simulated lines, as the page does, each with instruments of its own. */
async function openLines(port: number, lines: number): Promise<string[]> {
  const tabs = Array.from({ length: lines }, (_, i) => `crowd${i}`);
  for (const tab of tabs) {
    const instruments = new WebSocketClient(port, '/instruments', () => {});
    await instruments.opened;
    instruments.send(JSON.stringify({ type: 'line', tab, rtt: 200 }));
  }
  return tabs;
}

function watch(port: number, path: string): Promise<void> {
  const watcher = { seq: 0 };
  watchers.push(watcher);
  const socket = new WebSocketClient(port, path, (bytes, start, end) => {
    const first = bytes[start];
    if (first === ENGINE_OPEN) socket.send('40');
    else if (first === ENGINE_PING && end === start + 1) socket.send('3');
    else receive(watcher, bytes, start, end);
  });
  return socket.opened;
}

function receive(watcher: Watcher, bytes: Buffer, start: number, end: number): void {
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

/** Once all watchers have a tick, the server has nothing to do until the next. */
function everybodyHas(seq: number): Promise<void> {
  return new Promise((done) => {
    awaited = { seq, missing: watchers.length, done };
  });
}

/** Reads digits up to the first byte that is none. */
function numberAt(bytes: Buffer, from: number): number {
  let number = 0;
  for (let i = from; i < bytes.length; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    number = number * 10 + digit;
  }
  return number;
}

/** The age that a share of the ticks did not exceed, in ms. */
function quantile(share: number): number {
  let left = share * delivered;
  for (const [age, count = 0] of ages.entries()) {
    left -= count;
    if (left <= 0) return age;
  }
  return Number.NaN;
}
