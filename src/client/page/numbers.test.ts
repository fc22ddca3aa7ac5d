import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meter, running } from '../session/testing/browser.ts';
import { UNKNOWN } from '../ui/format.ts';
import { numbers } from './numbers.ts';

const byName = (name: string) => {
  const number = numbers.find((number) => number.name === name);
  assert.ok(number);
  return number;
};

test('bytes are not known before the server has told of them', async (t) => {
  const { browser, session } = await running(t);
  const { right } = session;
  const said = (name: string) => byName(name).value(right.run, session);
  assert.equal(right.run.counts.received, 1);
  for (const name of ['Bytes', 'Bytes per new price', 'Connections']) {
    assert.equal(said(name), UNKNOWN, name);
  }
  await browser.bytes(session, { ws: meter(500) });
  assert.equal(said('Bytes per new price'), '500 B');
});
