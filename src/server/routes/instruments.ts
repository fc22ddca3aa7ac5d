import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { SetLine } from '../../protocol/instruments/line.ts';
import type { MarketSet, News, SetMarket, Truth } from '../../protocol/instruments/market.ts';
import { ToInstruments } from '../../protocol/instruments.ts';
import { PATH } from '../../protocol/limits.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import { visitorOf } from '../http/addresses.ts';
import type { HostKey } from '../http/host-key.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { Controls, Feed } from '../market/feed.ts';
import { companies } from '../market/random-walk.ts';
import { LineInstruments } from '../network/line-instruments.ts';
import type { LineRegistry } from '../network/registry.ts';
import { Channel } from '../realtime/channel.ts';
import type { Health } from '../realtime/health.ts';
import { jsonFrame, WebSocketSubscriber } from '../realtime/subscribers.ts';
import {
  closeUnread,
  detachAnswer,
  forgetHandshake,
  type KeepAlive,
  reader,
  send,
  upgradeRequired,
} from '../realtime/websocket.ts';

/** How often it is checked whether tabs have new byte counts, in ms. */
const METER_CHECK = 250;

/**
 * Wrong host keys allowed from one address in a second; one more closes the connection it came over.
 * The right key always works: a whole class may share the address.
 */
const WRONG_KEYS = 10;

const readMessages = reader(
  ToInstruments,
  '{"type":"line","tab":"1 to 64 of A-Z a-z 0-9 _ -","secret":"the same","rtt":0 to 4000,"damage":"none|cut|stall","messages":true,"run":1,"keepStream":true,"http2":true}, {"type":"market","rate":0 or 1/3600 to 50,"news":"ACME"} or {"type":"ping","id":1}',
);

const NO_NETWORK =
  "This server has no emulated network: it can't delay, damage or show a line, nor count its bytes.";

interface InstrumentsOptions {
  feed: Feed;
  /** The lines of all tabs, where there is an emulated network. */
  lines: LineRegistry | undefined;
  quota: AddressQuota;
  health: Health;
  keepAlive: KeepAlive;
  /** Needed to move the market; without one anybody may. */
  hostKey: HostKey | undefined;
}

/**
 * `/instruments`: a WebSocket for the page's own instruments: true prices, the server's clock, and
 * the byte counts and settings of the tab's line. It is on no line itself and in nobody's counts.
 * The market is controlled over it, too.
 */
export function instrumentsRoute(
  app: FastifyInstance,
  { feed, lines, quota, health, keepAlive, hostKey }: InstrumentsOptions,
): void {
  // One for each kind of message, so that skipping to the newest of one never loses another.
  const truth = new Channel<Truth>(health);
  const news = new Channel<News>(health);
  const market = new Channel<MarketSet>(health);
  /** Those that are sent their line's byte counts. */
  const metered = new Set<LineInstruments>();
  const wrongKeys = new RateLimit(WRONG_KEYS);

  const meter = setInterval(() => {
    for (const line of metered) line.report('alone');
  }, METER_CHECK);
  const marketNow = (): MarketSet => ({ type: 'market', rate: feed.rate, trouble: feed.trouble });
  const unsubscribe = feed.subscribe((ticks) => {
    for (const line of metered) line.report('withPrice');
    truth.publish({ type: 'truth', ticks });
  });
  const unwatch = feed.watch((event) => {
    if (event.type === 'news') news.publish(event);
    else if (event.type !== 'break') market.publish(marketNow());
    else for (const channel of [truth, news, market]) channel.disconnectAll();
  });
  app.addHook('onClose', async () => {
    clearInterval(meter);
    unsubscribe();
    unwatch();
  });

  app.route({
    method: 'GET',
    url: PATH.instruments,
    preHandler: [quota.holdSocket, detachAnswer],
    handler: upgradeRequired,
    wsHandler(socket, request) {
      const connection = request.raw.socket;
      const visitor = visitorOf(request);
      const line = lines && new LineInstruments(socket, connection, lines, request.headers.origin);

      forgetHandshake(socket);
      readMessages(socket, connection, (message) => {
        if (message.type === 'ping') {
          send(socket, { type: 'pong', id: message.id, at: feed.now() });
        } else if (message.type === 'line') {
          if (line) line.set(message);
          else refuseLine(socket, message);
        } else if (!feed.controls || (hostKey && !hostKey.opens(message.key ?? ''))) {
          send(socket, {
            type: 'error',
            code: 'not-allowed',
            about: 'market',
            message: 'Only the instructor can change the market. Open the link with the host key.',
          });
          if (message.key && !wrongKeys.allows(visitor)) {
            closeUnread(socket, 1008, 'Wrong key? Wait a second and try again.');
          }
        } else {
          moveMarket(feed.controls, message).catch(() => {
            const message = 'The market can’t be changed now: Redis does not take it. Try again.';
            send(socket, { type: 'error', code: 'unavailable', about: 'market', message });
          });
        }
      });
      if (line) metered.add(line);
      socket.once('close', () => {
        for (const unsubscribe of subscriptions) unsubscribe();
        if (!line) return;
        metered.delete(line);
        line.leave();
      });
      keepAlive(socket);

      const { run, first, rate, trouble } = feed;
      send(socket, {
        type: 'hello',
        run,
        first,
        companies: companies.map(({ symbol, name }) => ({ symbol, name })),
        rate,
        trouble,
        open: !hostKey,
        rtt: lines?.rtt ?? 0,
        http2: lines?.http2 !== undefined,
      });
      send(socket, { type: 'truth', ticks: feed.all() });
      const subscriber = new WebSocketSubscriber(socket, connection, jsonFrame);
      const subscriptions = [truth, news, market].map((channel) => channel.subscribe(subscriber));
    },
  });
}

/** Rejects if it can't be done. */
async function moveMarket(controls: Controls, { news, rate }: SetMarket): Promise<void> {
  if (news) await controls.news(news);
  if (rate !== undefined) await controls.setRate(rate);
}

/** Answers a page on a server without lines; one that wants more than none is told why. */
function refuseLine(socket: WebSocket, wish: SetLine): void {
  const { tab, rtt, damage = 'none', loss = 0, messages = false, run = 0, http2 = false } = wish;
  if (rtt > 0 || damage !== 'none' || loss > 0 || messages || http2) {
    send(socket, { type: 'error', code: 'not-allowed', about: 'line', message: NO_NETWORK });
  }
  send(socket, { type: 'line', tab, rtt: 0, damage: 'none', run });
}
