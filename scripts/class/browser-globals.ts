import { setMaxListeners } from 'node:events';
import { EventSource } from 'eventsource';
import { WebSocket } from 'ws';

/** A screen is painted so often, in ms. */
const FRAME = 1_000 / 60;

/** A browser tells of a failure with `close` too; whoever doesn't listen to `error` misses nothing. */
export class BrowserWebSocket extends WebSocket {
  /** All that are not closed yet. */
  static readonly all = new Set<BrowserWebSocket>();

  constructor(address: URL) {
    super(address);
    this.on('error', () => {});
    BrowserWebSocket.all.add(this);
    this.on('close', () => BrowserWebSocket.all.delete(this));
  }
}

/**
 * Gives the page's code what it needs of a browser, here in Node: one whose page is always seen.
 * @param origin where the server is
 */
export function installBrowserGlobals(origin: string): void {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  // Each phone listens to them.
  setMaxListeners(0, window, document);
  Object.assign(globalThis, {
    EventSource,
    WebSocket: BrowserWebSocket,
    location: new URL(origin),
    document,
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
    requestAnimationFrame: (paint: () => void) => setTimeout(paint, FRAME),
  });
}
