/** This server without its emulated network, which is what the other servers compare with. */
import { buildApp } from '../../../../src/server/app.ts';
import { MarketFeed } from '../../../../src/server/market/price-feed.ts';
import { Market } from '../../../../src/server/market/random-walk.ts';
import { announce, RATE } from '../ticks.ts';

/** Price changes a second. */
const rate = Number(process.argv[2] ?? RATE);

/** Enough for any load here, all of which comes from one address. */
const limits = { connections: 20_000, perAddress: 20_000 };

const feed = new MarketFeed(new Market({ seed: 1, volatility: 0.002 }), 1);
const app = await buildApp({ feed, limits });
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server);
feed.setRate(rate);
