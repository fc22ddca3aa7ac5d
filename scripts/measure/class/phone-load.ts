/** A process of its own: phones of a class, which run the page's own code. */

import type { WayId } from '../../../src/protocol/class/round.ts';
import { BrowserWebSocket, installBrowserGlobals } from '../../class/browser-globals.ts';
import { SimulatedPhone } from '../../class/simulated-phone.ts';
import { serve } from '../rpc.ts';

const phones: SimulatedPhone[] = [];

/** How long each step of the class took to reach the phones, in ms. */
const delays = new Map<number, number[]>();

const methods = {
  /** Lets so many come at once. @returns how long it took until all were in, in ms */
  async join({ origin, code, count }: { origin: string; code: string; count: number }) {
    installBrowserGlobals(origin);
    const began = performance.now();
    for (let i = 0; i < count; i++) {
      const phone = new SimulatedPhone(code);
      phones.push(phone);
      watchSteps(phone);
      phone.start();
    }
    await Promise.all(phones.map((phone) => until(phone, 'joined')));
    return performance.now() - began;
  },

  /** @returns how long this step took to reach each phone, in ms */
  delays: (step: number) => delays.get(step) ?? [],

  /** @returns how long after the last news each phone of this way showed it, in ms */
  knew: (way: WayId) =>
    phones.flatMap(({ running }) => {
      const { knew, after } = running?.task.way === way ? running.score : {};
      return knew !== undefined && after !== undefined ? [after] : [];
    }),

  /** Tears every WebSocket of every phone. @returns how long it took until all were back in the class, in ms */
  async tear() {
    const torn = phones.map((phone) => until(phone, 'lost'));
    const began = performance.now();
    for (const socket of BrowserWebSocket.all) socket.terminate();
    await Promise.all(torn);
    await Promise.all(phones.map((phone) => until(phone, 'joined')));
    return performance.now() - began;
  },
};

export type PhoneLoad = typeof methods;

serve(methods);

function watchSteps({ connection }: SimulatedPhone): void {
  let seen = 0;
  connection.addEventListener('change', () => {
    const { step = 0, since = 0 } = connection.snapshot ?? {};
    if (step <= seen) return;
    seen = step;
    const reached = delays.get(step) ?? [];
    // The server is on this computer, and has the same clock.
    reached.push(performance.timeOrigin + performance.now() - since);
    delays.set(step, reached);
  });
}

/** Resolves once a phone's line to the class stands like this. */
function until({ connection }: SimulatedPhone, state: 'joined' | 'lost'): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (connection.standing.state !== state) return;
      connection.removeEventListener('change', look);
      resolve();
    };
    connection.addEventListener('change', look);
    look();
  });
}
