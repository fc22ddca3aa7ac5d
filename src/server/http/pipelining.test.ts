import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { whenNext } from './pipelining.ts';

/** Whether an answer that has waited is called when Node gives it the connection. */
function isCalled(socket: Socket): boolean {
  const response = new ServerResponse(new IncomingMessage(socket));
  let called = false;
  whenNext(response, () => {
    called = true;
  });
  assert.equal(called, false, 'it waits for its turn');
  response.assignSocket(socket);
  return called;
}

test('an answer that waits has its turn, but not on a connection that is gone', () => {
  assert.equal(isCalled(new Socket()), true);
  assert.equal(isCalled(new Socket().destroy()), false);
});
