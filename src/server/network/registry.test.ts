/** Who opens a tab's line, who may set it, and how long it stays. */
import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { serve } from '../testing/serve.ts';
import { EmulatedSocket } from './emulated-socket.ts';
import type { Http2Ports } from './http2/http2-ports.ts';
import { LineRegistry } from './registry.ts';

const MINUTE = 60_000;
const NOTHING = { read: 0, written: 0, tls: 0 };

/** LineRegistry on a clock moved by hand, and connections for them. */
function lines(t: TestContext, rtt = 0) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lines = new LineRegistry(() => 0, rtt);
  return {
    lines,
    /** One more connection whose request names the tab; call what it returns to end it. */
    ask(tab: string) {
      const raw = new Socket();
      const connection = new EmulatedSocket(raw, raw, () => undefined);
      const use = lines.use(`GET /price?tab=${tab} HTTP/1.1`, connection, NOTHING);
      assert.ok(use);
      return () => use.end(NOTHING, true);
    },
  };
}

test('the first request that names a tab opens its line, with the delay that the server gives', (t) => {
  const { lines: all, ask } = lines(t, 300);
  ask('a');
  const line = all.claim('a', {});
  assert.equal(line?.rtt, 300);
  assert.equal(line?.meter('http').connections, 1);
});

test('the instruments, which name the tab for load balancers, are on no line', (t) => {
  const { lines: all } = lines(t);
  const raw = new Socket();
  const connection = new EmulatedSocket(raw, raw, () => undefined);
  assert.equal(all.use('GET /instruments?tab=a HTTP/1.1', connection, NOTHING), undefined);
  assert.equal(all.tabs, 0);
});

test('a line stays as it was for a minute after its instruments and its last connection', (t) => {
  const { lines: all, ask } = lines(t);
  const [before, after] = [{}, {}];
  const line = all.claim('a', before, 'secret');
  assert.ok(line);
  line.rtt = 600;
  const end = ask('a');
  all.release('a', before, false);
  end();
  t.mock.timers.tick(MINUTE - 1);
  assert.equal(all.claim('a', after, 'secret'), line);
  assert.equal(line.rtt, 600);

  all.release('a', after, false);
  t.mock.timers.tick(MINUTE);
  assert.notEqual(all.claim('a', {})?.id, line.id, 'forgotten');
});

test('a connection keeps its line, however long the instruments are away', (t) => {
  const { lines: all, ask } = lines(t);
  const instruments = {};
  const line = all.claim('a', instruments);
  const end = ask('a');
  all.release('a', instruments, false);
  t.mock.timers.tick(10 * MINUTE);
  const back = {};
  assert.equal(all.claim('a', back), line);
  all.release('a', back, false);
  t.mock.timers.tick(MINUTE);
  end();
  t.mock.timers.tick(MINUTE);
  assert.notEqual(all.claim('a', {}), line, 'forgotten after the last');
});

test('a stalled line is mended a minute after its instruments have gone, at once when they take another', (t) => {
  const { lines: all, ask } = lines(t);
  for (const [over, wait] of [
    [false, MINUTE],
    [true, 0],
  ] as const) {
    const instruments = {};
    const line = all.claim('a', instruments);
    assert.ok(line);
    line.damage = 'stall';
    const end = ask('a');
    all.release('a', instruments, over);
    if (wait > 0) {
      t.mock.timers.tick(wait - 1);
      assert.equal(line.damage, 'stall');
      t.mock.timers.tick(1);
    }
    assert.equal(line.damage, 'none');
    end();
  }
});

test('of lines that nobody uses a thousand are kept', (t) => {
  const { lines: all } = lines(t);
  const closed: string[] = [];
  all.http2 = { close: (tab: string) => closed.push(tab) } as unknown as Http2Ports;
  const ids = new Map<string, string>();
  for (let i = 0; i <= 1_000; i++) {
    const instruments = {};
    ids.set(`${i}`, all.claim(`${i}`, instruments)?.id ?? '');
    all.release(`${i}`, instruments, false);
  }
  assert.equal(all.claim('1000', {})?.id, ids.get('1000'));
  assert.equal(all.claim('1', {})?.id, ids.get('1'));
  assert.notEqual(all.claim('0', {})?.id, ids.get('0'));
  assert.deepEqual(closed, ['0'], 'its port for HTTP/2 has gone with it');
});

