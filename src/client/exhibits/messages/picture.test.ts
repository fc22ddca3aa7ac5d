import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sizes } from '../../../protocol/instruments/bytes.ts';
import type { LineEvent, LineMessage } from '../../../protocol/instruments/messages.ts';
import type { Direction } from '../../../protocol/tab.ts';
import type { PriceChange } from '../../session/price-changes.ts';
import { LineHistory } from './message-history.ts';
import { pictureOf, type View } from './picture.ts';

const noSize: Sizes = { handshake: 0, headers: 0, framing: 0, body: 0 };
const tick = (seq: number, price: number) => `{"type":"tick","seq":${seq},"price":${price}}`;
const frame = (text: string) => String.fromCharCode(0x81, text.length) + text;

/** A scripted exchange: what was sent when, on a line of 100 ms each way. */
class Script {
  readonly prices: PriceChange[] = [];
  readonly history = new LineHistory(() => this.prices);
  #id = 0;

  send(
    sent: number,
    side: LineMessage['side'],
    direction: Direction,
    kind: LineMessage['kind'],
    text: string,
    size: Partial<Sizes> = {},
  ): number {
    this.#id += 1;
    this.add({
      what: 'sent',
      message: {
        id: this.#id,
        side,
        connection: 1,
        direction,
        kind,
        sent,
        transit: 100,
        size: { ...noSize, ...size },
        raw: btoa(text),
      },
    });
    return this.#id;
  }

  received(at: number, id: number): void {
    this.add({ what: 'received', id, at });
  }

  add(event: LineEvent): void {
    this.history.add([event]);
  }

  /** More happens than is told. */
  miss(dropped: number): void {
    this.history.add([], dropped);
  }

  view(to: number, more: Partial<View> = {}) {
    return pictureOf(this.history, {
      from: to - 10_000,
      to,
      heartbeats: false,
      densest: 100,
      ...more,
    });
  }
}

