import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AddressQuota } from './address-quota.ts';
import { type Networks, visitorAt } from './addresses.ts';
import type { HttpServer } from './http-server.ts';

/** How long a client has to end its connection when the server stops, in ms. */
const CLOSE_TIMEOUT = 1_000;

export interface ConnectionLimits {
  /** TCP connections in all; one more is closed at once. */
  connections: number;
  /** The same for one address. */
  perAddress: number;
  /** Proxies: all that their visitors open comes from their addresses, which are not counted. */
  proxies: Networks | undefined;
}

/**
 * Lets in only so many connections, and none once the server stops, which then waits for nobody long.
 * @returns tells how many are open, to the server and to the tabs' ports
 */
export function limitConnections(
  app: FastifyInstance,
  server: HttpServer,
  { connections, perAddress, proxies }: ConnectionLimits,
): () => number {
  const open = new Set<Socket>();
  const quota = new AddressQuota(perAddress);
  let stopping = false;

  // Not the server's own maxConnections: those to the tabs' ports are not the server's.
  server.admit = (tcp) => {
    const full = stopping || open.size >= connections;
    const counted = !proxies?.(tcp.remoteAddress);
    const release = counted && !full ? quota.tryTake(visitorAt(tcp.remoteAddress)) : undefined;
    if (full || (counted && !release)) {
      tcp.destroy();
      return false;
    }
    open.add(tcp);
    tcp.once('close', () => {
      open.delete(tcp);
      release?.();
    });
    return true;
  };

  app.addHook('preClose', async () => {
    stopping = true;
    for (const tcp of open) if (tcp.bytesRead === 0) tcp.destroy();
    const timeout = setTimeout(() => {
      for (const tcp of open) tcp.destroy();
    }, CLOSE_TIMEOUT);
    server.once('close', () => clearTimeout(timeout));
  });
  return () => open.size;
}
