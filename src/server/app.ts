import type { SecureContext } from 'node:tls';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { NewClass } from '../protocol/class/begin.ts';
import { CLASS_MEMBERS, PATH } from '../protocol/limits.ts';
import type { ClassStore } from './class/keeping/class-store.ts';
import { Rooms } from './class/rooms.ts';
import { handshakeGuard, hostGuard, shareWithPage } from './http/access-guards.ts';
import { AddressQuota } from './http/address-quota.ts';
import { networksIn } from './http/addresses.ts';
import { limitConnections } from './http/connections.ts';
import { explain, refuseFailed, refuseUnparsed, refuseUnreadable } from './http/errors.ts';
import { HostKey } from './http/host-key.ts';
import { HttpServer } from './http/http-server.ts';
import { serializers } from './http/log-serializers.ts';
import { watchPipelining } from './http/pipelining.ts';
import { upgradeOptions } from './http/upgrades.ts';
import { validatorCompiler } from './http/validation.ts';
import type { Feed } from './market/feed.ts';
import { classLines } from './network/class-lines.ts';
import { emulateNetwork, type NetworkOptions } from './network/emulated-network.ts';
import { Http2Ports } from './network/http2/http2-ports.ts';
import { lineFiles } from './network/line-files.ts';
import type { LineRegistry } from './network/registry.ts';
import { Health } from './realtime/health.ts';
import { type MarketOf, openChannels } from './realtime/price-channels.ts';
import { heartbeat } from './realtime/websocket.ts';
import { webSocketScope } from './realtime/websocket-scope.ts';
import { captureRoute } from './routes/capture.ts';
import { classRoutes, refuseStrays } from './routes/class.ts';
import { eventsRoute } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { instrumentsRoute } from './routes/instruments.ts';
import { noteRoute } from './routes/note.ts';
import { priceRoute } from './routes/price.ts';
import { pageRoutes } from './routes/static-files.ts';
import { streamRoute } from './routes/stream.ts';
import { speakTls } from './tls/tls-listener.ts';

export interface AppOptions {
  feed: Feed;
  /** Puts the requests that name a tab on that tab's emulated line; a plain server if left out. */
  network?: NetworkOptions | undefined;
  /** Lets in classes; needs the network, which counts their bytes. */
  classes?: ClassesOptions | undefined;
  /** Folder of the built page; without one only the data is served. */
  page?: string | undefined;
  /** Whoever moves the market must know it; without one everybody may. It has to be too long to guess. */
  hostKey?: string | undefined;
  /** Speaks TLS with this certificate. */
  secureContext?: SecureContext | undefined;
  /** What a browser is shown before its warning of a certificate that nobody vouches for. */
  explanation?: string | undefined;
  /** Origins whose pages may open WebSockets here as this server's own may, as browsers write them. */
  allowOrigins?: string[] | undefined;
  /** Origins whose pages may show the embedded page in a frame. */
  allowFrames?: string[] | undefined;
  /** Refuses requests whose Host is none of this computer's own names; for one that listens on loopback. */
  loopbackOnly?: boolean;
  /** Addresses of proxies whose X-Forwarded-* headers are believed, see {@link networksIn}. */
  trustProxy?: string | undefined;
  limits?: Partial<Limits>;
  /** Serve `/metrics` too. */
  metrics?: boolean;
  /** Where and from which level on to log; nowhere if left out. */
  logger?: { level: string; stream: NodeJS.WritableStream };
}

export interface ClassesOptions {
  /** A class that is there from the beginning. */
  first?: NewClass | undefined;
  /** Whether anybody may begin another. */
  open?: boolean;
  /** Added round trip of the phones' lines, in ms. */
  rtt?: number;
  /** Where phones reach this server, as `http://192.168.1.20:3000`. */
  address?: () => string | undefined;
  /** Where classes are kept for other servers; in memory alone if left out. */
  store?: ClassStore | undefined;
}

/** How much the server takes on. */
export interface Limits {
  /** TCP connections in all; one more is closed at once. */
  connections: number;
  /** Held questions and open streams of one address; one more gets a 503. */
  perAddress: number;
  /** WebSocket handshakes of one address in a second; one more gets a 429. */
  handshakes: number;
  /** Where there are classes, so many phones more may share an address. */
  members: number;
  /** A WebSocket that has not answered a ping for so long is ended, in ms. */
  silence: number;
}

/** A class behind one router has few; a course site has many. */
const LIMITS: Limits = {
  connections: 10_000,
  perAddress: 256,
  handshakes: 500,
  members: CLASS_MEMBERS,
  silence: 30_000,
};

/** How many streams a phone may hold: before it joins a class, it tries an event stream and a WebSocket. */
const TRIED = 2;

/** How many connections an address may have for each stream: browsers keep idle ones. */
const SPARE = 4;

/** How HTTP is read. */
const SERVER = {
  keepAliveTimeout: 65_000,
  /** A client has so long to send the head of a request, and a whole request, in ms; then it gets a 408. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_500,
  /** The head of a request may be so long, in bytes; a longer one gets a 431. */
  maxHeaderSize: 16 * 1024,
  // Two Host headers, or two Origins, are to be seen as what they are, not as the first of them.
  joinDuplicateHeaders: true,
  ...upgradeOptions,
};

