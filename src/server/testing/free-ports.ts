import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/**
 * Those from here on a system gives to whoever takes any, such as each connection that goes out:
 * Linux from 32768 on, others from 49152.
 */
const GIVEN_OUT = 32_768;

/** Ports that are free, and stay so until somebody asks for them by number: neither Redis nor nginx takes a port 0. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  while (servers.length < count) {
    const server = createServer().listen(randomInt(GIVEN_OUT / 2, GIVEN_OUT), '127.0.0.1');
    try {
      await once(server, 'listening');
      servers.push(server);
    } catch {
      // Somebody has it.
    }
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
