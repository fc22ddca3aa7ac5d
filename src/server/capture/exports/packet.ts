/**
 * Made-up IPv4 and TCP headers around real bytes. The addresses are from the range that is reserved
 * for examples (RFC 5737), so that nobody takes them for somebody's.
 */
import type { Direction, LinePart } from '../../../protocol/tab.ts';

const BROWSER = [192, 0, 2, 1];
const SERVER = [192, 0, 2, 2];

/** Every analyser looks for HTTP on this port. */
const SERVER_PORT = 80;

/** Where each side's ports begin; a file never has as many connections as there are between. */
const PORTS: Record<LinePart, number> = {
  http: 5_000,
  ws: 20_000,
  terminal: 35_000,
  shared: 50_000,
};
const PORTS_EACH = 15_000;

const IP_HEADER = 20;
const TCP_HEADER = 20;

/** A packet's headers take so many bytes. */
export const HEADERS = IP_HEADER + TCP_HEADER;

const TCP = 6;
const MAX_UINT16 = 0xffff;

/** The bits of a TCP header's flags (RFC 9293 §3.1). */
export const FLAG = { fin: 0x01, syn: 0x02, push: 0x08, ack: 0x10 } as const;

export interface Segment {
  side: LinePart;
  /** Number of the connection of this side. */
  connection: number;
  direction: Direction;
  seq: number;
  ack: number;
  flags: number;
  payload: Buffer;
  /** How long the payload was, in bytes, of which the first are there. */
  length: number;
}

/** An IPv4 packet (RFC 791 §3.1) with one TCP segment (RFC 9293 §3.1). */
export function packetOf({ side, connection, direction, ...segment }: Segment): Buffer {
  const { seq, ack, flags, payload, length } = segment;
  const up = direction === 'up';
  const port = PORTS[side] + (connection % PORTS_EACH);
  const packet = Buffer.alloc(HEADERS + payload.length);
  payload.copy(packet, HEADERS);
  packet[0] = 0x45;
  packet.writeUInt16BE(Math.min(HEADERS + length, MAX_UINT16), 2);
  packet[8] = 64;
  packet[9] = TCP;
  packet.set(up ? [...BROWSER, ...SERVER] : [...SERVER, ...BROWSER], 12);
  packet.writeUInt16BE(checksum(packet.subarray(0, IP_HEADER)), 10);

  const tcp = packet.subarray(IP_HEADER);
  tcp.writeUInt16BE(up ? port : SERVER_PORT, 0);
  tcp.writeUInt16BE(up ? SERVER_PORT : port, 2);
  tcp.writeUInt32BE(seq >>> 0, 4);
  tcp.writeUInt32BE(ack >>> 0, 8);
  tcp[12] = (TCP_HEADER / 4) << 4;
  tcp[13] = flags;
  tcp.writeUInt16BE(MAX_UINT16, 14);
  if (payload.length === length) {
    const pseudo = Buffer.from([...packet.subarray(12, 20), 0, TCP, 0, 0]);
    pseudo.writeUInt16BE(tcp.length, 10);
    tcp.writeUInt16BE(checksum(Buffer.concat([pseudo, tcp])), 16);
  }
  return packet;
}

/** The Internet checksum (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) + (bytes[i + 1] ?? 0);
  while (sum > MAX_UINT16) sum = (sum & MAX_UINT16) + (sum >>> 16);
  return ~sum & MAX_UINT16;
}
