import { ask } from './ask.ts';
import { next, type Way } from './way.ts';

/**
 * When I press: one question, one answer. Whatever happens after the answer,
 * the page knows nothing of it until somebody asks again.
 */
export const press: Way = async (sink, signal) => {
  for (;;) {
    await next(sink.events, 'press', signal);
    await ask(sink, signal);
  }
};
