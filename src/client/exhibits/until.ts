/** How often a condition is looked at, in ms. */
const LOOK_EVERY = 100;

/** Resolves once a condition holds, or rejects when `signal` aborts. */
export function until(holds: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    if (holds()) return resolve();
    const stop = () => {
      clearInterval(timer);
      reject(signal.reason);
    };
    const timer = setInterval(() => {
      if (!holds()) return;
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
      resolve();
    }, LOOK_EVERY);
    signal.addEventListener('abort', stop, { once: true });
  });
}
