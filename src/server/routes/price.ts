import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import { PriceQuery, type StockSymbol, type Tick } from '../../protocol/messages.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import { visitorOf } from '../http/addresses.ts';
import { whenSent } from '../http/pipelining.ts';
import { type Feed, isOfThisRun } from '../market/price-feed.ts';
import { companies } from '../market/random-walk.ts';
import { memoize } from '../realtime/memoize.ts';

/** How long a question is held when the client does not say, in s. */
const WAIT = 25;

/**
 * `GET /price?symbol=ACME`: the newest tick, once. To learn of the next one, ask again.
 *
 * `GET /price?symbol=ACME&after=SEQ&wait=25` (long polling, RFC 6202 §2): as soon as there is a
 * newer tick than SEQ, or 204 after `wait` seconds, or when the server stops. A SEQ of another run of
 * the market is answered at once, with the header `Fresh-Start`. HEAD is never held: 204 at once.
 */
export function priceRoute(app: FastifyInstance, feed: Feed, quota: AddressQuota): void {
  const textOf = memoize((tick: Tick) => JSON.stringify(tick));
  /** Lets go of each question that is held. */
  const held = new Map<FastifyReply, () => void>();

  // A client of a server that stops is told that there is nothing new, and to ask anew elsewhere.
  app.addHook('preClose', async () => {
    const answers = [...held].map(([reply, letGo]) => {
      reply.header('connection', 'close');
      letGo();
      return whenSent(reply.raw);
    });
    await Promise.all(answers);
  });

  app.get<{ Querystring: PriceQuery }>(
    PATH.price,
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
    const tick = await nextTick(symbol, wait * 1000, reply);
    release();
    return tick ? reply.send(textOf(tick)) : nothingNewer(reply);
  }

  /** The next tick of a company; none when `ms` have passed, the client has gone, or the server stops. */
  function nextTick(
    symbol: StockSymbol,
    ms: number,
    reply: FastifyReply,
  ): Promise<Tick | undefined> {
    return new Promise((resolve) => {
      const done = (tick?: Tick) => {
        unsubscribe();
        clearTimeout(timer);
        held.delete(reply);
        reply.raw.off('close', letGo);
        resolve(tick);
      };
      const letGo = () => done();
      const timer = setTimeout(letGo, ms);
      const unsubscribe = feed.subscribe(() => done(feed.latest(symbol)));
      held.set(reply, letGo);
      reply.raw.once('close', letGo);
    });
  }
}

const nothingNewer = (reply: FastifyReply) => reply.code(204).removeHeader('content-type').send();
