import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineEvent, LineMessage } from '../../../../protocol/instruments/messages.ts';
import { LineHistory } from '../message-history.ts';
import { spansOf } from '../spans.ts';

const headers = (pairs: Record<string, string>) => ({
  headers: Object.entries(pairs).map(([name, value]) => ({
    name,
    value,
    length: 1,
    form: 'literal' as const,
  })),
});

/** A frame that is sent and arrives 10 ms later. */
function frame(
  sent: number,
  stream: number,
  type: number,
  given: Partial<LineMessage>,
  payload: number[] = [1],
): LineEvent[] {
  const bytes = Uint8Array.from([0, 0, payload.length, type, 0, 0, 0, 0, stream, ...payload]);
  const message: LineMessage = {
    id: sent,
    side: 'http',
    connection: 1,
    direction: 'down',
    kind: 'http2',
    sent,
    transit: 10,
    size: { handshake: 0, headers: 0, framing: bytes.length, body: 0 },
    raw: btoa(String.fromCharCode(...bytes)),
    ...given,
  };
  return [
    { what: 'sent', message },
    { what: 'received', id: sent, at: sent + 10 },
  ];
}

const [DATA, HEADERS, RST_STREAM] = [0, 1, 3];
const up = { direction: 'up' } as const;
const ok = { http2: headers({ ':status': '200' }) };

/** What has lasted by a time: whose it is, what, from when to when, and how it ended. */
function seen(now: number, ...events: LineEvent[][]) {
  const history = new LineHistory();
  history.add(events.flat());
  return spansOf(history, now).map(({ side, what, from, to, end }) => [side, what, from, to, end]);
}

test('on one connection a question is held while an event stream and a WebSocket stay open', () => {
  const events = { http2: headers({ ':status': '200', 'content-type': 'text/event-stream' }) };
  const spans = seen(
    500,
    frame(100, 1, HEADERS, { ...up, http2: headers({ ':path': '/price' }) }),
    frame(110, 3, HEADERS, { ...up, side: 'ws' }),
    frame(120, 5, HEADERS, { ...up, http2: headers({ ':path': '/events' }) }),
    frame(140, 3, HEADERS, { ...ok, side: 'ws' }),
    frame(150, 5, HEADERS, events),
    frame(300, 1, HEADERS, ok),
  );
  assert.deepEqual(spans, [
    ['http', 'held', 110, 300, undefined],
    ['http', 'held', 130, 150, undefined],
    ['ws', 'line', 150, undefined, undefined],
    ['http', 'stream', 150, undefined, undefined],
  ]);
});

test('a stream ends by itself, and all end with their connection', () => {
  const opened = [
    frame(100, 3, HEADERS, { ...ok, side: 'ws' }),
    frame(120, 5, HEADERS, { ...up }),
    frame(130, 7, HEADERS, { ...up }),
    frame(200, 5, RST_STREAM, { ...up }, [0, 0, 0, 8]),
  ];
  const closed: LineEvent[] = [{ what: 'closed', side: 'shared', connection: 1, at: 300 }];
  assert.deepEqual(seen(500, ...opened, closed), [
    ['ws', 'line', 110, 300, '1006'],
    ['http', 'held', 130, 200, undefined],
    ['http', 'held', 140, 300, undefined],
  ]);
  const other: LineEvent[] = [{ what: 'closed', side: 'shared', connection: 2, at: 300 }];
  assert.equal(seen(500, ...opened, other)[0]?.[3], undefined);
});

test('a goodbye inside DATA ends the line with its code', () => {
  const spans = seen(
    500,
    frame(100, 3, HEADERS, { ...ok, side: 'ws' }),
    frame(200, 3, DATA, { side: 'ws', http2: { data: 'frames' } }, [0x88, 2, 0x03, 0xe8]),
  );
  assert.deepEqual(spans, [['ws', 'line', 110, 200, '1000']]);
});
