import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import { PriceQuery } from '../../protocol/price.ts';
import type { StockSymbol, Tick } from '../../protocol/tick.ts';
import { whenSent } from '../http/pipelining.ts';
import { type Feed, isOfThisRun } from '../market/feed.ts';
import { companies } from '../market/random-walk.ts';
import type { MarketOf, ServedMarket } from '../realtime/price-channels.ts';

/** What a held request waits for, and for how long, in s. */
interface Held {
  symbol: StockSymbol;
  after: number;
  wait: number;
}

/** Every request that is held, and how to stop holding it. */
type HeldRequests = Map<FastifyReply, () => void>;

/** How long a request is held if the client doesn't say, in s. */
const WAIT = 25;

/**
 * `GET /price?symbol=ACME`: the newest tick, once. To learn of the next one, ask again.
 *
 * `GET /price?symbol=ACME&after=SEQ&wait=25` (long polling, RFC 6202 §2): answers as soon as there
 * is a newer tick than SEQ; with 204 after `wait` seconds, or when the server stops. A SEQ of another
 * run of the market is answered at once, with the header `Fresh-Start`. HEAD is never held: 204 at
 * once.
 */
export function priceRoute(app: FastifyInstance, marketOf: MarketOf): void {
  const held: HeldRequests = new Map();
  const textOf = newestTexts();

  // A server that stops answers what it holds: nothing new here, ask again on another connection.
  app.addHook('preClose', async () => {
    const answers = [...held].map(([reply, giveUp]) => {
      reply.header('connection', 'close');
      giveUp();
      return whenSent(reply.raw);
    });
    await Promise.all(answers);
  });

  app.get<{ Querystring: PriceQuery }>(
    PATH.price,
    { schema: { querystring: PriceQuery } },
    (request, reply) => {
      const { symbol = companies[0].symbol, after, wait = WAIT, tab } = request.query;
      const market = marketOf(tab);
      const { feed } = market;
      reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
      const newest = feed.latest(symbol);
      const ofThisRun = after === undefined || isOfThisRun(feed, symbol, after);
      if (!ofThisRun) reply.header('fresh-start', 'true');
      // Whoever has been served by another server may have newer ones than are here yet.
      return ofThisRun && after !== undefined && newest.seq <= after
        ? hold(request, reply, market, { symbol, after, wait })
        : reply.send(textOf(newest));
    },
  );

  async function hold(
    request: FastifyRequest,
    reply: FastifyReply,
    { feed, quota }: ServedMarket,
    { symbol, after, wait }: Held,
  ): Promise<FastifyReply> {
    if (request.method === 'HEAD') return nothingNewer(reply);
    const release = quota.tryTakeFor(request);
    if (!release) return quota.refuse(reply);
    const tick = await nextTick(feed, { symbol, after, wait }, reply, held);
    release();
    if (!tick) return nothingNewer(reply);
    // Another run may have begun meanwhile.
    if (!isOfThisRun(feed, symbol, after)) reply.header('fresh-start', 'true');
    return reply.send(textOf(tick));
  }
}

/** The next newer tick; undefined if the time passes, the client leaves or the server stops first. */
function nextTick(
  feed: Feed,
  { symbol, after, wait }: Held,
  reply: FastifyReply,
  held: HeldRequests,
): Promise<Tick | undefined> {
  return new Promise((resolve) => {
    const done = (tick?: Tick) => {
      unsubscribe();
      unwatch();
      clearTimeout(timer);
      held.delete(reply);
      reply.raw.off('close', giveUp);
      resolve(tick);
    };
    const giveUp = () => done();
    const timer = setTimeout(giveUp, wait * 1000);
    const look = () => {
      const newest = feed.latest(symbol);
      if (newest.seq > after) done(newest);
    };
    const unsubscribe = feed.subscribe(look);
    const unwatch = feed.watch(({ type }) => {
      if (type === 'break') look();
    });
    held.set(reply, giveUp);
    reply.raw.once('close', giveUp);
  });
}

const nothingNewer = (reply: FastifyReply) => reply.code(204).removeHeader('content-type').send();

/**
 * Encodes each company's newest tick once, however many ask for it. Older texts are dropped: kept
 * with the history they would take megabytes.
 */
function newestTexts(): (tick: Tick) => string {
  const newest = new Map<StockSymbol, { tick: Tick; text: string }>();
  return (tick) => {
    const known = newest.get(tick.symbol);
    if (known?.tick === tick) return known.text;
    const text = JSON.stringify(tick);
    newest.set(tick.symbol, { tick, text });
    return text;
  };
}
