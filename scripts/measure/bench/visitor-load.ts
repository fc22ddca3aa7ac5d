/**
 * A process of its own: visitors of the page, each with instruments, a stream and a request for the
 * price every second, as a browser sends it. They come with a simulated line, or without.
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../rpc.ts';
import { WebSocketClient } from './websocket-client.ts';

/** How many arrive at once, and how long it takes until the next do, in ms. */
const BATCH = 20;
const PAUSE = 100;

/** Added round trip of a line, in ms: the command's default. */
const RTT = 200;

/** What a browser sends besides. */
const HEADERS = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept: */*',
  'Accept-Encoding: gzip, deflate',
  'Accept-Language: en-GB,en;q=0.9',
];

const counts = { truths: 0, ticks: 0, answers: 0 };

const methods = {
  async connect({ port, visitors, lines }: { port: number; visitors: number; lines: boolean }) {
    for (let i = 0; i < visitors; i++) {
      await visit(port, lines ? `visitor${i}` : undefined, (i / visitors) * 1000);
      if (i % BATCH === 0) await sleep(PAUSE);
    }
    // Until the last has its stream and an answer.
    await sleep(2_000);
  },

  /** How much all have got so far. */
  counts: () => counts,
};

export type VisitorLoad = typeof methods;

/** @param phase in which part of each second the price is requested, in ms */
async function visit(port: number, tab: string | undefined, phase: number): Promise<void> {
  const query = tab ? `?tab=${tab}` : '';
  const instruments = new WebSocketClient(port, '/instruments', (bytes, start, end) => {
    if (bytes.subarray(start, end).includes('"truth"')) counts.truths += 1;
  });
  await instruments.opened;
  if (tab) instruments.send(JSON.stringify({ type: 'line', tab, rtt: RTT }));
  new WebSocketClient(port, `/stream${query}`, () => {
    counts.ticks += 1;
  });
  const connection = connect({ port, host: '127.0.0.1', noDelay: true });
  connection.on('data', () => {
    counts.answers += 1;
  });
  const head = [`GET /price${query} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...HEADERS, '', ''];
  const request = head.join('\r\n');
  await sleep(PAUSE / BATCH);
  setTimeout(() => setInterval(() => connection.write(request), 1000), phase);
}

serve(methods);