/** Builds the whole server, not yet listening. Two of them in one process share nothing. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { feed, network, classes, secureContext, explanation, logger } = options;
  const proxies = networksIn(options.trustProxy ?? '');
  const limits = { ...LIMITS, ...options.limits };
  const members = classes ? limits.members : 0;
  const perAddress = limits.perAddress + TRIED * members;
  const server = new HttpServer(SERVER);
  const app = fastify({
    ...(logger && logTo(logger)),
    trustProxy: proxies ?? false,
    serverFactory: (handler) => server.on('request', handler),
    schemaErrorFormatter: explain,
    frameworkErrors: refuseUnreadable,
    clientErrorHandler: refuseUnparsed,
  });
  app.setValidatorCompiler(validatorCompiler());
  app.setErrorHandler(refuseFailed);
  watchPipelining(server);
  const connections = limitConnections(app, server, {
    connections: limits.connections,
    perAddress: perAddress * SPARE,
    proxies,
  });
  if (secureContext) speakTls(server, secureContext, explanation);
  const lines = network && emulateNetwork(app, server, network, () => feed.now(), proxies);
  if (lines && secureContext) lines.http2 = new Http2Ports(app, server, lines, secureContext);

  const health = new Health(app);
  const rooms = classes && openRooms(app, classes, lines, health);
  const quota = new AddressQuota(perAddress);
  const parts = { server, connections, lines, health, rooms, quota };
  guardRequests(app, options, parts, limits.handshakes + members);
  await openRoutes(app, options, parts, limits.silence);
  return app;
}

/** What guards and routes have in common. */
interface Parts {
  server: HttpServer;
  /** How many TCP connections are open. */
  connections: () => number;
  lines: LineRegistry | undefined;
  health: Health;
  rooms: Rooms | undefined;
  quota: AddressQuota;
}

/** @param handshakes WebSocket handshakes of one address in a second */
function guardRequests(
  app: FastifyInstance,
  { allowOrigins = [], loopbackOnly = false, classes }: AppOptions,
  { lines, rooms }: Parts,
  handshakes: number,
): void {
  const isOwnPage = (tab: string, origin: string) => lines?.http2?.originOf(tab) === origin;
  app.addHook('onRequest', hostGuard(loopbackOnly, allowOrigins));
  if (lines?.http2) app.addHook('onRequest', shareWithPage(isOwnPage));
  if (rooms && classes?.store) app.addHook('onRequest', refuseStrays(rooms));
  app.addHook(
    'onRequest',
    handshakeGuard({
      paths: [PATH.stream, PATH.instruments, ...(rooms ? [PATH.class] : [])],
      origins: allowOrigins,
      handshakes,
      isOwnPage,
      isMember: (tab) => rooms?.marketOf(tab) !== undefined,
    }),
  );
}

/** @param silence a WebSocket that has not answered a ping for so long is ended, in ms */
async function openRoutes(
  app: FastifyInstance,
  { feed, classes, hostKey, allowOrigins = [], ...options }: AppOptions,
  { server, connections, lines, health, rooms, quota }: Parts,
  silence: number,
): Promise<void> {
  const { prices, close } = openChannels(feed, health);
  app.addHook('onClose', async () => close());
  const market = { feed, prices, quota };
  const marketOf: MarketOf = rooms ? (tab) => (tab && rooms.marketOf(tab)) || market : () => market;
  await webSocketScope(app, server, (scope) => {
    const keepAlive = heartbeat(scope, silence);
    streamRoute(scope, marketOf, keepAlive);
    instrumentsRoute(scope, {
      feed,
      lines,
      quota,
      health,
      keepAlive,
      hostKey: hostKey ? HostKey.of(hostKey) : undefined,
    });
    if (rooms) {
      classRoutes(scope, { feed, rooms, keepAlive, open: classes?.open ?? false, allowOrigins });
    }
  });
  priceRoute(app, marketOf);
  eventsRoute(app, marketOf);
  noteRoute(app, feed);
  if (lines) captureRoute(app, lineFiles(lines, options.secureContext !== undefined));
  const { metrics = false } = options;
  await healthRoutes(app, { feed, health, connections, quota, lines, classes: rooms, metrics });
  await pageRoutes(app, options.page, {
    classes: rooms !== undefined,
    framers: options.allowFrames,
    ports: lines?.http2 !== undefined,
  });
}

const logTo = (logger: NonNullable<AppOptions['logger']>) =>
  ({
    logger: { ...logger, serializers },
    // A logger for each request would cost more than the answer; without request logs none needs it.
    childLoggerFactory: (logger, bindings, options) =>
      ['info', 'debug', 'trace'].includes(logger.level) ? logger.child(bindings, options) : logger,
  }) satisfies FastifyServerOptions;

function openRooms(
  app: FastifyInstance,
  { first, rtt = 0, address = () => undefined, store }: ClassesOptions,
  lines: LineRegistry | undefined,
  health: Health,
): Rooms {
  if (!lines) throw new Error('A class needs the emulated network, which counts its bytes.');
  return new Rooms(app, { health, openLine: classLines(lines, rtt), first, address, store });
}
