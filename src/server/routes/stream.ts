import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import { StreamQuery, ToStream } from '../../protocol/stream.ts';
import type { StockSymbol, Tick } from '../../protocol/tick.ts';
import { isOfThisRun } from '../market/feed.ts';
import { companies } from '../market/random-walk.ts';
import { type MarketOf, subscribeAfter } from '../realtime/price-channels.ts';
import { jsonFrame, WebSocketSubscriber } from '../realtime/subscribers.ts';
import {
  detachAnswer,
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

/**
 * `/stream`: a WebSocket that sends the newest tick at once, then each one as it happens. A client
 * that reconnects names the last tick it has (`after`) and first gets, in order, what it missed.
 */
export function streamRoute(app: FastifyInstance, marketOf: MarketOf, keepAlive: KeepAlive): void {
  type Request = FastifyRequest<{ Querystring: StreamQuery }>;
  const holdSocket = (request: Request, reply: FastifyReply, done: () => void) =>
    marketOf(request.query.tab).quota.holdSocket(request, reply, done);

  app.route<{ Querystring: StreamQuery }>({
    method: 'GET',
    url: PATH.stream,
    schema: { querystring: StreamQuery },
    preHandler: [holdSocket, detachAnswer],
    handler: upgradeRequired,
    wsHandler(socket, request) {
      const connection = request.raw.socket;
      const market = marketOf(request.query.tab);
      const { feed } = market;
      const subscriber = new WebSocketSubscriber(socket, connection, tickFrame);
      const subscribe = (symbol: StockSymbol, after: number | undefined) => {
        const newest = feed.latest(symbol).seq;
        const fresh = after === undefined || !isOfThisRun(feed, symbol, after);
        const known = fresh ? newest - 1 : after;
        if (after !== undefined) {
          const oldest = feed.since(symbol, known, 1)[0]?.seq ?? known + 1;
          const replayed = fresh ? 0 : Math.max(0, newest + 1 - oldest);
          send(socket, { type: 'resumed', replayed, expired: oldest - known - 1, fresh });
        }
        return subscribeAfter(market, symbol, known, subscriber);
      };

      forgetHandshake(socket);
      const { symbol = companies[0].symbol, after } = request.query;
      let unsubscribe = subscribe(symbol, after);
      readMessages(socket, connection, (message) => {
        if (message.type === 'ping') {
          send(socket, { type: 'pong', id: message.id, at: feed.now() });
        } else if (message.type === 'note') {
          send(socket, { ...message, at: feed.now() });
        } else {
          unsubscribe();
          unsubscribe = subscribe(message.symbol, message.after);
        }
      });
      keepAlive(socket);
      socket.once('close', () => unsubscribe());
    },
  });
}

const tickFrame = (tick: Tick) => jsonFrame({ type: 'tick', ...tick });
