import { backoff, sleep } from './wait.ts';
import type { Way, WayContext } from './way.ts';
import { whileSeen } from './while-seen.ts';

/**
 * Fetch streaming: the answer that never ends, once more, read as it comes. The
 * browser knows nothing of events or of lost lines here: the page does it all.
 */
export const fetchStream: Way<'fetch-stream'> = {
  run: whileSeen(async (context, signal) => {
    let obsolete = new AbortController();
    context.events.addEventListener('company', () => obsolete.abort(), { signal });

    for (let failures = 0; ; ) {
      obsolete = new AbortController();
      const turn = AbortSignal.any([signal, obsolete.signal]);
      let opened = false;
      const open = () => {
        opened = true;
        failures = 0;
        context.message('answers');
        context.status({ state: 'open' });
      };
      context.status({ state: 'asking' });
      context.message('questions');
      try {
        const arrive: WayContext['tick'] = (price) => {
          if (!opened) open();
          context.message('received');
          context.tick(price);
        };
        // #region The lines that matter
        const query = { after: context.cursor };
        const response = await fetch(context.url('/events', query), { signal: turn });
        for await (const price of pricesIn(response)) arrive(price);
        // #endregion
      } catch {
        signal.throwIfAborted();
        if (obsolete.signal.aborted) continue;
      }
      if (!opened) context.message('failures');
      const retryIn = backoff(failures++);
      context.status({ state: 'closed', opened, retryIn });
      await sleep(retryIn, signal);
    }
  }),

  id: 'fetch-stream',
  label: 'Fetch streaming',
  reportLabel: 'Ask: fetch streaming',
  noun: 'fetch streaming',
  heading: 'Ask once, then be told',
  sources: ['fetch-stream', 'while-seen'],
  controls: 'status',
  statusText: {
    asking: '○ Opening the stream…',
    open: '● One answer, still arriving.',
    closed: '○ Not open.',
  },
  busyText: 'another one is taken by the stream',
};

/** The price of each event in a stream of them (HTML §9.2.5), as far as our server makes use of it. */
async function* pricesIn({ body }: Response) {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: '' };
    if (done) return;
    const events = `${rest}${value}`.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const [, data] = /^data: (.*)$/m.exec(event) ?? [];
      if (data) yield JSON.parse(data);
    }
  }
}
