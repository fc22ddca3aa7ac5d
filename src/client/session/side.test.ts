import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Meter } from '../../protocol/messages.ts';
import { leftWay } from '../ways/index.ts';
import { ServerClock } from './clock.ts';
import { Side } from './side.ts';

const meter = (bytes: number, connections: number): Meter => ({
  read: bytes,
  written: 2 * bytes,
  tls: 0,
  connections,
  handshake: 0,
  headers: bytes,
  framing: 0,
  body: 2 * bytes,
});

test('whatever becomes of the server’s counters, a run’s bytes are all that was added to them', () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('grow' as const), by: fc.integer({ min: 0, max: 1_000 }) }),
    fc.record({ what: fc.constantFrom('another line', 'new run'), by: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const side = new Side(leftWay('press'), new ServerClock());
      let line = 0;
      let total = { bytes: 0, connections: 0 };
      let expected = { bytes: 0, connections: 0 };
      for (const { what, by } of steps) {
        if (what === 'another line') {
          line += 1;
          total = { bytes: 0, connections: 0 };
        } else if (what === 'new run') {
          side.newRun();
          expected = { bytes: 0, connections: 0 };
        } else {
          total = { bytes: total.bytes + by, connections: total.connections + 1 };
          expected = { bytes: expected.bytes + by, connections: expected.connections + 1 };
          side.run.measure(`${line}`, meter(total.bytes, total.connections));
        }
        assert.equal(side.run.bytes, 3 * expected.bytes);
        assert.equal(side.run.connections, expected.connections);
        assert.deepEqual(side.run.sizes, {
          tls: 0,
          handshake: 0,
          headers: expected.bytes,
          framing: 0,
          body: 2 * expected.bytes,
        });
      }
    }),
  );
});