/** A question at 0, answered; a handshake; two prices pushed. */
function exchange(): Script {
  const script = new Script();
  const handshake = { handshake: 1 };
  script.received(
    100,
    script.send(0, 'http', 'up', 'request', 'GET /price?tab=a HTTP/1.1\r\n\r\n'),
  );
  script.received(
    110,
    script.send(10, 'ws', 'up', 'request', 'GET /stream HTTP/1.1\r\n\r\n', handshake),
  );
  script.received(
    200,
    script.send(100, 'http', 'down', 'answer', `HTTP/1.1 200 OK\r\n\r\n${tick(1, 101.5)}`),
  );
  script.received(
    210,
    script.send(110, 'ws', 'down', 'answer', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', handshake),
  );
  script.received(600, script.send(500, 'ws', 'down', 'frame', frame(tick(2, 102))));
  script.received(1100, script.send(1000, 'ws', 'down', 'frame', frame(tick(3, 103))));
  script.prices.push({ at: 0, http: 200 }, { at: 500, ws: 600 }, { at: 1000, ws: 1100 });
  return script;
}

test('each message is an arrow from when it was sent to when it was received', () => {
  const { arrows, bands } = exchange().view(2_000);
  assert.deepEqual(
    arrows.map(({ side, direction, manner, label, sent, tip, state }) => [
      side,
      direction,
      manner,
      label,
      sent,
      tip,
      state,
    ]),
    [
      ['http', 'up', 'request', 'GET /price', 0, 100, 'arrived'],
      ['ws', 'up', 'request', 'GET /stream  Upgrade: websocket', 10, 110, 'arrived'],
      ['http', 'down', 'answer', '200 $101.50', 100, 200, 'arrived'],
      ['ws', 'down', 'answer', '101 Switching Protocols', 110, 210, 'arrived'],
      ['ws', 'down', 'push', '$102.00', 500, 600, 'arrived'],
      ['ws', 'down', 'push', '$103.00', 1000, 1100, 'arrived'],
    ],
  );
  assert.deepEqual(bands, []);
});

test('the line is open from the 101 on, and a price change is told or not, side by side', () => {
  const { spans, dots } = exchange().view(2_000);
  assert.deepEqual(spans, [
    { side: 'http', what: 'held', from: 100, to: 100, end: undefined },
    { side: 'ws', what: 'line', from: 210, to: undefined, end: undefined },
  ]);
  assert.deepEqual(dots, [
    { at: 0, http: true, ws: false },
    { at: 500, http: false, ws: true },
    { at: 1000, http: false, ws: true },
  ]);
});

test('a price from before the messages were watched has its dot, filled once it was delivered', () => {
  const script = new Script();
  script.prices.push({ at: 0, ws: 40 }, { at: 500, ws: 540 });
  assert.deepEqual(script.view(520).dots, [
    { at: 0, http: false, ws: true },
    { at: 500, http: false, ws: false },
  ]);
});

test('at an earlier moment nothing after it has happened, and an arrow is part of the way', () => {
  const { arrows, spans } = exchange().view(550);
  assert.deepEqual(
    arrows.slice(-1).map(({ sent, tip, progress, state }) => [sent, tip, progress, state]),
    [[500, 550, 0.5, 'under way']],
  );
  assert.equal(spans.length, 2);
  assert.deepEqual(
    exchange()
      .view(5)
      .arrows.map(({ label }) => label),
    ['GET /price'],
  );
});

test('a held question lasts until its answer sets out', () => {
  const script = new Script();
  script.received(
    100,
    script.send(0, 'http', 'up', 'request', 'GET /price?after=1 HTTP/1.1\r\n\r\n'),
  );
  assert.deepEqual(script.view(900).spans, [
    { side: 'http', what: 'held', from: 100, to: undefined, end: undefined },
  ]);
  script.send(950, 'http', 'down', 'answer', `HTTP/1.1 200 OK\r\n\r\n${tick(2, 1)}`);
  assert.equal(script.view(1_000).spans[0]?.to, 950);
});

test('an event stream is open one way, from its first line on', () => {
  const script = new Script();
  script.send(
    0,
    'http',
    'down',
    'answer',
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n',
  );
  script.received(
    600,
    script.send(500, 'http', 'down', 'chunk', `20\r\nid: 2\ndata: ${tick(2, 102)}\n\n\r\n`),
  );
  const { spans, arrows } = script.view(1_000);
  assert.deepEqual(spans, [
    { side: 'http', what: 'stream', from: 0, to: undefined, end: undefined },
  ]);
  assert.deepEqual(arrows.map(({ label, manner }) => [label, manner]).at(-1), ['$102.00', 'push']);
});

test('a cut tears the line, and what was on it stops part of the way', () => {
  const script = exchange();
  const id = script.send(1_500, 'ws', 'down', 'frame', frame(tick(4, 104)));
  script.add({ what: 'damage', damage: 'cut', at: 1_550 });
  script.add({ what: 'lost', id, at: 1_550 });
  script.add({ what: 'closed', side: 'ws', connection: 1, at: 1_550 });
  const { arrows, spans, damages } = script.view(2_000);
  const { tip, progress, state } = arrows.at(-1) ?? {};
  assert.deepEqual([tip, progress, state], [1_550, 0.5, 'lost']);
  assert.deepEqual(spans.at(-1), { side: 'ws', what: 'line', from: 210, to: 1_550, end: '1006' });
  assert.deepEqual(damages, [{ damage: 'cut', from: 1_550, to: undefined }]);
});

test('on a stalled line a message waits half-way, and a goodbye that is never heard is none', () => {
  const script = exchange();
  script.add({ what: 'damage', damage: 'stall', at: 1_500 });
  script.send(1_600, 'ws', 'down', 'frame', frame(tick(4, 104)));
  script.send(6_000, 'ws', 'up', 'frame', String.fromCharCode(0x88, 0x82, 0, 0, 0, 0, 3, 232));
  assert.equal(script.view(5_000).arrows.at(-1)?.progress, 0.2);
  assert.equal(script.view(5_000).spans.at(-1)?.to, undefined);
  const { to, end } = script.view(7_000).spans.at(-1) ?? {};
  assert.deepEqual([to, end], [6_000, '1006']);
});

test('a line that is closed with a goodbye shows its code', () => {
  const script = exchange();
  const bye = String.fromCharCode(0x88, 0x82, 0, 0, 0, 0, 3, 232);
  script.received(1_600, script.send(1_500, 'ws', 'up', 'frame', bye));
  script.add({ what: 'closed', side: 'ws', connection: 1, at: 1_700 });
  assert.deepEqual(script.view(2_000).spans.at(-1), {
    side: 'ws',
    what: 'line',
    from: 210,
    to: 1_500,
    end: '1000',
  });
});

test('heartbeats are seen only where they are wanted', () => {
  const script = exchange();
  script.received(1_300, script.send(1_200, 'ws', 'up', 'frame', frame('{"type":"ping","id":1}')));
  assert.equal(script.view(2_000).arrows.length, 6);
  assert.equal(script.view(2_000, { heartbeats: true }).arrows.at(-1)?.label, 'ping');
});

test('arrows too dense to be told apart are one band, which time does not change', () => {
  const script = exchange();
  for (let i = 0; i < 25; i++) {
    const sent = 2_000 + 20 * i;
    script.received(sent + 100, script.send(sent, 'ws', 'down', 'frame', frame(tick(10 + i, 1))));
  }
  const band = {
    side: 'ws',
    direction: 'down',
    manner: 'push',
    count: 25,
    first: { sent: 2_000, received: 2_100 },
    last: { sent: 2_480, received: 2_580 },
  };
  assert.deepEqual(script.view(3_000).bands, [band]);
  assert.deepEqual(script.view(9_000).bands, [band]);
  assert.equal(script.view(3_000).arrows.length, 6);
  assert.equal(script.view(3_000, { densest: 10 }).arrows.length, 31);
});

test('where not everything was told there is a gap until something is told again', () => {
  const script = exchange();
  script.miss(5);
  script.miss(2);
  assert.deepEqual(script.view(2_000).gaps, [{ from: 1_100, to: undefined, dropped: 7 }]);
  script.send(3_000, 'ws', 'down', 'frame', frame(tick(9, 104)));
  assert.deepEqual(script.view(5_000).gaps, [{ from: 1_100, to: 3_000, dropped: 7 }]);
  assert.deepEqual(script.view(2_500).gaps, [{ from: 1_100, to: undefined, dropped: 7 }]);
  assert.deepEqual(script.view(1_050).gaps, []);
  script.miss(1);
  assert.deepEqual(script.view(5_000).gaps.at(-1), { from: 3_000, to: undefined, dropped: 1 });
});

test('what was under way in a gap is not so for ever, unless it is told of later', () => {
  const script = exchange();
  const [a, b] = [1_500, 1_550].map((sent) =>
    script.send(sent, 'ws', 'down', 'frame', frame(tick(4, 104))),
  ) as [number, number];
  script.miss(1);
  const states = (to: number) => script.view(to).arrows.map(({ id, state }) => [id, state]);
  assert.deepEqual(states(1_580).slice(-2), [
    [a, 'under way'],
    [b, 'under way'],
  ]);
  assert.deepEqual(states(2_000).slice(-2), [
    [a, 'untold'],
    [b, 'untold'],
  ]);
  script.received(2_100, b);
  assert.deepEqual(states(2_200).slice(-2), [
    [a, 'untold'],
    [b, 'arrived'],
  ]);
  // In time it scrolls away, as everything does that is over.
  assert.deepEqual(states(20_000), []);
});

test('whether a question that was held when a gap began still is, is not known', () => {
  const script = new Script();
  script.received(
    100,
    script.send(0, 'http', 'up', 'request', 'GET /price?after=1 HTTP/1.1\r\n\r\n'),
  );
  script.miss(1);
  script.send(900, 'http', 'up', 'request', 'GET /price?after=3 HTTP/1.1\r\n\r\n');
  const { spans } = script.view(1_000);
  assert.deepEqual(spans, [{ side: 'http', what: 'held', from: 100, to: 100, end: undefined }]);
});
