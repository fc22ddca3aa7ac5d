import { ask } from './ask.ts';
import { next } from './wait.ts';
import type { Way } from './way.ts';

/**
 * When I press: one question, one answer. Whatever happens after the answer,
 * the page knows nothing of it until somebody asks again.
 */
export const press: Way<'press'> = {
  async run(context, signal) {
    // #region The lines that matter
    for (;;) {
      await next(context.events, 'press', signal);
      await ask(context, signal);
    }
    // #endregion
  },

  id: 'press',
  label: 'When I press',
  reportLabel: 'Ask: when I press',
  noun: 'asking by hand',
  heading: 'Ask',
  sources: ['press', 'ask'],
  controls: 'button',
  statusText: { asking: 'Asking…' },
};
