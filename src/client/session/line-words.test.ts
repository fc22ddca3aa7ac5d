import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftWay } from '../ways/index.ts';
import { ServerClock } from './clock.ts';
import { lossOf, retry } from './line-words.ts';
import { Side } from './side.ts';

test('a line that was torn is lost; one that was closed says by which code', () => {
  assert.equal(lossOf(), 'Connection lost.');
  assert.equal(lossOf(1006), 'Connection lost.');
  // Whoever closed it: the page's own close comes back with the same code.
  assert.equal(lossOf(1013), 'The connection was closed (code 1013).');
});

test('counts down in whole seconds until a side tries again, and not below 0', () => {
  const side = new Side(leftWay('sse'), new ServerClock());
  side.stop();
  assert.match(retry(side), /in 0 s\.$/);
  side.status = { state: 'closed', opened: true, retryIn: 5_000 };
  assert.match(retry(side), /in 5 s\.$/);
});
