import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EventsHeaders, EventsQuery } from '../../protocol/events.ts';
import { PATH } from '../../protocol/limits.ts';
import type { StockSymbol, Tick } from '../../protocol/tick.ts';
import { whenNext, whenSent } from '../http/pipelining.ts';
import { isOfThisRun } from '../market/feed.ts';
import { companies } from '../market/random-walk.ts';
import { type MarketOf, type ServedMarket, subscribeAfter } from '../realtime/price-channels.ts';
import { EventStreamSubscriber } from '../realtime/subscribers.ts';

/**
 * How long the browser waits before it reconnects, in ms: at least `least`, plus a random part of
 * `more`, so that a thousand pages whose server was away don't all come back at the same moment. A
 * browser waits equally long before each try, so each stream draws its own.
 */
const RETRY = { least: 1_000, more: 2_000 };

/** A line that clients ignore (HTML §9.2.5). */
const COMMENT = ':\n\n';

/** How often a comment is sent, so that no proxy takes a quiet stream for a dead one, in ms. */
const HEARTBEAT = 15_000;

/** How long a reset may take to come back after a first write, in ms; see {@link probe}. */
const PROBE_AGAIN = 500;

const HEADERS = {
  'content-type': 'text/event-stream',
  // A proxy that compresses would buffer events first (RFC 9111 §5.2.2.6).
  'cache-control': 'no-store, no-transform',
  // Keeps nginx from buffering events.
  'x-accel-buffering': 'no',
};

interface EventsRoute {
  Querystring: EventsQuery;
  Headers: EventsHeaders;
}

/**
 * `GET /events?symbol=ACME`: Server-Sent Events (HTML §9.2), one event a tick, its id the tick's seq.
 * A browser that reconnects with `Last-Event-ID` first gets what it missed, and so does a client with
 * `lastEventId` or `after` in the query; of several the first of these counts.
 */
export function eventsRoute(app: FastifyInstance, marketOf: MarketOf): void {
  /** Every open stream, and how it unsubscribes. */
  const streams = new Map<ServerResponse, () => void>();
  let stopping = false;

  const heartbeat = setInterval(() => {
    for (const stream of streams.keys()) stream.write(COMMENT);
  }, HEARTBEAT);
  app.addHook('preClose', async () => {
    stopping = true;
    clearInterval(heartbeat);
    const ended = [...streams].map(([stream, unsubscribe]) => {
      unsubscribe();
      return whenSent(stream.end());
    });
    await Promise.all(ended);
  });

  app.get<EventsRoute>(
    PATH.events,
    { schema: { querystring: EventsQuery, headers: EventsHeaders } },
    (request, reply) => {
      // A stream behind another one on the same connection may never get its turn.
      whenNext(reply.raw, () => open(request, reply));
      return reply;
    },
  );

  function open(request: FastifyRequest<EventsRoute>, reply: FastifyReply): void {
    if (request.method === 'HEAD' || stopping) {
      reply.hijack();
      reply.raw.writeHead(200, HEADERS).end();
      return;
    }
    const { symbol = companies[0].symbol, after, lastEventId, tab } = request.query;
    const market = marketOf(tab);
    const release = market.quota.tryTakeFor(request);
    if (!release) {
      market.quota.refuse(reply);
      return;
    }
    reply.hijack();
    const stream = reply.raw;
    const seq = request.headers['last-event-id'] ?? lastEventId ?? after;
    const unsubscribe = begin(stream, market, symbol, seq);
    streams.set(stream, unsubscribe);
    stream.once('close', () => {
      streams.delete(stream);
      unsubscribe();
      release();
    });
  }
}

/**
 * Begins a stream: after `seq`, if that is of this run of the market, or else with the newest tick.
 * @returns unsubscribes
 */
function begin(
  stream: ServerResponse,
  market: ServedMarket,
  symbol: StockSymbol,
  seq: number | undefined,
): () => void {
  const known = seq !== undefined && isOfThisRun(market.feed, symbol, seq);
  stream.writeHead(200, HEADERS);
  stream.write(`retry: ${Math.floor(RETRY.least + Math.random() * RETRY.more)}\n`);
  if (seq !== undefined && !known) {
    stream.write(': a fresh start: that id is of another run of the market\n');
  }
  const newest = market.feed.latest(symbol).seq;
  // Ends the block that has been begun, where no event follows at once.
  if (known && seq >= newest) stream.write('\n');
  probe(stream);
  const subscriber = new EventStreamSubscriber(stream, tickEvent);
  return subscribeAfter(market, symbol, known ? seq : newest - 1, subscriber);
}

const tickEvent = (tick: Tick) => Buffer.from(`id: ${tick.seq}\ndata: ${JSON.stringify(tick)}\n\n`);

/**
 * Finds out whether a client that has ended its side of the connection is still listening. If it
 * isn't, the first write is answered with a reset, and the second one fails.
 */
function probe(stream: ServerResponse): void {
  const { socket, httpVersionMajor } = stream.req;
  // Over HTTP/2 each request ends its side, and a client that leaves says so of the stream.
  if (httpVersionMajor === 2) return;
  const write = () => {
    if (!stream.writableEnded && !stream.destroyed) stream.write(COMMENT);
  };
  const ended = () => {
    write();
    setTimeout(write, PROBE_AGAIN).unref();
  };
  if (socket.readableEnded) ended();
  else socket.once('end', ended);
}
