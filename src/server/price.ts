import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PriceQuery, type StockSymbol, type Tick } from '../shared/protocol.ts';
import type { AddressQuota } from './address-quota.ts';
import { visitorOf } from './addresses.ts';
import { type Feed, isOfThisRun } from './feed.ts';
import { companies } from './market.ts';
import { onceEach } from './once-each.ts';

/** How long a question is held when the client does not say, in s. */
const WAIT = 25;

/**
 * `GET /price?symbol=ACME`: the newest tick, once. To learn of the next one, ask again.
 *
 * `GET /price?symbol=ACME&after=SEQ&wait=25` (long polling, RFC 6202 §2): as soon as there is a
 * newer tick than SEQ, or 204 after `wait` seconds. A SEQ of another run of the
 * market is answered at once, with the header `Fresh-Start`. HEAD is never held: 204 at once.
 */
export function priceRoute(app: FastifyInstance, feed: Feed, quota: AddressQuota): void {
  const textOf = onceEach((tick: Tick) => JSON.stringify(tick));

  app.get<{ Querystring: PriceQuery }>(
    '/price',
    { schema: { querystring: PriceQuery } },
    (request, reply) => {
      const { symbol = companies[0].symbol, after, wait = WAIT } = request.query;
      reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
      const newest = feed.latest(symbol);
      const ofThisRun = after === undefined || isOfThisRun(feed, symbol, after);
      if (!ofThisRun) reply.header('fresh-start', 'true');
      return ofThisRun && newest.seq === after
        ? hold(request, reply, symbol, wait)
        : reply.send(textOf(newest));
    },
  );

  async function hold(
    request: FastifyRequest,
    reply: FastifyReply,
    symbol: StockSymbol,
    wait: number,
  ): Promise<FastifyReply> {
    if (request.method === 'HEAD') return nothingNewer(reply);
    const release = quota.tryTake(visitorOf(request));
    if (!release) return quota.refuse(reply);
    const tick = await nextTick(feed, symbol, wait * 1000, reply);
    release();
    return tick ? reply.send(textOf(tick)) : nothingNewer(reply);
  }
}

const nothingNewer = (reply: FastifyReply) => reply.code(204).removeHeader('content-type').send();

/** The next tick of a company; none when `ms` have passed or the client has gone. */
function nextTick(
  feed: Feed,
  symbol: StockSymbol,
  ms: number,
  reply: FastifyReply,
): Promise<Tick | undefined> {
  return new Promise((resolve) => {
    const done = (tick?: Tick) => {
      unsubscribe();
      clearTimeout(timer);
      reply.raw.off('close', gone);
      resolve(tick);
    };
    const gone = () => done();
    const timer = setTimeout(done, ms);
    const unsubscribe = feed.subscribe(() => done(feed.latest(symbol)));
    reply.raw.once('close', gone);
  });
}
