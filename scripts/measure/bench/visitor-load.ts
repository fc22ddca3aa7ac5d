/**
 * A process of its own: visitors of the page, each with instruments, a stream, and a request for the
 * price every second as a browser sends it; on a simulated line of its own, or on none.
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../rpc.ts';
import { WebSocketClient } from './websocket-client.ts';

/** Pause between two visitors' arrivals: two handshakes each, of 500 allowed in a second. In ms. */
const ARRIVAL = 8;

/** Added round trip of a line: the command's default. In ms. */
const RTT = 200;

/** The last answers may still arrive for this long, in ms. */
const LATE = 2_000;

/** What a browser sends with its request. */
const HEADERS = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept: */*',
  'Accept-Encoding: gzip, deflate',
  'Accept-Language: en-GB,en;q=0.9',
];

const counts = { ticks: 0, requests: 0, answers: 0 };
const timers: NodeJS.Timeout[] = [];

const methods = {
  async connect({ port, visitors, lines }: { port: number; visitors: number; lines: boolean }) {
    for (let i = 0; i < visitors; i++) await visit(port, lines ? `visitor${i}` : undefined);
  },

  /** Ends the requests. @returns what all have sent and received */
  async end() {
    for (const timer of timers) clearInterval(timer);
    await sleep(LATE);
    return counts;
  },
};

export type VisitorLoad = typeof methods;

async function visit(port: number, tab: string | undefined): Promise<void> {
  const query = tab ? `?tab=${tab}` : '';
  const instruments = new WebSocketClient(port, '/instruments', () => {});
  await instruments.opened;
  if (tab) instruments.send(JSON.stringify({ type: 'line', tab, rtt: RTT }));
  new WebSocketClient(port, `/stream${query}`, () => {
    counts.ticks += 1;
  });
  const connection = connect({ port, host: '127.0.0.1', noDelay: true });
  // What is lost shows in the count of answers.
  connection.on('error', () => {});
  // An answer is small enough for one packet.
  connection.on('data', () => {
    counts.answers += 1;
  });
  const head = [`GET /price${query} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...HEADERS, '', ''];
  const request = head.join('\r\n');
  timers.push(
    setInterval(() => {
      connection.write(request);
      counts.requests += 1;
    }, 1_000),
  );
  await sleep(ARRIVAL);
}

serve(methods);
