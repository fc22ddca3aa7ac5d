import type { StockSymbol } from '../tick.ts';

/** `/instruments`: sent from server to page first of all. */
export interface Hello {
  type: 'hello';
  /** This run of the market; another one means that prices and `seq` began anew. */
  run: string;
  /** The seq of the run's first tick. */
  first: number;
  companies: { symbol: StockSymbol; name: string }[];
  /** Price changes per second; 0 while the market stands still. */
  rate: number;
  /** Why no new prices can come, in a sentence; left out while all is well. */
  trouble?: string | undefined;
  /** Whether this page may change the market without the host's key. */
  open: boolean;
  /** Added round trip where the page asks for no other, in ms. */
  rtt: number;
  /** Whether a tab can have a port for HTTP/2: there is TLS, and an emulated network. */
  http2: boolean;
}
