import { ask } from './ask.ts';
import { sleep, type Way } from './way.ts';

/**
 * On a timer (short polling): ask again and again. Too seldom, and prices are
 * missed; too often, and most answers bring nothing new.
 *
 * Two questions are never under way at once: when an answer takes longer than
 * the interval, the next question waits for it.
 */
export const interval: Way = async (sink, signal) => {
  let due = performance.now();
  for (;;) {
    await ask(sink, signal);
    due = Math.max(due + sink.interval, performance.now());
    await sleep(due - performance.now(), signal);
  }
};
