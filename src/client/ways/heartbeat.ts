/** A line that is silent for so long is asked whether it is still there, in ms. */
const PING_AFTER = 600;
/** … but not more often than this. */
const PING_EVERY = 2_000;
/** A line that does not answer for so long is dead, in ms. */
const PONG_TIMEOUT = 5_000;
const LOOK_EVERY = 250;

/**
 * Finds out whether an open line is dead. One that is torn far away looks open
 * for ever: only silence gives it away.
 * @param ping asks the other end for an answer, whatever it is
 * @param dead is called when none has come in time
 * @param signal ends the heartbeat
 * @returns a function to call at whatever arrives
 */
export function startHeartbeat(ping: () => void, dead: () => void, signal: AbortSignal) {
  let heard = performance.now();
  let looked = heard;
  let pinged = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    // In a hidden tab this may run late: then what has arrived may not have been heard yet.
    const late = now - looked > PONG_TIMEOUT;
    looked = now;
    const unanswered = pinged > heard && !late;
    if (unanswered && now - pinged > PONG_TIMEOUT) {
      dead();
    } else if (!unanswered && now - heard > PING_AFTER && now - pinged > PING_EVERY) {
      pinged = now;
      ping();
    }
  }, LOOK_EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
  return () => {
    heard = performance.now();
  };
}
