import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { EventsHeaders, type StockSymbol, StreamQuery, type Tick } from '../shared/protocol.ts';
import { allSince, type Feed, isOfThisRun } from './feed.ts';
import { companies } from './market.ts';
import { onceEach } from './once-each.ts';
import { Outlet } from './outlet.ts';
import type { Places } from './places.ts';
import type { Vitals } from './vitals.ts';

/** When the browser is to try again after a lost connection, in ms. */
const RETRY = 1_000;

/** How often a comment goes out, so that nobody on the way takes a quiet stream for a dead one, in ms. */
const HEARTBEAT = 15_000;

/**
 * `GET /events?symbol=ACME`: Server-Sent Events (HTML §9.2), one event a tick, its id the tick's seq.
 * A browser that comes back with `Last-Event-ID` (or a client with `after`) first gets what it missed.
 */
export function eventsRoute(
  app: FastifyInstance,
  { feed, places, vitals }: { feed: Feed; places: Places; vitals: Vitals },
): void {
  const outlet = new Outlet<ServerResponse>(vitals, {
    isOpen: (stream) => !stream.destroyed,
    giveUp: (stream) => stream.destroy(),
  });
  const textOf = onceEach((tick: Tick) => `id: ${tick.seq}\ndata: ${JSON.stringify(tick)}\n\n`);
  const streams = new Map(companies.map(({ symbol }) => [symbol, new Set<ServerResponse>()]));

  function* textsSince(symbol: StockSymbol, seq: number) {
    for (const ticks of allSince(feed, symbol, seq)) yield ticks.map(textOf).join('');
  }

  const unsubscribe = feed.subscribe((ticks) => {
    for (const tick of ticks) {
      const text = textOf(tick);
      for (const stream of streams.get(tick.symbol) ?? []) outlet.tell(stream, text);
    }
  });
  const heartbeat = setInterval(() => {
    for (const those of streams.values()) for (const stream of those) stream.write(':\n\n');
  }, HEARTBEAT);
  app.addHook('onClose', async () => {
    unsubscribe();
    clearInterval(heartbeat);
  });

  app.get<{ Querystring: StreamQuery; Headers: EventsHeaders }>(
    '/events',
    { schema: { querystring: StreamQuery, headers: EventsHeaders }, preHandler: places.check },
    (request, reply) => {
      const { symbol = companies[0].symbol, after } = request.query;
      const lastId = request.headers['last-event-id'];
      const seq = lastId === undefined ? after : Number(lastId);
      const known = seq !== undefined && isOfThisRun(feed, symbol, seq);

      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // Tells nginx not to collect events before it passes them on.
        'x-accel-buffering': 'no',
      });
      stream.write(`retry: ${RETRY}\n`);
      if (seq !== undefined && !known) {
        stream.write(': a fresh start: that id is of another run of the market\n');
      }
      const newest = feed.latest(symbol).seq;
      if (seq === newest) stream.write('\n');
      outlet.join(stream, textsSince(symbol, known ? seq : newest - 1));
      streams.get(symbol)?.add(stream);
      const leave = places.take(request.ip);
      stream.once('close', () => {
        streams.get(symbol)?.delete(stream);
        outlet.leave(stream);
        leave();
      });
    },
  );
}
