import { next, sleep } from './wait.ts';
import type { Run } from './way.ts';

/** A page that has been hidden for so long lets go of what it holds, in ms. */
const HIDDEN_FOR = 5_000;

/**
 * Lets a way that holds a connection run only while the page can be seen. All
 * tabs of a browser share six HTTP/1.1 connections to a server: held by tabs
 * that nobody sees, they keep the next tab from loading. What happened while
 * the page was hidden the way asks for itself, by the price that it had last.
 */
export const whileSeen =
  (run: Run): Run =>
  async (context, signal) => {
    for (;;) {
      const hidden = new AbortController();
      const running = run(context, AbortSignal.any([signal, hidden.signal]));
      await Promise.race([running, hiddenForLong(signal)]);
      hidden.abort();
      context.status({ state: 'hidden' });
      while (document.hidden) await next(document, 'visibilitychange', signal);
    }
  };

async function hiddenForLong(signal: AbortSignal): Promise<void> {
  for (let long = false; !long; ) {
    while (!document.hidden) await next(document, 'visibilitychange', signal);
    const seen = next(document, 'visibilitychange', signal).then(() => false);
    long = await Promise.race([seen, sleep(HIDDEN_FOR, signal).then(() => true)]);
  }
}
