import { backoff, sleep } from './wait.ts';
import type { Way, WayContext } from './way.ts';
import { whileSeen } from './while-seen.ts';

/**
 * Server-Sent Events: ask once for an answer that never ends. The server sends
 * each price down it; the other way nothing can be said. The browser itself
 * asks again when the line is lost, and says what it had last (Last-Event-ID).
 * When it is refused it gives up for good, and the page has to ask again.
 */
export const serverSentEvents: Way<'sse'> = {
  run: whileSeen(async (context, signal) => {
    // The company is part of the question, so another one needs another question.
    let obsolete = new AbortController();
    context.events.addEventListener('company', () => obsolete.abort(), { signal });

    for (let failures = 0; ; ) {
      obsolete = new AbortController();
      const until = AbortSignal.any([signal, obsolete.signal]);
      const { everOpened, opened } = await listen(context, until);
      signal.throwIfAborted();
      if (everOpened) failures = 0;
      if (obsolete.signal.aborted) continue;
      const retryIn = backoff(failures++);
      context.status({ state: 'closed', opened, retryIn });
      await sleep(retryIn, signal);
    }
  }),

  id: 'sse',
  label: 'Server-Sent Events',
  reportLabel: 'Ask: Server-Sent Events',
  noun: 'Server-Sent Events',
  heading: 'Ask once, then be told',
  sources: ['server-sent-events', 'while-seen'],
  controls: 'status',
  statusText: {
    asking: '○ Opening the stream…',
    open: '● One answer, still arriving.',
    closed: '○ Not open.',
  },
  retryText: 'The browser gave up; the page asks again',
  busyText: 'another one is taken by the stream',
};

/**
 * Listens to one event stream until `signal` aborts or the browser gives it up.
 * @returns whether it was open at the end, and whether it ever was
 */
function listen(
  context: WayContext,
  signal: AbortSignal,
): Promise<{ everOpened: boolean; opened: boolean }> {
  return new Promise((resolve) => {
    let everOpened = false;
    let opened = false;
    let byItself = false;
    const ended = (how: 'answers' | 'failures') => {
      // Of a question that the browser asks by itself the page learns only how it has ended.
      if (byItself) context.message('questions');
      context.message(how);
    };
    const open = () => {
      everOpened = opened = true;
      ended('answers');
      context.status({ state: 'open' });
    };
    const receive = (data: string) => {
      context.message('received');
      context.tick(JSON.parse(data));
    };
    const fail = () => {
      if (!opened) ended('failures');
      if (source.readyState === EventSource.CLOSED) return close();
      context.status({ state: 'closed', opened, retryIn: undefined });
      opened = false;
      byItself = true;
    };
    const close = () => {
      source.close();
      signal.removeEventListener('abort', close);
      resolve({ everOpened, opened });
    };

    context.status({ state: 'asking' });
    context.message('questions');
    const after = context.cursor;
    // Over HTTP/2 the server has another port, and only with credentials do all share one connection.
    const options = { withCredentials: true };
    // #region The lines that matter
    const source = new EventSource(context.url('/events', { after }), options);
    source.onopen = open;
    source.onmessage = ({ data }) => receive(data);
    source.onerror = fail;
    // #endregion
    signal.addEventListener('abort', close);
  });
}
