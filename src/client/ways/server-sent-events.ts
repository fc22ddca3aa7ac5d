import { backoff, sleep, type Way } from './way.ts';

/**
 * Server-Sent Events: ask once for an answer that never ends. The server sends
 * each price down it; the other way nothing can be said. The browser itself
 * asks again when the line is lost, and says what it had last (Last-Event-ID).
 * When it is refused it gives up for good, and the page has to ask again.
 */
export const serverSentEvents: Way = async (sink, signal) => {
  let over = () => {};
  // The company is part of the question, so another one needs another question.
  sink.events.addEventListener('company', () => over(), { signal });
  signal.addEventListener('abort', () => over());

  for (let failures = 0; ; ) {
    sink.status({ state: 'asking' });
    sink.message('questions');
    const source = new EventSource(sink.url('/events', { after: sink.cursor }));
    let opened = false;
    let byItself = false;
    const ended = (how: 'answers' | 'failures') => {
      // Of a question that the browser asks by itself the page learns only how it has ended.
      if (byItself) sink.message('questions');
      sink.message(how);
    };

    await new Promise<void>((resolve) => {
      over = resolve;
      source.onopen = () => {
        opened = true;
        failures = 0;
        ended('answers');
        sink.status({ state: 'open' });
      };
      source.onmessage = ({ data }) => {
        sink.message('received');
        sink.tick(JSON.parse(data));
      };
      source.onerror = () => {
        if (!opened) ended('failures');
        if (source.readyState === EventSource.CLOSED) return over();
        sink.status({ state: 'closed', opened, retryIn: undefined });
        opened = false;
        byItself = true;
      };
    });
    const refused = source.readyState === EventSource.CLOSED;
    source.close();
    signal.throwIfAborted();

    if (refused) {
      const retryIn = backoff(failures++);
      sink.status({ state: 'closed', opened, retryIn });
      await sleep(retryIn, signal);
    }
  }
};
