/** Who may come in: hooks that refuse a request before any handler sees it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimit } from './rate-limit.ts';
import { refuse } from './refusal.ts';

/** The paths that speak WebSocket. */
const WEBSOCKETS = ['/stream', '/referee'];

/** This computer's names for itself. */
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Refuses who calls this computer by a name that is not its own. A site whose name is made to mean
 * 127.0.0.1 only after its page was loaded (DNS rebinding) could else read everything here.
 * @param hosts further names that are fine, with their ports
 */
export function hostGuard(hosts: string[]) {
  return ({ host, hostname }: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (LOOPBACK.test(hostname) || hosts.includes(host)) {
      done();
      return;
    }
    const name = host || 'nothing';
    refuse(
      reply,
      403,
      `This server is not called ${name}. Open it as localhost, or start it with --allow-origin.`,
    );
  };
}

/**
 * Lets a handshake through only where a WebSocket is served, only from this server's own page (the
 * browser itself would let any site's page connect, RFC 6455 §10.2), and not too many a second from
 * one address. A client that is no browser sends no Origin and is welcome.
 * @param origins other sites whose pages may connect too
 * @param handshakes how many a second one address may make
 */
export function handshakeGuard(origins: string[], handshakes: number) {
  const limit = new RateLimit(handshakes);
  const reasonAgainst = (
    request: FastifyRequest,
  ): [status: number, message: string] | undefined => {
    const { origin } = request.headers;
    if (!limit.allows(request.ip)) {
      return [
        429,
        `Your address opens more than ${handshakes} WebSockets a second. Try again in a second.`,
      ];
    }
    if (!WEBSOCKETS.includes(request.routeOptions.url ?? '')) {
      return [404, `There is no WebSocket here. There are ${WEBSOCKETS.join(' and ')}.`];
    }
    if (origin && !origins.includes(origin) && hostOf(origin) !== request.host) {
      return [403, `A page from ${origin} may not connect. Open this server's own page.`];
    }
    return undefined;
  };
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const reason = request.ws ? reasonAgainst(request) : undefined;
    if (!reason) {
      done();
      return;
    }
    const [status, message] = reason;
    if (status === 429) reply.header('retry-after', '1');
    refuse(reply, status, message);
  };
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined);
