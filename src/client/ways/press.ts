import { next, type Way } from './way.ts';

/**
 * When I press: one question, one answer. Whatever happens after the answer,
 * the page knows nothing of it until somebody asks again.
 */
export const press: Way = async (sink, signal) => {
  for (;;) {
    await next(sink.events, 'press', signal);
    sink.status({ state: 'asking' });
    sink.message('questions');
    try {
      const response = await fetch(sink.url('/price'), { signal });
      const body = await response.json();
      sink.message('answers');
      if (response.ok) {
        sink.tick(body);
        sink.status({ state: 'answered' });
      } else {
        sink.status({ state: 'failed', why: body.message });
      }
    } catch {
      signal.throwIfAborted();
      sink.message('failures');
      sink.status({ state: 'failed' });
    }
  }
};
