import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import { endsOf, heightOf, type Lanes, lanesOf } from './geometry.ts';
import { type Box, type Label, overlap } from './labels.ts';
import { labelsOf } from './layout.ts';
import { LineHistory } from './message-history.ts';
import { type Picture, pictureOf, type View } from './picture.ts';

const type = { size: 12, widthOf: (words: string) => words.length * 6.5 };

const TEXTS: Record<LineMessage['kind'], string[]> = {
  request: [
    'GET /price HTTP/1.1\r\n\r\n',
    'POST /note HTTP/1.1\r\n\r\n{"id":1,"text":"hello there"}',
  ],
  answer: [
    'HTTP/1.1 200 OK\r\n\r\n{"seq":1,"price":101.5}',
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n',
  ],
  chunk: ['18\r\ndata: {"seq":1,"price":1}\n\n\r\n'],
  frame: ['\x81\x15{"seq":1,"price":101}', '\x88\x02\x03\xe8', '\x81\x04{"a"'],
  http2: ['\0\0\x04\x08\0\0\0\0\0\0\0\0\x01'],
  unreadable: ['?'],
};

const sent = fc.record({
  side: fc.constantFrom('http' as const, 'ws' as const, 'shared' as const),
  direction: fc.constantFrom('up' as const, 'down' as const),
  kind: fc.constantFrom('request', 'answer', 'chunk', 'frame', 'http2') as fc.Arbitrary<
    LineMessage['kind']
  >,
  text: fc.nat(2),
  at: fc.integer({ min: 0, max: 10_000 }),
  fate: fc.constantFrom('received' as const, 'received' as const, 'lost' as const, undefined),
});

const scene = fc.record({
  messages: fc.array(sent, { maxLength: 150 }),
  transit: fc.constantFrom(0, 5, 100, 300, 2_000),
  damage: fc.option(fc.tuple(fc.constantFrom('cut' as const, 'stall' as const), fc.nat(9_000))),
  dropped: fc.nat(3),
  width: fc.constantFrom(320, 390, 800, 1_600),
  height: fc.constantFrom(360, 520, 900),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

/** What a made-up exchange looks like. */
function draw({ messages, transit, damage, dropped, width, height }: Scene) {
  const history = new LineHistory();
  const size = { handshake: 0, headers: 0, framing: 0, body: 0 };
  messages
    .toSorted((a, b) => a.at - b.at)
    .forEach(({ side, direction, kind, text, at, fate }, id) => {
      const raw = btoa(TEXTS[kind][text % TEXTS[kind].length] ?? '');
      const message = { id, side, connection: 1, direction, kind, sent: at, transit, size, raw };
      history.add([{ what: 'sent', message }]);
      if (fate)
        history.add([{ what: fate, id, at: at + (fate === 'lost' ? transit / 2 : transit) }]);
    });
  if (damage) history.add([{ what: 'damage', damage: damage[0], at: damage[1] }]);
  history.add([], dropped);
  return { history, lanes: lanesOf(width, height, type.size, [...history.others]) };
}

function seen(history: LineHistory, lanes: Lanes, to: number, before: Label[] = []) {
  const densest = 60_000 / (lanes.height - lanes.top);
  const view: View = { from: to - 10_000, to, heartbeats: false, densest };
  const picture = pictureOf(history, view);
  return { picture, view, labels: labelsOf(picture, view, lanes, type, undefined, before) };
}

const holds = ({ left, right, top, bottom }: Box, x: number, y: number) =>
  x > left && x < right && y > top && y < bottom;

/** The points of an arrow, as closely as pixels are. */
function* pointsOf(arrow: Picture['arrows'][number], view: View, lanes: Lanes) {
  const [start, end] = endsOf(lanes, arrow.side, arrow.direction);
  const [from, to] = [heightOf(arrow.sent, view, lanes), heightOf(arrow.tip, view, lanes)];
  const steps = 400;
  for (let i = 0; i <= steps; i++) {
    const share = i / steps;
    yield [start + (end - start) * arrow.progress * share, from + (to - from) * share] as const;
  }
}

test('no label is over another or crossed by a line, whatever happens, and as time goes on', () => {
  fc.assert(
    fc.property(scene, (scene) => {
      const { history, lanes } = draw(scene);
      let before: Label[] = [];
      for (const to of [5_000, 5_033, 9_000, 12_000]) {
        const { picture, view, labels } = seen(history, lanes, to, before);
        const boxes = labels.map(({ box }) => box);
        boxes.forEach((box, i) => {
          for (const other of boxes.slice(i + 1)) assert.ok(!overlap(box, other));
          assert.ok(box.bottom <= lanes.height);
          for (const x of [lanes.http, lanes.ws].flatMap(({ browser, server }) => [
            browser,
            server,
          ]))
            assert.ok(box.right < x || box.left > x, 'crossed by a lane');
        });
        for (const arrow of picture.arrows) {
          for (const [x, y] of pointsOf(arrow, view, lanes)) {
            assert.ok(!boxes.some((box) => holds(box, x, y)), `crossed by ${arrow.label}`);
          }
        }
        before = labels;
      }
    }),
    { seed: 13, numRuns: 60 },
  );
});

const none = { damage: null, dropped: 0, width: 800, height: 520 } as const;
const told = (at: number) =>
  ({ side: 'ws', direction: 'down', kind: 'frame', text: 0, at, fate: 'received' }) as const;

test('where there is room every message has its name, the opening of the line included', () => {
  const messages: Scene['messages'] = [
    { side: 'ws', direction: 'up', kind: 'request', text: 0, at: 1_000, fate: 'received' },
    { side: 'ws', direction: 'down', kind: 'answer', text: 1, at: 1_100, fate: 'received' },
    ...[2_000, 2_500, 3_000].map(told),
  ];
  const { history, lanes } = draw({ ...none, messages, transit: 100 });
  assert.deepEqual(
    seen(history, lanes, 5_000)
      .labels.map(({ words }) => words)
      .toSorted(),
    ['$101.00', '$101.00', '$101.00', '101 Switching Protocols', 'GET /price', 'line open'],
  );
});

test('what a label says stays beside its arrow as time goes on: it neither goes nor jumps', () => {
  const messages = Array.from({ length: 30 }, (_, i) =>
    told(Math.floor(i / 3) * 520 + (i % 3) * 60),
  );
  const { history, lanes } = draw({ ...none, messages, transit: 100 });
  let { labels } = seen(history, lanes, 9_000);
  assert.ok(labels.length > 5 && labels.length < 30, `${labels.length}`);
  for (let to = 9_033; to < 13_000; to += 33) {
    const next = seen(history, lanes, to, labels).labels;
    for (const { key, position, box } of labels) {
      const after = next.find((label) => label.key === key);
      assert.ok(
        after ? after.position === position : box.top < lanes.top + 20,
        JSON.stringify([to, key, position, box, after]),
      );
    }
    labels = next;
  }
});
