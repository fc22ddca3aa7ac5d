import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import * as ws from 'ws';
import { applyMask, type Frame, readFrame, readHeader, textFrame } from './websocket-frame.ts';

const { Receiver, Sender } = ws as unknown as {
  Receiver: new (options: object) => Writable;
  Sender: { frame(data: Buffer, options: object): Buffer[] };
};

/** A frame as ws, an independent implementation, builds it. */
function built(payload: Uint8Array, opcode: number, { fin = true, mask = false } = {}): Buffer {
  const options = { fin, opcode, mask, readOnly: true, rsv1: false };
  return Buffer.concat(Sender.frame(Buffer.from(payload), options));
}

function read(bytes: Uint8Array): Frame {
  const frame = readFrame(bytes);
  assert.ok(frame);
  return frame;
}

/** What ws, an independent implementation, reads out of a server's frame. */
async function received(frame: Uint8Array): Promise<string> {
  const receiver = new Receiver({ isServer: false });
  const message = once(receiver, 'message');
  receiver.write(frame);
  const [data, isBinary] = await message;
  assert.equal(isBinary, false);
  return String(data);
}

test('an independent implementation reads back what was framed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (text) => {
      assert.equal(await received(textFrame(text)), text);
    }),
  );
});

for (const [length, header] of [
  [0, 2],
  [125, 2],
  [126, 4],
  [65_535, 4],
  [65_536, 10],
] as const) {
  test(`${length} bytes of payload take a header of ${header}`, async () => {
    const text = 'x'.repeat(length);
    assert.equal(textFrame(text).length, header + length);
    assert.equal(await received(textFrame(text)), text);
  });
}

test('what an independent implementation framed is read field by field, in both directions', () => {
  const opcodes = fc.constantFrom(0, 1, 2);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 70_000, size: 'max' }),
      opcodes,
      fc.boolean(),
      fc.boolean(),
      (payload, opcode, fin, mask) => {
        const bytes = built(payload, opcode, { fin, mask });
        const frame = read(bytes);
        assert.equal(frame.fin, fin);
        assert.equal(frame.opcode, opcode);
        assert.equal(frame.masked, mask);
        assert.equal(frame.length, payload.length);
        assert.equal(frame.headerLength + frame.length, bytes.length);
        assert.deepEqual([...frame.payload], [...payload]);
        assert.deepEqual(
          [...applyMask(frame.payload, frame.mask ?? new Uint8Array(4))],
          [...frame.sent],
        );
        assert.equal(readFrame(bytes.subarray(0, bytes.length - 1)), undefined);
      },
    ),
    { numRuns: 60 },
  );
});

for (const [length, lengthBits, header] of [
  [0, 7, 2],
  [125, 7, 2],
  [126, 16, 4],
  [65_535, 16, 4],
  [65_536, 64, 10],
] as const) {
  for (const mask of [false, true]) {
    test(`a length of ${length}, ${mask ? 'masked' : 'unmasked'}, is written in ${lengthBits} bits`, () => {
      const frame = read(built(Buffer.alloc(length, 'x'), 1, { mask }));
      assert.equal(frame.lengthBits, lengthBits);
      assert.equal(frame.headerLength, header + (mask ? 4 : 0));
      assert.equal(frame.text, 'x'.repeat(length));
      assert.deepEqual(frame.problems, []);
    });
  }
}

test('a header is read as soon as all of it is there, however it comes', () => {
  const bytes = built(Buffer.alloc(70_000), 2, { mask: true });
  for (let length = 0; length < 14; length++) {
    assert.equal(readHeader(bytes.subarray(0, length)), undefined);
  }
  assert.equal(readHeader(bytes.subarray(0, 14))?.length, 70_000);
});

test('control frames: ping, pong, and close with its code and reason', () => {
  assert.equal(read(built(Buffer.from('are you there'), 9)).text, 'are you there');
  assert.equal(read(built(Buffer.alloc(0), 10, { mask: true })).opcode, 10);
  const close = read(built(Buffer.from([0x03, 0xe9, ...Buffer.from('stopping')]), 8));
  assert.deepEqual(close.close, { code: 1001, reason: 'stopping' });
  assert.deepEqual(read(built(Buffer.alloc(0), 8)).close, { code: undefined, reason: '' });
});

test('the pieces of a fragmented message are told apart', () => {
  const first = read(built(Buffer.from('be '), 1, { fin: false }));
  const last = read(built(Buffer.from('told'), 0));
  assert.deepEqual([first.fin, first.opcode, first.text], [false, 1, 'be ']);
  assert.deepEqual([last.fin, last.opcode, last.text], [true, 0, 'told']);
});

for (const [what, bytes, problem] of [
  ['a reserved opcode', [0x83, 0], /Opcode 3 is reserved/],
  ['a reserved bit', [0xc1, 0], /reserved bit/],
  ['a fragmented ping', [0x09, 0], /may not be fragmented/],
  ['a long ping', [0x89, 126, 0, 126, ...new Array(126).fill(0)], /at most 125/],
  ['half a close code', [0x88, 1, 3], /two bytes/],
  ['a reason that is not UTF-8', [0x88, 3, 3, 0xe8, 0xff], /reason is not valid UTF-8/],
  ['text that is not UTF-8', [0x81, 1, 0xff], /text is not valid UTF-8/],
  ['a length in more bits than it needs', [0x82, 126, 0, 1, 0], /fewest bits/],
] as const) {
  test(`${what} is said to be wrong`, () => {
    const { problems } = read(Uint8Array.from(bytes));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', problem);
  });
}
