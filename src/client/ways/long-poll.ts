import { ask } from './ask.ts';
import { backoff, sleep } from './wait.ts';
import type { Way } from './way.ts';
import { whileSeen } from './while-seen.ts';

/** How long the server shall hold a question, in s. */
const WAIT = 25;

/** The answer may take longer by what the line adds, in ms. */
const ANSWER_TIMEOUT = (WAIT + 10) * 1000;

/**
 * Ask and wait (long polling): the server holds the question until there is
 * news. The question names the last price we have, so a price that changed
 * while it was on its way is news too, and is answered at once.
 */
export const longPoll: Way<'long-poll'> = {
  run: whileSeen(async (context, signal) => {
    // Another company makes the question that is held now pointless.
    let obsolete = new AbortController();
    context.events.addEventListener('company', () => obsolete.abort(), { signal });

    for (let failures = 0; ; ) {
      obsolete = new AbortController();
      const turn = AbortSignal.any([signal, obsolete.signal]);
      const limits = { timeout: ANSWER_TIMEOUT, retryIn: backoff(failures) };
      try {
        // #region The lines that matter
        const query = { after: context.cursor, wait: WAIT };
        const answered = await ask(context, turn, query, limits);
        // #endregion
        failures = answered ? 0 : failures + 1;
      } catch {
        signal.throwIfAborted();
        continue;
      }
      if (failures > 0) await sleep(limits.retryIn, signal);
    }
  }),

  id: 'long-poll',
  label: 'Ask and wait',
  reportLabel: 'Ask: long polling',
  noun: 'long polling',
  heading: 'Ask',
  sources: ['long-poll', 'ask', 'while-seen'],
  controls: 'status',
  statusText: {
    asking: 'Asked. Waiting for the next price…',
    answered: 'Asking again…',
    failed: 'No question is open.',
  },
  busyText: 'another one is held by the waiting question',
};
