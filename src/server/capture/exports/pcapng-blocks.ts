/**
 * The blocks of a pcapng file
 * (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html).
 */
import type { ServerTime } from '../../../protocol/tick.ts';

const BLOCK = { section: 0x0a0d0d0a, interface: 1, packet: 6, statistics: 5, secrets: 10 } as const;
const BYTE_ORDER = 0x1a2b3c4d;

/** Packets that begin with an IP header (https://www.tcpdump.org/linktypes.html). */
const RAW_IP = 101;

/** Secrets that are an NSS key log file. */
const TLS_KEY_LOG = 0x544c534b;

const OPTION = {
  comment: 1,
  name: 2,
  description: 3,
  application: 4,
  resolution: 9,
  endTime: 3,
  received: 4,
  dropped: 5,
} as const;

/** Times are written in units of 10 to the power of minus this, in s. */
const RESOLUTION = 6;

/** Begins a file. @param comment on all that is in it */
export function sectionBlock(comment: string): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(BYTE_ORDER, 0);
  head.writeUInt16LE(1, 4);
  // How long the section is, is left open.
  head.writeBigInt64LE(-1n, 8);
  return block(BLOCK.section, head, [
    text(OPTION.comment, comment),
    text(OPTION.application, 'Ask or be told?'),
  ]);
}

/** Where the packets come from. */
export function interfaceBlock(name: string, description: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(RAW_IP, 0);
  return block(BLOCK.interface, head, [
    text(OPTION.name, name),
    text(OPTION.description, description),
    option(OPTION.resolution, Buffer.from([RESOLUTION])),
  ]);
}

/** Decryption secrets. @param keys a key log file */
export function secretsBlock(keys: string): Buffer {
  const bytes = Buffer.from(keys);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(TLS_KEY_LOG, 0);
  head.writeUInt32LE(bytes.length, 4);
  return block(BLOCK.secrets, Buffer.concat([head, padded(bytes)]), []);
}

/** One packet.
 * @param length how long the packet was, in bytes, of which the first are there */
export function packetBlock(
  packet: Buffer,
  length: number,
  at: ServerTime,
  comment: string,
): Buffer {
  const head = Buffer.alloc(20);
  timestamp(at).copy(head, 4);
  head.writeUInt32LE(packet.length, 12);
  head.writeUInt32LE(length, 16);
  return block(BLOCK.packet, Buffer.concat([head, padded(packet)]), [
    text(OPTION.comment, comment),
  ]);
}

/** Ends a file: how many messages there were, and up to which moment. */
export function statisticsBlock(until: ServerTime, kept: number, missing: number): Buffer {
  return block(BLOCK.statistics, Buffer.concat([Buffer.alloc(4), timestamp(until)]), [
    option(OPTION.endTime, timestamp(until)),
    option(OPTION.received, counter(kept + missing)),
    option(OPTION.dropped, counter(missing)),
  ]);
}

function block(type: number, body: Buffer, options: Buffer[]): Buffer {
  const content = Buffer.concat([body, ...options, option(0, Buffer.alloc(0))]);
  const [start, end] = [Buffer.alloc(8), Buffer.alloc(4)];
  const length = start.length + content.length + end.length;
  start.writeUInt32LE(type, 0);
  start.writeUInt32LE(length, 4);
  end.writeUInt32LE(length, 0);
  return Buffer.concat([start, content, end]);
}

function option(code: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

const text = (code: number, value: string) => option(code, Buffer.from(value));

function counter(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** A time in two halves, the upper first. */
function timestamp(time: ServerTime): Buffer {
  const units = BigInt(Math.round(time * 10 ** (RESOLUTION - 3)));
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(Number(units >> 32n), 0);
  bytes.writeUInt32LE(Number(units & 0xffffffffn), 4);
  return bytes;
}

/** Bytes, with as many zeros as make them a multiple of four. */
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
