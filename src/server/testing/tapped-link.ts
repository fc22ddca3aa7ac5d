/** A link between client and server on which somebody listens, as tcpdump does, for tests. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { Direction } from '../../protocol/tab.ts';
import { FLAG, HEADERS, packetOf } from '../capture/exports/packet.ts';
import { interfaceBlock, packetBlock, sectionBlock } from '../capture/exports/pcapng-blocks.ts';

/** What stands before the content of a TLS record, in bytes, its length last (RFC 8446 §5.1). */
const RECORD_HEADER = 5;

/** A proxy that has no keys, and keeps each byte that it passes on. */
export async function tappedLink(target: number) {
  const packets: Buffer[] = [];
  let connections = 0;
  const proxy = createServer((client) => {
    const server = connect(target, '127.0.0.1');
    const add = packetsOf(++connections, packets);
    add('up', FLAG.syn);
    add('down', FLAG.syn | FLAG.ack);
    add('up', FLAG.ack);
    for (const [direction, from, to] of [
      ['up', client, server],
      ['down', server, client],
    ] as const) {
      let rest: Buffer = Buffer.alloc(0);
      from.on('data', (bytes: Buffer) => {
        const records = recordsIn(Buffer.concat([rest, bytes]));
        rest = records.pop() as Buffer;
        for (const record of records) add(direction, FLAG.push | FLAG.ack, record);
        to.write(bytes);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
    }
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    close: () => proxy.close(),
    /** What has been heard so far, as a pcapng file. */
    heard: () =>
      Buffer.concat([
        sectionBlock('Encrypted'),
        interfaceBlock('wire', 'Between client and server'),
        ...packets,
      ]),
  };
}

/**
 * Cuts bytes into TLS records, each for a packet of its own: tshark 4.0 finds no WebSocket frame in the
 * packet of the 101. What is left over comes last.
 */
function recordsIn(bytes: Buffer): Buffer[] {
  if (bytes.length < RECORD_HEADER) return [bytes];
  const end = RECORD_HEADER + bytes.readUInt16BE(RECORD_HEADER - 2);
  if (bytes.length < end) return [bytes];
  return [bytes.subarray(0, end), ...recordsIn(bytes.subarray(end))];
}

/** Puts what a connection carries into packets, with the numbers by which TCP keeps them in order. */
function packetsOf(connection: number, packets: Buffer[]) {
  const reached = { up: 0, down: 0 };
  return (direction: Direction, flags: number, payload: Buffer = Buffer.alloc(0)) => {
    const { length } = payload;
    const ack = flags & FLAG.ack ? reached[direction === 'up' ? 'down' : 'up'] : 0;
    const numbers = { seq: reached[direction], ack, flags };
    const packet = packetOf({
      side: 'http',
      connection,
      direction,
      ...numbers,
      payload,
      length,
    });
    reached[direction] += length + (flags & FLAG.syn ? 1 : 0);
    packets.push(packetBlock(packet, HEADERS + length, Date.now(), 'Heard'));
  };
}