test('whatever order connections and instruments come and go in within a minute, it is one line', (t) => {
  const { lines: all, ask } = lines(t);
  let runs = 0;
  const step = fc.constantFrom('ask', 'end', 'claim', 'release', 'wait');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
      const tab = `tab${++runs}`;
      const first = {};
      const line = all.claim(tab, first);
      let instruments: object | undefined = first;
      const open: (() => void)[] = [];
      let idle = 0;
      for (const step of steps) {
        if (step === 'ask') open.push(ask(tab));
        if (step === 'end') open.pop()?.();
        if (step === 'claim' && !instruments) {
          instruments = {};
          assert.equal(all.claim(tab, instruments), line);
        }
        if (step === 'release' && instruments) {
          all.release(tab, instruments, false);
          instruments = undefined;
        }
        if (instruments || open.length > 0) idle = 0;
        else if (step === 'wait' && idle < 5) {
          idle += 1;
          t.mock.timers.tick(10_000 - 1);
        }
      }
      for (const end of open) end();
      if (instruments) all.release(tab, instruments, false);
      assert.equal(all.claim(tab, {}), line);
    }),
  );
});

test('the first instruments own a tab; others get nothing and take nothing, who knows the secret takes over', async (t) => {
  const { connect, url } = await serve(t);
  const set = { type: 'line', tab: 'a', rtt: 0, damage: 'none' };
  const owner = connect('/instruments');
  await owner.opened;
  owner.send({ ...set, secret: 'mine', messages: true });
  const { messages: _, ...answer } = await owner.nextOf('line');
  assert.deepEqual(answer, { ...set, run: 0 });

  const other = connect('/instruments');
  await other.opened;
  for (const secret of [undefined, 'guess']) {
    other.send({ ...set, secret, damage: 'cut', messages: false });
    const { code, about } = await other.nextOf('error');
    assert.deepEqual({ code, about }, { code: 'not-allowed', about: 'line' });
  }
  await (await fetch(`${url}/price?tab=a`, { headers: { 'user-agent': 'Mozilla/5.0' } })).text();
  const told = async () => {
    for (;;) {
      const { events } = (await owner.nextOf('messages')) as unknown as { events: object[] };
      if (events.length > 0) return;
    }
  };
  await told();

  const again = connect('/instruments');
  await again.opened;
  again.send({ ...set, secret: 'mine', rtt: 20 });
  assert.equal((await again.nextOf('line'))['rtt'], 20);
  owner.socket.close();
  await owner.closed;
  again.send({ type: 'ping', id: 1 });
  await again.nextOf('pong');
  const late = connect('/instruments');
  await late.opened;
  late.send({ ...set, secret: 'guess' });
  assert.equal((await late.nextOf('error'))['code'], 'not-allowed');
});

test('torn and come back, whatever is first, both sides are late and counted on', async (t) => {
  const { connect, url, feed } = await serve(t);
  const headers = { 'user-agent': 'Mozilla/5.0' };
  const instruments = async () => {
    const client = connect('/instruments');
    await client.opened;
    client.send({ type: 'line', tab: 'a', secret: 'mine', rtt: 200 });
    return client;
  };
  const first = await instruments();
  await (await fetch(`${url}/price?tab=a`, { headers })).text();
  const counted = async (client: typeof first, side: 'http' | 'ws') => {
    for (;;) {
      const bytes = (await client.nextOf('bytes')) as unknown as {
        line: string;
        http: { read: number };
        ws: { read: number };
      };
      if (bytes[side].read > 0) return bytes;
    }
  };
  const before = await counted(first, 'http');
  first.socket.terminate();
  await first.closed;

  const asked = performance.now();
  await (await fetch(`${url}/price?tab=a`, { headers })).text();
  assert.ok(performance.now() - asked >= 200, 'the question is as late as before');
  const stream = connect('/stream?tab=a', { headers });
  await stream.next();
  const stepped = performance.now();
  feed.step();
  await stream.next();
  assert.ok(performance.now() - stepped >= 100, 'and so is what is told');

  const second = await instruments();
  const after = await counted(second, 'ws');
  assert.equal(after.line, before.line);
  assert.ok(after.http.read > before.http.read);
});
