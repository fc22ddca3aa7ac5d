import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineEvent } from '../../protocol/instruments/messages.ts';
import { MESSAGES_KEPT } from '../../protocol/limits.ts';
import { message } from './exports/testing/recordings.ts';
import { RecentMessages } from './recent-messages.ts';

const sent = (id: number, raw = 'x', handshake = 0): LineEvent => {
  const kind = handshake ? (id % 2 ? 'request' : 'answer') : 'frame';
  const size = { handshake, headers: 0, framing: 0, body: 1 };
  return {
    what: 'sent',
    message: message(
      { id, side: 'ws', kind, direction: id % 2 ? 'up' : 'down', sent: id, size },
      raw,
    ),
  };
};

const ids = (recent: RecentMessages) => recent.all.messages.map(({ id }) => id);

test('messages, and what becomes of them', () => {
  const recent = new RecentMessages();
  for (const id of [1, 2, 3]) recent.add(sent(id));
  recent.add({ what: 'received', id: 1, at: 10 });
  recent.add({ what: 'lost', id: 2, at: 20 });
  recent.add({ what: 'damage', damage: 'cut', at: 20 });
  recent.add({ what: 'closed', side: 'ws', connection: 1, at: 20 });
  const { messages, closings, missing } = recent.all;
  assert.deepEqual(
    messages.map(({ received, lost }) => [received, lost]),
    [
      [10, undefined],
      [undefined, 20],
      [undefined, undefined],
    ],
  );
  assert.equal(closings.length, 1);
  assert.equal(missing, 0);
});

test('what the page is told does not change after it has been told', () => {
  const recent = new RecentMessages();
  const event = sent(1);
  const told = JSON.stringify(event);
  recent.add(event);
  recent.add({ what: 'received', id: 1, at: 10 });
  assert.equal(JSON.stringify(event), told);
});

test('the last messages stay, and the last WebSocket’s handshake with them', () => {
  const recent = new RecentMessages();
  for (const id of [1, 2, 3, 4]) recent.add(sent(id, 'x', 1));
  for (let id = 5; id <= MESSAGES_KEPT + 10; id++) recent.add(sent(id));
  recent.drop();
  assert.deepEqual(ids(recent).slice(0, 4), [3, 4, 11, 12]);
  const { messages, missing } = recent.all;
  assert.equal(messages.length + missing, MESSAGES_KEPT + 10 + 1);
});

test('of long messages fewer stay', () => {
  const recent = new RecentMessages();
  for (let id = 1; id <= 400; id++) recent.add(sent(id, 'x'.repeat(6_000)));
  const { messages, missing } = recent.all;
  assert.equal(messages.length, Math.floor((1024 * 1024) / 8_000));
  assert.equal(missing, 400 - messages.length);
});
