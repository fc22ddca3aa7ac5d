import type { FastifyInstance } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import {
  type Bytes,
  type MarketSet,
  type News,
  ToInstruments,
  type Truth,
} from '../../protocol/messages.ts';
import { watch } from '../capture/watch.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import { visitorOf } from '../http/addresses.ts';
import type { HostKey } from '../http/host-key.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { Feed } from '../market/price-feed.ts';
import { companies } from '../market/random-walk.ts';
import type { LineRegistry } from '../network/registry.ts';
import type { Line } from '../network/tab-line.ts';
import { Channel } from '../realtime/channel.ts';
import type { Health } from '../realtime/health.ts';
import { jsonFrame, WebSocketSubscriber } from '../realtime/subscribers.ts';
import {
  closeUnread,
  forgetHandshake,
  type KeepAlive,
  reader,
  send,
  upgradeRequired,
} from '../realtime/websocket.ts';

/** How often a tab gets its byte counts while they change, in ms. */
const METER_EVERY = 250;

/**
 * Wrong host keys allowed from one address in a second; one more closes the connection it came over.
 * The right key always works: a whole class may share the address.
 */
const WRONG_KEYS = 10;

const readMessages = reader(
  ToInstruments,
  '{"type":"line","tab":"1 to 64 of A-Z a-z 0-9 _ -","secret":"the same","rtt":0 to 4000,"damage":"none|cut|stall","messages":true,"run":1,"keepStream":true}, {"type":"market","rate":0 or 1/60 to 50,"news":"ACME"} or {"type":"ping","id":1}',
);

interface InstrumentsOptions {
  feed: Feed;
  lines: LineRegistry;
  quota: AddressQuota;
  health: Health;
  keepAlive: KeepAlive;
  /** Added round trip of a page whose visitor chose no other, in ms. */
  rtt: number;
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
  { feed, lines, quota, health, keepAlive, rtt, hostKey }: InstrumentsOptions,
): void {
  // One for each kind of message, so that skipping to the newest of one never loses another.
  const truth = new Channel<Truth>(health);
  const news = new Channel<News>(health);
  const market = new Channel<MarketSet>(health);
  /** Sends each tab its byte counts. */
  const reports = new Set<() => void>();
  const wrongKeys = new RateLimit(WRONG_KEYS);

  const meter = setInterval(() => {
    for (const report of reports) report();
  }, METER_EVERY);
  const unsubscribe = feed.subscribe((ticks) => truth.publish({ type: 'truth', ticks }));
  app.addHook('onClose', async () => {
    clearInterval(meter);
    unsubscribe();
  });

  app.route({
    method: 'GET',
    url: PATH.instruments,
    preHandler: quota.holdSocket,
    handler: upgradeRequired,
    wsHandler(socket, request) {
      const connection = request.raw.socket;
      const visitor = visitorOf(request);
      let tab: string | undefined;
      let line: Line | undefined;
      let reported = '';

      const report = () => {
        if (!tab || !line) return;
        const { id, run = 0 } = line;
        const [http, ws] = [line.meter('http'), line.meter('ws')];
        const bytes: Bytes = { type: 'bytes', tab, line: id, run, http, ws };
        const text = JSON.stringify(bytes);
        if (text !== reported) socket.send(text);
        reported = text;
      };

      forgetHandshake(socket, connection);
      readMessages(socket, connection, (message) => {
        if (message.type === 'ping') {
          send(socket, { type: 'pong', id: message.id, at: feed.now() });
        } else if (message.type === 'line') {
          const claimed = lines.claim(message.tab, socket, message.secret);
          if (!claimed) {
            send(socket, {
              type: 'error',
              code: 'not-allowed',
              message: 'That tab belongs to another page. Use a name of your own.',
            });
            return;
          }
          if (tab && tab !== message.tab) lines.release(tab, socket, true);
          tab = message.tab;
          line = claimed;
          line.rtt = message.rtt;
          line.damage = message.damage ?? 'none';
          if (message.run !== undefined) line.beginRun(message.run, message.keepStream ?? false);
          watch(socket, tab, line, message.messages ?? false);
          const { rtt, damage, run = 0 } = line;
          send(socket, { type: 'line', tab, rtt, damage, run });
        } else if (!feed.controls || (hostKey && !hostKey.opens(message.key ?? ''))) {
          send(socket, {
            type: 'error',
            code: 'not-allowed',
            message: 'Only the host may change the market. Open the link with the host key.',
          });
          if (message.key && !wrongKeys.allows(visitor)) {
            closeUnread(socket, 1008, `More than ${WRONG_KEYS} wrong host keys a second`);
          }
        } else {
          if (message.news) {
            feed.controls.news(message.news);
            news.publish({ type: 'news', symbol: message.news });
          }
          if (message.rate !== undefined) {
            feed.controls.setRate(message.rate);
            market.publish({ type: 'market', rate: feed.rate });
          }
        }
      });
      reports.add(report);
      socket.once('close', () => {
        reports.delete(report);
        for (const unsubscribe of subscriptions) unsubscribe();
        if (tab) lines.release(tab, socket, false);
      });
      keepAlive(socket);

      const { run, first, rate } = feed;
      send(socket, {
        type: 'hello',
        run,
        first,
        companies: companies.map(({ symbol, name }) => ({ symbol, name })),
        rate,
        open: !hostKey,
        rtt,
      });
      send(socket, { type: 'truth', ticks: feed.all() });
      const subscriber = new WebSocketSubscriber(socket, connection, jsonFrame);
      const subscriptions = [truth, news, market].map((channel) => channel.subscribe(subscriber));
    },
  });
}
