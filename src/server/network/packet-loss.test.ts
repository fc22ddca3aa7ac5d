/** Lost packets, on a line whose clock stands in the test's hand. */
import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { EmulatedSocket } from './emulated-socket.ts';
import { PacketLoss } from './packet-loss.ts';
import type { Use } from './use.ts';

const GET = Buffer.from('GET /price HTTP/1.1\r\n\r\n');

/** A connection on a line, which a request has come to. */
function line(t: TestContext, condition: Pick<Use, 'transit' | 'loss'>) {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const delays: number[] = [];
  const arrived: [at: number, bytes: string][] = [];
  const raw = new Socket();
  t.after(() => raw.destroy());
  t.mock.method(raw, 'write', (bytes: Buffer) => {
    arrived.push([now, String(bytes)]);
    return true;
  });
  const use: Use = {
    ...condition,
    carry: (direction, _bytes, delay) => void (direction === 'down' && delays.push(delay)),
    arrived: () => {},
    end: () => {},
  };
  const connection = new EmulatedSocket(raw, raw, () => use);
  connection.on('error', () => {});
  connection.resume();
  raw.emit('data', GET);
  return {
    connection,
    arrived,
    delays,
    pass(ms: number) {
      for (let i = 0; i < ms; i++) {
        now += 1;
        t.mock.timers.tick(1);
      }
    },
  };
}

test('what is behind a lost packet waits until that has been sent again', (t) => {
  const { connection, arrived, delays, pass } = line(t, { transit: 50, loss: 3 });
  for (const name of ['1', '2', '3', '4', '5', '6', '7']) {
    connection.write(name);
    pass(100);
  }
  pass(1_000);
  // The third is sent again after its round trip of 100 ms and 200 ms, and then takes its 50 ms.
  assert.deepEqual(arrived, [
    [50, '1'],
    [150, '2'],
    [550, '3'],
    [550, '4'],
    [550, '5'],
    [850, '6'],
    [850, '7'],
  ]);
  assert.deepEqual(delays, [50, 50, 350, 250, 150, 350, 250], 'as is said of each when it is sent');
});

test('without loss nothing waits', (t) => {
  const { connection, arrived } = line(t, { transit: 0, loss: 0 });
  for (const name of ['1', '2', '3']) connection.write(name);
  assert.deepEqual(
    arrived.map(([at]) => at),
    [0, 0, 0],
  );
});

test('whatever is lost, all bytes arrive, once and in order', (t) => {
  const write = fc.record({ length: fc.integer({ min: 1, max: 4_000 }), gap: fc.nat(300) });
  const { connection, arrived, pass } = line(t, { transit: 20, loss: 10 });
  const [writes] = fc.sample(fc.array(write, { minLength: 60, maxLength: 60 }), {
    numRuns: 1,
    seed: 1,
  });
  let sent = '';
  for (const [i, { length, gap }] of (writes ?? []).entries()) {
    const bytes = String.fromCharCode(48 + i).repeat(length);
    connection.write(Buffer.from(bytes, 'latin1'));
    sent += bytes;
    pass(gap);
  }
  pass(2_000);
  assert.equal(arrived.map(([, bytes]) => bytes).join(''), sent);
});

test('one packet in so many is lost, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(10, 30, 100),
      fc.array(fc.integer({ min: 1, max: 1_460 }), { maxLength: 400 }),
      (loss, packets) => {
        const direction = new PacketLoss();
        const delays = packets.map((bytes) => direction.delayOf(bytes, { transit: 5, loss }));
        const lost = delays.filter((delay) => delay > 5);
        assert.equal(lost.length, Math.floor(packets.length / loss));
        assert.ok(lost.every((delay) => delay === 5 + 10 + 200));
      },
    ),
  );
  // A long answer takes many packets, of which one is enough to hold it up.
  const long = new PacketLoss();
  assert.ok(long.delayOf(10 * 1_460, { transit: 0, loss: 10 }) > 0);
  assert.equal(long.delayOf(9 * 1_460, { transit: 0, loss: 10 }), 0);
  assert.ok(long.delayOf(1, { transit: 0, loss: 10 }) > 0);
});
