/** Who may come in: hooks that refuse a request before any handler sees it. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { hostIn, isHostOf, isLoopback, originIn, visitorOf } from './addresses.ts';
import { sendError } from './errors.ts';
import { RateLimit } from './rate-limit.ts';
import { opensWebSocket } from './upgrades.ts';

/** Handshakes of one member of a class in a second. */
const MEMBER_HANDSHAKES = 10;

/**
 * Refuses a Host that is none (RFC 9112 §3.2), and, where the server is for this computer only, one
 * that is another's name. A site whose name is made to mean 127.0.0.1 only after its page was loaded
 * (DNS rebinding) could else read everything here.
 * @param loopbackOnly whether only names of this computer will do
 * @param origins sites whose hosts will do too
 */
export function hostGuard(loopbackOnly: boolean, origins: string[]) {
  const reasonAgainst = (host: string): [status: number, message: string] | undefined => {
    const name = hostIn(host)?.hostname;
    if (name === undefined) {
      return [400, `Host must be one name or address, with a port or without, not "${host}".`];
    }
    const ours = isLoopback(name) || origins.some((origin) => isHostOf(host, origin));
    if (loopbackOnly && !ours) {
      return [
        403,
        `This server is not called ${host}. Open it as localhost, or start it with --allow-origin.`,
      ];
    }
    return undefined;
  };
  /** Nearly everybody comes by the same name. */
  let welcome: string | undefined;
  return ({ host, headers }: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    // HTTP/1.0 may do without, and no browser speaks it; of later versions Node wants one.
    const none = host === '' && headers.host === undefined;
    const reason = none || host === welcome ? undefined : reasonAgainst(host);
    if (reason) {
      sendError(reply, ...reason);
      return;
    }
    if (!none) welcome = host;
    done();
  };
}

interface HandshakeOptions {
  paths: string[];
  origins: string[];
  handshakes: number;
  isOwnPage: IsOwnPage;
  isMember: (tab: string) => boolean;
}

/** Whether a page, as browsers name it, is the one that a tab's own port was opened for. */
export type IsOwnPage = (tab: string, origin: string) => boolean;

/** The tab that a request names, if it does. */
function tabOf({ query }: FastifyRequest): string | undefined {
  const { tab } = query as { tab?: unknown };
  return typeof tab === 'string' ? tab : undefined;
}

/** How long a browser may remember that it may send a note, in s: as long as Chromium remembers at all. */
const PREFLIGHT = 7_200;

/**
 * Lets a page read what comes from its tab's own port. Another port is another origin, so the browser
 * wants to be told so (CORS), and before a note it asks first. No other page is let in, nor this one
 * for another tab.
 */
export function shareWithPage(isOwnPage: IsOwnPage) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { origin } = request.headers;
    const tab = origin === undefined ? undefined : tabOf(request);
    if (origin === undefined || tab === undefined || !isOwnPage(tab, origin)) {
      done();
      return;
    }
    // An event stream is written past Fastify's own headers.
    reply.raw.setHeader('access-control-allow-origin', origin);
    reply.raw.setHeader('access-control-allow-credentials', 'true');
    if (request.method !== 'OPTIONS') {
      done();
      return;
    }
    reply.headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, last-event-id',
      'access-control-max-age': String(PREFLIGHT),
    });
    reply.code(204).send();
  };
}

/**
 * Lets a handshake through only where a WebSocket is served, only from this server's own page (the
 * browser itself would let any site's page connect, RFC 6455 §10.2), and not too many a second from
 * one address. A client that is no browser sends no Origin and is welcome.
 * @param paths those that speak WebSocket
 * @param origins other sites whose pages may connect too, as {@link originIn} returns them
 * @param handshakes how many a second one address may make
 * @param isOwnPage whether a page is that of the tab that it names; it may come from another port
 * @param isMember whether a tab is that of a class's phone: those are counted one by one, since a
 *   whole class may share an address
 */
export function handshakeGuard(options: HandshakeOptions) {
  const { paths, origins, handshakes, isOwnPage, isMember } = options;
  const limit = new RateLimit(handshakes);
  const members = new RateLimit(MEMBER_HANDSHAKES);
  const reasonAgainstPace = (request: FastifyRequest): string | undefined => {
    const tab = tabOf(request);
    const member = tab !== undefined && isMember(tab) ? tab : undefined;
    const [who, most, pace] =
      member === undefined
        ? ['Your address', handshakes, limit.allows(visitorOf(request))]
        : ['This phone', MEMBER_HANDSHAKES, members.allows(member)];
    return pace
      ? undefined
      : `${who} opens more than ${most} WebSockets a second. Try again in a second.`;
  };
  const reasonAgainst = (
    request: FastifyRequest,
  ): [status: number, message: string] | undefined => {
    const { origin } = request.headers;
    const tooFast = reasonAgainstPace(request);
    if (tooFast) return [429, tooFast];
    if (!paths.includes(request.routeOptions.url ?? '')) {
      return [404, `There is no WebSocket here. There are ${paths.join(' and ')}.`];
    }
    const ours = (from: string) =>
      isFromHere(request, from, origins) || isOwnPage(tabOf(request) ?? '', from);
    if (origin !== undefined && !ours(origin)) {
      return [403, `A page from ${origin} may not connect. Open this server's own page.`];
    }
    return undefined;
  };
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const reason = opensWebSocket(request.raw) ? reasonAgainst(request) : undefined;
    if (!reason) {
      done();
      return;
    }
    const [status, message] = reason;
    if (status === 429) reply.header('retry-after', '1');
    sendError(reply, status, message);
  };
}

/** Whether a page is this server's own or of an origin that is allowed. */
export function isFromHere(
  { host, protocol }: FastifyRequest,
  text: string,
  origins: string[],
): boolean {
  const origin = originIn(text);
  if (!origin) return false;
  // Where http:// is spoken here, a proxy that does not say so may still speak https:// for us.
  const ours = isHostOf(host, origin) && (protocol !== 'https' || origin.startsWith('https:'));
  return ours || origins.includes(origin);
}
