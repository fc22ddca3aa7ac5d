import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FRAME_HEADER, PREFACE } from '../../../protocol/http2-frame.ts';
import { type Frame, FrameParser } from './frame-parser.ts';

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(FRAME_HEADER);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** Reads bytes in pieces of these lengths, again and again. */
function read(bytes: Buffer, lengths: number[], preface = true) {
  const seen = { prefaces: 0, frames: [] as Frame[], data: [] as string[] };
  let data = '';
  const parser = new FrameParser(preface, {
    preface: () => {
      seen.prefaces += 1;
    },
    data: (_frame, piece) => {
      data += piece.toString('latin1');
    },
    frame: (frame) => {
      seen.frames.push(frame);
      if (frame.type === 0) seen.data.push(data);
      data = '';
    },
  });
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    parser.add(bytes.subarray(at, at + length), true);
    at += length;
  }
  return seen;
}

const SENT = Buffer.concat([
  Buffer.from(PREFACE),
  frame(0x04, 0, 0, Buffer.alloc(12)),
  frame(0x04, 1, 0, Buffer.alloc(0)),
  frame(0x01, 4, 1, Buffer.alloc(30)),
  frame(0x00, 1, 1, Buffer.from('hello')),
  // Padding of 3 (RFC 9113 §6.1): its length, the data, three zeros.
  frame(0x00, 8, 0x80000003, Buffer.from('\x03data\0\0\0', 'latin1')),
  frame(0x00, 8, 5, Buffer.from('\x03\0\0\0', 'latin1')),
  frame(0xee, 0, 5, Buffer.from('unknown')),
]);

test('finds the frames, whatever pieces they come in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (lengths) => {
      const { prefaces, frames, data } = read(SENT, lengths);
      assert.equal(prefaces, 1);
      assert.deepEqual(
        frames.map(({ type, stream, length, padding }) => [type, stream, length, padding]),
        [
          [4, 0, 12, 0],
          [4, 0, 0, 0],
          [1, 1, 30, 0],
          [0, 1, 5, 0],
          [0, 3, 8, 4],
          [0, 5, 4, 4],
          [0xee, 5, 7, 0],
        ],
      );
      assert.deepEqual(data, ['hello', 'data', '']);
    }),
  );
});

test('whatever the bytes, none is lost and none counted twice', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.integer({ min: 1, max: 50 }),
      (bytes, n) => {
        const { frames } = read(Buffer.from(bytes), [n], false);
        const whole = frames.reduce((sum, { length }) => sum + FRAME_HEADER + length, 0);
        const rest = Buffer.from(bytes.subarray(whole));
        assert.ok(rest.length < FRAME_HEADER || rest.length < FRAME_HEADER + rest.readUIntBE(0, 3));
      },
    ),
  );
});
