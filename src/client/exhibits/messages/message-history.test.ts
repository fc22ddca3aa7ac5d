import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineEvent, LineMessage } from '../../../protocol/instruments/messages.ts';
import { LineHistory } from './message-history.ts';
import { pictureOf } from './picture.ts';

const size = { handshake: 0, headers: 0, framing: 2, body: 0 };
const raw = btoa('\x81\x00');
const question = btoa('GET /price HTTP/1.1\r\n\r\n');

/** What happens in one step of 20 ms: a question, its answer and a price; now and then a gap and a cut. */
function* step(i: number): Generator<LineEvent> {
  const sent = i * 20;
  const kinds: [LineMessage['kind'], LineMessage['side'], string][] = [
    ['request', 'http', question],
    ['answer', 'http', btoa('HTTP/1.1 200 OK\r\n\r\n')],
    ['frame', 'ws', raw],
  ];
  for (const [k, [kind, side, raw]] of kinds.entries()) {
    const id = 3 * i + k;
    const direction = kind === 'request' ? 'up' : 'down';
    const message: LineMessage = {
      id,
      side,
      connection: i,
      direction,
      kind,
      sent,
      transit: 0,
      size,
      raw,
    };
    yield { what: 'sent', message };
    yield { what: 'received', id, at: sent + 5 };
  }
  yield { what: 'closed', side: 'http', connection: i, at: sent + 10 };
  if (i % 100 === 0) yield { what: 'damage', damage: i % 200 ? 'none' : 'cut', at: sent };
}

test('at 50 a second the history takes no more room and no more to draw, however long it goes on', () => {
  const history = new LineHistory();
  const room = (): number[] => {
    const { messages, turns, closings, damages, gaps } = history;
    return [messages, turns, closings, damages, gaps].map(({ length }) => length);
  };
  const drawn = (to: number): number[] => {
    const view = { from: to - 10_000, to, heartbeats: true, densest: 120 };
    const { arrows, bands, spans, damages, gaps } = pictureOf(history, view);
    return [arrows, bands, spans, damages, gaps].map(({ length }) => length);
  };
  let most: number[] = [];
  let mostDrawn: number[] = [];
  for (let second = 0; second < 200; second++) {
    const events = Array.from({ length: 50 }, (_, i) => [...step(50 * second + i)]).flat();
    history.add(events, 1);
    if (second === 50) [most, mostDrawn] = [room(), drawn(second * 1_000)];
  }
  for (const [what, length] of room().entries())
    assert.ok(length <= Math.max(most[what] ?? 0, 2_000));
  for (const [what, count] of drawn(200_000).entries()) {
    assert.ok(count <= (mostDrawn[what] ?? 0) + 5, `${count} of ${what}`);
  }
});
