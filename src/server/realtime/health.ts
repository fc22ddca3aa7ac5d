import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';

/** How often the event loop's delay is sampled, in ms. */
const RESOLUTION = 50;

/** The lag is the longest delay within this time, in ms. */
const WINDOW = 10_000;

/** How the server is doing, apart from what the feed and the sockets know themselves. */
export class Health {
  /** Messages that slow clients skipped. */
  skipped = 0;
  /** Clients disconnected because they stayed slow. */
  disconnected = 0;
  /** The longest delay of the event loop lately, in ms. */
  lag = 0;

  /** Samples the event loop until `app` is closed. */
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
