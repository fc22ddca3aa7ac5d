import type { FastifyInstance } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import { type StockSymbol, StreamQuery, type Tick, ToStream } from '../../protocol/messages.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import { allSince, type Feed, isOfThisRun } from '../market/price-feed.ts';
import { companies } from '../market/random-walk.ts';
import { Channel } from '../realtime/channel.ts';
import type { Health } from '../realtime/health.ts';
import {
  forgetHandshake,
  type KeepAlive,
  reader,
  send,
  upgradeRequired,
} from '../realtime/websocket.ts';

const readMessages = reader(
  ToStream,
  `{"type":"subscribe","symbol":"${companies.map(({ symbol }) => symbol).join('|')}"}, with "after":SEQ to get what came since, {"type":"note","id":1,"text":"1 to 140 characters"} or {"type":"ping","id":1}`,
);

interface StreamOptions {
  feed: Feed;
  quota: AddressQuota;
  health: Health;
  keepAlive: KeepAlive;
}

/**
 * `/stream`: a WebSocket that tells the newest tick at once, then each one as it happens. One that
 * comes back names the last tick it has (`after`) and first gets, in order, what it missed.
 */
export function streamRoute(
  app: FastifyInstance,
  { feed, quota, health, keepAlive }: StreamOptions,
): void {
  const channels = new Map<StockSymbol, Channel>(
    companies.map(({ symbol }) => [symbol, new Channel(health)]),
  );

  const unsubscribe = feed.subscribe((ticks) => {
    for (const tick of ticks) channels.get(tick.symbol)?.tell(messageOf(tick));
  });
  app.addHook('onClose', async () => unsubscribe());

  app.route<{ Querystring: StreamQuery }>({
    method: 'GET',
    url: PATH.stream,
    schema: { querystring: StreamQuery },
    preHandler: quota.holdSocket,
    handler: upgradeRequired,
    wsHandler(socket, request) {
      const connection = request.raw.socket;
      let symbol: StockSymbol = request.query.symbol ?? companies[0].symbol;
      const listen = (after: number | undefined) => {
        const newest = feed.latest(symbol).seq;
        const fresh = after === undefined || !isOfThisRun(feed, symbol, after);
        const known = fresh ? newest - 1 : after;
        if (after !== undefined) {
          const oldest = feed.since(symbol, known, 1)[0]?.seq ?? newest + 1;
          const replayed = fresh ? 0 : newest + 1 - oldest;
          send(socket, { type: 'resumed', replayed, expired: oldest - known - 1, fresh });
        }
        channels.get(symbol)?.add(socket, connection, messagesSince(feed, symbol, known));
      };

      forgetHandshake(socket, connection);
      readMessages(socket, connection, (message) => {
        if (message.type === 'ping') {
          send(socket, { type: 'pong', id: message.id, at: feed.now() });
        } else if (message.type === 'note') {
          send(socket, { ...message, at: feed.now() });
        } else {
          channels.get(symbol)?.delete(connection);
          symbol = message.symbol;
          listen(message.after);
        }
      });
      keepAlive(socket);
      socket.once('close', () => channels.get(symbol)?.delete(connection));
      listen(request.query.after);
    },
  });
}

const messageOf = (tick: Tick) => ({ type: 'tick', ...tick });

function* messagesSince(feed: Feed, symbol: StockSymbol, seq: number) {
  for (const ticks of allSince(feed, symbol, seq)) yield ticks.map(messageOf);
}
