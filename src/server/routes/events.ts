import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import {
  EventsHeaders,
  EventsQuery,
  type StockSymbol,
  type Tick,
} from '../../protocol/messages.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import { visitorOf } from '../http/addresses.ts';
import { whenNext, whenSent } from '../http/pipelining.ts';
import { allSince, type Feed, isOfThisRun } from '../market/price-feed.ts';
import { companies } from '../market/random-walk.ts';
import { Backpressure } from '../realtime/backpressure.ts';
import type { Health } from '../realtime/health.ts';
import { memoize } from '../realtime/memoize.ts';

/**
 * When the browser is to try again after a lost connection, in ms: at least, and by chance so much
 * more, so that a thousand pages whose server was away do not all come back at the same moment. A
 * browser waits as long before each try, so the chance has to be another one for each stream.
 */
const RETRY = { least: 1_000, more: 2_000 };

/** Says nothing (HTML §9.2.5). */
const COMMENT = ':\n\n';

/** How often a comment goes out, so that nobody on the way takes a quiet stream for a dead one, in ms. */
const HEARTBEAT = 15_000;

/** How long the answer to a first write takes to come, in ms; see {@link probe}. */
const PROBE_AGAIN = 500;

const HEADERS = {
  'content-type': 'text/event-stream',
  // A proxy that compresses would collect events first (RFC 9111 §5.2.2.6).
  'cache-control': 'no-store, no-transform',
  // Tells nginx not to collect events before it passes them on.
  'x-accel-buffering': 'no',
};

interface StreamRoute {
  Querystring: EventsQuery;
  Headers: EventsHeaders;
}

/**
 * `GET /events?symbol=ACME`: Server-Sent Events (HTML §9.2), one event a tick, its id the tick's seq.
 * A browser that comes back with `Last-Event-ID` first gets what it missed, and so does a client with
 * `lastEventId` or `after` in the query; of several the first of these counts.
 */
export function eventsRoute(
  app: FastifyInstance,
  { feed, quota, health }: { feed: Feed; quota: AddressQuota; health: Health },
): void {
  const backpressure = new Backpressure<ServerResponse>(health, {
    isOpen: (stream) => !stream.destroyed,
    disconnect: (stream) => stream.req.socket.destroy(),
  });
  const textOf = memoize((tick: Tick) => `id: ${tick.seq}\ndata: ${JSON.stringify(tick)}\n\n`);
  const streams = new Map(companies.map(({ symbol }) => [symbol, new Set<ServerResponse>()]));

  function* textsSince(symbol: StockSymbol, seq: number) {
    for (const ticks of allSince(feed, symbol, seq)) yield ticks.map(textOf).join('');
  }

  const unsubscribe = feed.subscribe((ticks) => {
    for (const tick of ticks) {
      const text = textOf(tick);
      for (const stream of streams.get(tick.symbol) ?? []) backpressure.tell(stream, text);
    }
  });
  const heartbeat = setInterval(() => {
    for (const those of streams.values()) for (const stream of those) stream.write(COMMENT);
  }, HEARTBEAT);
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
    unsubscribe();
    clearInterval(heartbeat);
    const open = [...streams.values()].flatMap((those) => [...those]);
    for (const stream of open) backpressure.leave(stream);
    await Promise.all(open.map((stream) => whenSent(stream.end())));
  });

  app.get<StreamRoute>(
    PATH.events,
    { schema: { querystring: EventsQuery, headers: EventsHeaders } },
    (request, reply) => {
      // Behind a stream on the same connection its turn may never come.
      whenNext(reply.raw, () => open(request, reply));
      return reply;
    },
  );

  function open(request: FastifyRequest<StreamRoute>, reply: FastifyReply): void {
    if (request.method === 'HEAD' || stopping) {
      reply.hijack();
      reply.raw.writeHead(200, HEADERS).end();
      return;
    }
    const { symbol = companies[0].symbol, after, lastEventId } = request.query;
    const seq = request.headers['last-event-id'] ?? lastEventId ?? after;
    const known = seq !== undefined && isOfThisRun(feed, symbol, seq);

    const release = quota.tryTake(visitorOf(request));
    if (!release) {
      quota.refuse(reply);
      return;
    }
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, HEADERS);
    stream.write(`retry: ${Math.floor(RETRY.least + Math.random() * RETRY.more)}\n`);
    if (seq !== undefined && !known) {
      stream.write(': a fresh start: that id is of another run of the market\n');
    }
    const newest = feed.latest(symbol).seq;
    if (seq === newest) stream.write('\n');
    probe(stream);
    backpressure.join(stream, textsSince(symbol, known ? seq : newest - 1));
    streams.get(symbol)?.add(stream);
    stream.once('close', () => {
      streams.get(symbol)?.delete(stream);
      backpressure.leave(stream);
      release();
    });
  }
}

/**
 * Finds out whether a client that has ended its side still listens. If it has gone, the first write
 * is answered with a reset, and the second then fails.
 */
function probe(stream: ServerResponse): void {
  const { socket } = stream.req;
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
