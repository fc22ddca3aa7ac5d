import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Direction } from '../../../protocol/tab.ts';
import { applyMask, textFrame } from '../../../protocol/websocket-frame.ts';
import { readMessage } from '../messages/message.ts';
import { commandsOf } from './commands.ts';
import { problemOf, wireOf } from './sent-frame.ts';

const size = { handshake: 0, headers: 0, framing: 2, body: 0 };

const frame = (id: number, direction: Direction, bytes: Uint8Array, connection = 1) =>
  readMessage({
    ...{ id, side: 'ws', connection, direction, kind: 'frame', sent: id, transit: 0, size },
    raw: btoa(String.fromCharCode(...bytes)),
  });

const MASK = Uint8Array.of(1, 2, 3, 4);

/** A frame as the browser sends it. */
const up = (id: number, text: string) => {
  const [first = 0, length = 0, ...payload] = textFrame(text);
  const masked = applyMask(Uint8Array.from(payload), MASK);
  return frame(id, 'up', Uint8Array.of(first, length | 0x80, ...MASK, ...masked));
};
const down = (id: number, text: string, connection = 1) =>
  frame(id, 'down', textFrame(text), connection);

const price = (id: number) =>
  down(id, '{"type":"tick","symbol":"ACME","seq":1,"price":100,"at":1}');

test('the frame is the next with this text, the answer the next that is neither price nor heartbeat', () => {
  const messages = [
    up(1, 'x'),
    up(2, '{"type":"ping","id":4}'),
    up(3, 'x'),
    price(4),
    down(5, '{"type":"pong","id":4,"at":1}'),
    down(6, '{"type":"error","code":"not-json","message":"No."}', 2),
    down(7, '{"type":"error","code":"not-json","message":"No."}'),
  ];
  const { frame, answer } = wireOf({ after: 1, what: 'x' }, messages);
  assert.deepEqual([frame?.id, answer?.id], [3, 7]);
  const pong = wireOf({ after: 1, what: '{"type":"ping","id":4}' }, messages);
  assert.deepEqual([pong.frame?.id, pong.answer?.id], [2, 5]);
  assert.deepEqual(wireOf({ after: 3, what: 'x' }, messages), {});
});

test('a price is the answer to a subscription', () => {
  const what = '{"type":"subscribe","symbol":"BOLO"}';
  assert.equal(wireOf({ after: 0, what }, [up(1, what), price(2)]).answer?.id, 2);
});

test('a close is answered with a close', () => {
  const close = Uint8Array.of(0x88, 2, 3, 232);
  const messages = [
    frame(1, 'up', Uint8Array.of(0x88, 0x82, 0, 0, 0, 0, 3, 232)),
    price(2),
    frame(3, 'down', close),
  ];
  const { frame: sent, answer } = wireOf({ after: 0, what: { code: 1000, reason: '' } }, messages);
  assert.deepEqual([sent?.id, answer?.id], [1, 3]);
});

test('what a browser would not close with is said before', () => {
  for (const code of [1000, 3000, 4999]) assert.equal(problemOf({ code, reason: '' }), undefined);
  for (const code of [0, 1001, 2999, 5000, 3000.5, Number.NaN]) {
    assert.match(problemOf({ code, reason: '' }) ?? '', /^A page may close with 1000/);
  }
  assert.equal(problemOf({ code: 1000, reason: 'x'.repeat(123) }), undefined);
  assert.match(problemOf({ code: 1000, reason: 'ü'.repeat(62) }) ?? '', /123 bytes/);
});

test('the commands carry the tab’s name and say where they come from', () => {
  const commands = commandsOf('https://x:3000', 'TAB', 'ACME').map(({ text }) => text);
  const query = 'symbol=ACME&tab=TAB&from=terminal';
  assert.deepEqual(commands, [
    `curl "https://x:3000/price?${query}"`,
    `curl -N "https://x:3000/events?${query}"`,
    `npx wscat -c "wss://x:3000/stream?${query}"`,
    `websocat "wss://x:3000/stream?${query}"`,
  ]);
});
