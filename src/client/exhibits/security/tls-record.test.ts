import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordSize, simulatedRecord } from './tls-record.ts';

for (const size of [0, 1, 63, 300, 16_384]) {
  test(`a record around ${size} bytes says its own length (RFC 8446 §5.2)`, () => {
    const bytes = simulatedRecord(size)
      .split(/\s+/)
      .map((text) => Number.parseInt(text, 16));
    assert.equal(bytes.length, recordSize(size));
    assert.deepEqual(bytes.slice(0, 3), [23, 3, 3]);
    assert.equal((bytes[3] ?? 0) * 256 + (bytes[4] ?? 0), bytes.length - 5);
  });
}

test('what is inside is another one each time', () => {
  assert.notEqual(simulatedRecord(40), simulatedRecord(40));
});
