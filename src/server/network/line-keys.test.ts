import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { ConnectionKeys } from '../tls/connection-keys.ts';
import { LineKeys } from './line-keys.ts';

/** Those of a connection that says that they are. */
function keysOf(line: string): ConnectionKeys | undefined {
  const socket = new TLSSocket(new Duplex());
  ConnectionKeys.keep(socket);
  socket.emit('keylog', Buffer.from(line));
  return ConnectionKeys.of(socket);
}

test('of more connections than 100 the oldest are dropped', () => {
  const keys = new LineKeys();
  const lines = Array.from({ length: 102 }, (_, i) => `CLIENT_RANDOM ${i}\n`);
  for (const line of lines) keys.add(keysOf(line));
  assert.equal(keys.lines, lines.slice(2).join(''));
  assert.match(keys.file, /^# .* are here: 100\.\nCLIENT_RANDOM 2\n/);
});
