import { backoff, sleep, type Way } from './way.ts';

/** How long the browser waits before it asks again; the server tells it so, in ms. */
const RETRY = 1_000;

/**
 * Server-Sent Events: ask once for an answer that never ends. The server sends
 * each price down it; the other way nothing can be said. The browser itself
 * asks again when the line is lost, and says what it had last (Last-Event-ID).
 */
export const serverSentEvents: Way = async (sink, signal) => {
  for (let failures = 0; ; failures++) {
    sink.status({ state: 'asking' });
    sink.message('questions');
    const source = new EventSource(sink.url('/events', { after: sink.cursor }));
    let opened = false;

    await new Promise<void>((givenUp) => {
      source.onopen = () => {
        opened = true;
        failures = 0;
        sink.message('answers');
        sink.status({ state: 'open' });
      };
      source.onmessage = ({ data }) => {
        sink.message('received');
        sink.tick(JSON.parse(data));
      };
      source.onerror = () => {
        if (source.readyState === EventSource.CLOSED) return givenUp();
        if (!opened) sink.message('failures');
        sink.status({ state: 'closed', opened, retryIn: RETRY });
        sink.message('questions');
        opened = false;
      };
      // The company is part of the question, so another one needs another question.
      sink.events.addEventListener('company', () => givenUp(), { once: true, signal });
      signal.addEventListener('abort', () => givenUp(), { once: true });
    });
    const refused = source.readyState === EventSource.CLOSED;
    source.close();
    signal.throwIfAborted();

    if (refused) {
      const retryIn = backoff(failures);
      sink.message('failures');
      sink.status({ state: 'closed', opened, retryIn });
      await sleep(retryIn, signal);
    }
  }
};
