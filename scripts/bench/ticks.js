// @ts-check
// The same news for every server beside this one: as this server's, in shape, length and rhythm.

/** Price changes a second. */
export const RATE = 20;

let seq = Math.floor(Date.now() / 20);

/** The newest price. */
export function newest() {
  return { symbol: 'ACME', seq, price: 100 + (seq % 9973) / 100, at: Date.now() };
}

/**
 * Calls back at an even rate, however long that takes.
 * @param {(tick: ReturnType<typeof newest>) => void} tell
 */
export function everyTick(tell) {
  let due = performance.now();
  const wait = () => {
    due += 1000 / RATE;
    setTimeout(
      () => {
        seq += 1;
        tell(newest());
        wait();
      },
      Math.max(0, due - performance.now()),
    );
  };
  wait();
}

/**
 * Says where a server listens, as this server does.
 * @param {import('node:http').Server} server
 */
export function announce(server) {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`http://127.0.0.1:${address.port}`);
}
