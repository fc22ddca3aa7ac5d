import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';

/** How often the event loop is looked at, in ms. */
const RESOLUTION = 50;

/** The lag is the longest within so long, in ms. */
const WINDOW = 10_000;

/** How the server is doing, beside what the feed and the sockets know themselves. */
export class Health {
  /** Messages that clients did not get because they could not keep up. */
  skipped = 0;
  /** Clients given up because they could not for too long. */
  disconnected = 0;
  /** By how much the event loop was late at worst, lately, in ms. */
  lag = 0;

  /** Watches the event loop until `app` is closed. */
  constructor(app: FastifyInstance) {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
    delay.enable();
    const timer = setInterval(() => {
      this.lag = Math.max(0, Math.round(delay.max / 1e6) - RESOLUTION);
      delay.reset();
    }, WINDOW);
    app.addHook('onClose', async () => {
      delay.disable();
      clearInterval(timer);
    });
  }
}
