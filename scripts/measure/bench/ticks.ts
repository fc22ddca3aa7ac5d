/** The same prices for every server beside this one: in shape, length and rhythm as this server's. */
import type { Server } from 'node:http';

/** Price changes a second. */
export const RATE = 20;

export interface Tick {
  symbol: string;
  seq: number;
  price: number;
  /** In ms since 1970. */
  at: number;
}

let seq = Math.floor(Date.now() / 20);

export function newest(): Tick {
  return { symbol: 'ACME', seq, price: 100 + (seq % 9973) / 100, at: Date.now() };
}

/** Calls back RATE times a second, however long that takes. */
export function everyTick(publish: (tick: Tick) => void): void {
  let due = performance.now();
  const wait = () => {
    due += 1000 / RATE;
    setTimeout(
      () => {
        seq += 1;
        publish(newest());
        wait();
      },
      Math.max(0, due - performance.now()),
    );
  };
  wait();
}

/** Prints where a server listens, as this server does. */
export function announce(server: Server): void {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`);
}
