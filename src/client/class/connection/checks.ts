import type { FromClass } from '../../../protocol/class.ts';
import { PATH } from '../../../protocol/limits.ts';

/** What is not there after so long is missing, in ms. */
const CHECK_TIMEOUT = 4_000;

/** What a phone needs in a class. */
export type Need = 'http' | 'websocket' | 'events' | 'clock';

/** A need that is not met: what is missing, and what to do. */
export interface Problem {
  need: Need;
  sentence: string;
}

const SENTENCES: Record<Need, string> = {
  http: 'The server doesn’t answer. Join the same Wi-Fi as the instructor’s computer. If you have, that Wi-Fi may keep its guests apart (client isolation): ask for another one.',
  websocket:
    'This network lets web pages through but blocks WebSockets (the upgrade fails). Switch off any VPN, or try another Wi-Fi.',
  events:
    'Something on the way holds an event stream back, perhaps a proxy. Switch off any data saver or VPN, or try another Wi-Fi.',
  clock: 'The server’s clock can’t be read, so this phone’s times may be missing. Try again.',
};

/**
 * Tries all that a phone will need, as nobody and on no line of its own.
 * @returns what is missing; where the server can't be reached at all, only that
 */
export async function checkNetwork(signal: AbortSignal): Promise<Problem[]> {
  const [http, webSocket, events] = await Promise.all([
    answers(signal),
    opens(signal),
    streams(signal),
  ]);
  const missing: Need[] = [];
  if (!http) missing.push('http');
  else {
    if (!webSocket.opened) missing.push('websocket');
    else if (!webSocket.clock) missing.push('clock');
    if (!events) missing.push('events');
  }
  return missing.map((need) => ({ need, sentence: SENTENCES[need] }));
}

/** Whether HTTP gets an answer. */
async function answers(signal: AbortSignal): Promise<boolean> {
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(CHECK_TIMEOUT)]);
    const { ok } = await fetch(PATH.health, { cache: 'no-store', signal: inTime });
    return ok;
  } catch {
    return false;
  }
}

/** Whether a WebSocket opens, and whether a ping comes back with the server's time. */
function opens(signal: AbortSignal): Promise<{ opened: boolean; clock: boolean }> {
  const address = new URL(PATH.class, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address);
  let opened = false;
  const clock = within(signal, (done) => {
    socket.onopen = () => {
      opened = true;
      socket.send(JSON.stringify({ type: 'ping', id: 1 }));
    };
    socket.onmessage = ({ data }) => {
      const message: FromClass = JSON.parse(data);
      if (message.type === 'pong') done(Number.isFinite(message.at));
    };
    socket.onclose = () => done(false);
  });
  return clock.then((clock) => {
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    return { opened, clock };
  });
}

/** Whether the first message of an event stream comes while the stream is still open. */
function streams(signal: AbortSignal): Promise<boolean> {
  const source = new EventSource(new URL(PATH.events, location.href));
  const told = within(signal, (done) => {
    source.onmessage = () => done(true);
    // Who is refused, by a server that has much to do, has an answer, and nothing was held back.
    source.onerror = () => source.readyState === EventSource.CLOSED && done(true);
  });
  return told.then((told) => {
    source.close();
    return told;
  });
}

/** What is found out in time; false if nothing is. */
function within(
  signal: AbortSignal,
  find: (done: (found: boolean) => void) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), CHECK_TIMEOUT);
    const done = (found: boolean) => {
      clearTimeout(late);
      resolve(found);
    };
    signal.addEventListener('abort', () => done(false), { once: true });
    find(done);
  });
}
