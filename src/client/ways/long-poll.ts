import { ask } from './ask.ts';
import { backoff, sleep, type Way } from './way.ts';

/** How long the server shall hold a question, in s. */
const WAIT = 25;

/**
 * Ask and wait (long polling): the server holds the question until there is
 * news. The question names the last price we have, so a price that changed
 * while it was on its way is news too, and is answered at once.
 */
export const longPoll: Way = async (sink, signal) => {
  // Another company makes the question that is held now pointless.
  let obsolete = new AbortController();
  sink.events.addEventListener('company', () => obsolete.abort(), { signal });

  for (let failures = 0; ; ) {
    obsolete = new AbortController();
    const turn = AbortSignal.any([signal, obsolete.signal]);
    const after = sink.cursor;
    const wait = after === undefined ? undefined : WAIT;
    try {
      const answered = await ask(sink, turn, { after, wait }, (WAIT + 10) * 1000);
      failures = answered ? 0 : failures + 1;
    } catch {
      signal.throwIfAborted();
    }
    if (failures > 0) await sleep(backoff(failures - 1), signal);
  }
};
