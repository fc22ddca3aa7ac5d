import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import * as ws from 'ws';
import { textFrame } from './frame.ts';

const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable };

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
