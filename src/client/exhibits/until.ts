/** How often a condition is looked at, in ms. */
const LOOK_EVERY = 100;

/** Resolves once a condition holds, or rejects when `signal` aborts. */
export function until(holds: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    let timer: ReturnType<typeof setTimeout>;
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const look = () => {
      if (!holds()) {
        timer = setTimeout(look, LOOK_EVERY);
        return;
      }
      signal.removeEventListener('abort', stop);
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
    look();
  });
}
