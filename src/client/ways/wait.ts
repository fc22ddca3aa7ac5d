/** The next event of a type, or a rejection when `signal` aborts. */
export function next(target: EventTarget, type: string, signal: AbortSignal): Promise<Event> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      target.removeEventListener(type, arrive);
      reject(signal.reason);
    };
    const arrive = (event: Event) => {
      signal.removeEventListener('abort', stop);
      resolve(event);
    };
    target.addEventListener(type, arrive, { once: true });
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Resolves after so many ms, or rejects when `signal` aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/**
 * How long to wait before the next try, in ms: ½ s, 1, 2, 4 … at most `longest`, less up to half by
 * chance, so that a thousand pages do not all come back at the same moment.
 * @param failures tries that have failed in a row, from 0
 * @param longest in ms
 */
export function backoff(failures: number, longest = 30_000): number {
  return Math.min(500 * 2 ** failures, longest) * (1 - Math.random() / 2);
}
