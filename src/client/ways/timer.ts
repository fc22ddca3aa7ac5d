import { ask } from './ask.ts';
import { sleep } from './wait.ts';
import type { Way } from './way.ts';

/**
 * On a timer (short polling): ask again and again. Too seldom, and prices are
 * missed; too often, and most answers bring nothing new.
 *
 * Two questions are never under way at once: when an answer takes longer than
 * the interval, the next question waits for it.
 */
export const timer: Way<'timer'> = {
  async run(context, signal) {
    let due = performance.now();
    /** In ms, from now. */
    const untilDue = () => {
      const now = performance.now();
      due = Math.max(due + context.interval, now);
      return due - now;
    };
    // #region The lines that matter
    for (;;) {
      await ask(context, signal);
      await sleep(untilDue(), signal);
    }
    // #endregion
  },

  id: 'timer',
  label: 'On a timer',
  reportLabel: 'Ask: on a timer',
  noun: 'asking on a timer',
  heading: 'Ask',
  sources: ['timer', 'ask'],
  controls: 'interval',
  statusText: {},
};
