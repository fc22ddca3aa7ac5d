import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packetOf } from './packet.ts';
import { pcapng } from './pcapng.ts';
import { message, recording } from './testing/recordings.ts';

/** The blocks of a file; each has to end with its own length. */
function* blocksOf(file: Buffer) {
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32LE(at + 4);
    assert.equal(length % 4, 0);
    assert.equal(file.readUInt32LE(at + length - 4), length);
    yield { type: file.readUInt32LE(at), body: file.subarray(at + 8, at + length - 4) };
    at += length;
  }
}

/** Of each packet: when it is from, how long it was, and what is there of its TCP segment. */
const packetsOf = (file: Buffer) =>
  [...blocksOf(file)]
    .filter(({ type }) => type === 6)
    .map(({ body }) => {
      const [high, low, kept, length] = [4, 8, 12, 16].map((at) => body.readUInt32LE(at));
      const packet = body.subarray(20, 20 + (kept ?? 0));
      return {
        at: ((high ?? 0) * 2 ** 32 + (low ?? 0)) / 1000,
        length,
        seq: packet.readUInt32BE(24),
        ack: packet.readUInt32BE(28),
        flags: packet[33],
        data: packet.subarray(40).toString(),
        comment: body.subarray(20 + packet.length).toString(),
      };
    });

test('a question, its answer and the end of their connection', () => {
  const file = pcapng(
    recording(
      [
        message({ id: 1, kind: 'request', direction: 'up', sent: 1_000.5, received: 1_100.5 }, 'Q'),
        message({ id: 2, kind: 'answer', direction: 'down', sent: 1_200, lost: 1_250 }, 'AA'),
      ],
      { closings: [{ side: 'http', connection: 1, at: 1_250 }] },
    ),
  );
  const [open, ...rest] = [...blocksOf(file)].map(({ type }) => type);
  assert.equal(open, 0x0a0d0d0a);
  assert.deepEqual(rest, [1, ...Array(8).fill(6), 5]);
  assert.deepEqual(
    packetsOf(file).map(({ at, flags, seq, ack, data }) => [at, flags, seq, ack, data]),
    [
      [1_000.5, 0x02, 0, 0, ''],
      [1_000.5, 0x12, 0, 1, ''],
      [1_000.5, 0x10, 1, 1, ''],
      [1_000.5, 0x18, 1, 1, 'Q'],
      [1_200, 0x18, 1, 2, 'AA'],
      [1_250, 0x11, 3, 2, ''],
      [1_250, 0x11, 2, 4, ''],
      [1_250, 0x10, 4, 3, ''],
    ],
  );
  const comments = packetsOf(file).map(({ comment }) => comment);
  assert.match(
    comments[3] ?? '',
    /Message 1: Ask, .*arrived at 1970-01-01T00:00:01.100Z, 100.0 ms/,
  );
  assert.match(comments[4] ?? '', /Message 2: Ask, .*lost: it never arrived, .*00:00:01.250Z/);
  assert.match(
    file.toString(),
    /Made up: the addresses.*Up to message 2 at 1970-01-01T00:00:02.000Z/,
  );
});

test('of a long message the packet says how long it was, and the next goes on after all of it', () => {
  const size = { handshake: 0, headers: 0, framing: 0, body: 70_000 };
  const up = { kind: 'request', direction: 'up' } as const;
  const file = pcapng(
    recording([
      message({ id: 1, ...up, sent: 0, size }, 'beginning'),
      message({ id: 2, ...up, sent: 1 }, 'next'),
    ]),
  );
  const [long, next] = packetsOf(file).slice(3);
  assert.equal(long?.length, 40 + 70_000);
  assert.equal(long?.data, 'beginning');
  assert.match(long?.comment ?? '', /still under way; only its first 9 bytes are here/);
  assert.equal(next?.seq, 1 + 70_000);
  assert.match(file.toString(), /too long to be kept whole, .*: 1\./);
});

test('packets stand in the order of their times', () => {
  const file = pcapng(
    recording([
      message({ id: 1, kind: 'answer', direction: 'down', sent: 5 }, 'quick'),
      message({ id: 2, kind: 'request', direction: 'up', sent: 1, side: 'ws' }, 'slow'),
    ]),
  );
  const times = packetsOf(file).map(({ at }) => at);
  assert.deepEqual(times, [1, 1, 1, 1, 5, 5, 5, 5]);
});

test('a file without a message says so, and that of a secure line needs no keys', () => {
  const file = pcapng(recording([], { secure: true, missing: 3 })).toString();
  assert.match(file, /No message yet at 1970/);
  assert.match(file, /not kept, so not in this file: 3\./);
  assert.match(file, /as they were inside TLS: .* needs no keys/);
});

test('checksums are those of RFC 1071', () => {
  const segment = { side: 'http', connection: 1, direction: 'up', seq: 1, ack: 1 } as const;
  const packet = packetOf({ ...segment, flags: 0x18, payload: Buffer.from('odd'), length: 3 });
  const words = (bytes: Buffer) => {
    let sum = 0;
    for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0);
    return (sum % 0xffff || 0xffff).toString(16);
  };
  assert.equal(words(packet.subarray(0, 20)), 'ffff');
  const pseudo = Buffer.concat([packet.subarray(12, 20), Buffer.from([0, 6, 0, 23])]);
  assert.equal(words(Buffer.concat([pseudo, packet.subarray(20)])), 'ffff');
});

test('TLS secrets stand in a block of their own, as they are', () => {
  const keys = 'CLIENT_RANDOM 01 02\n';
  const file = pcapng(recording([], { secure: true, keys }));
  const [secrets, ...more] = [...blocksOf(file)].filter(({ type }) => type === 10);
  assert.deepEqual(more, []);
  assert.equal(secrets?.body.readUInt32LE(0), 0x544c534b);
  const length = secrets?.body.readUInt32LE(4) ?? 0;
  assert.equal(secrets?.body.toString('latin1', 8, 8 + length), keys);
  assert.match(file.toString(), /TLS secrets .* for a capture of the encrypted bytes/);
  assert.doesNotMatch(pcapng(recording([], { secure: true })).toString(), /TLS secrets/);
});
