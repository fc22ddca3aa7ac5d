import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SetLine } from '../../../protocol/instruments/line.ts';
import type { Instruments } from './instruments.ts';
import { TabLine } from './tab-line.ts';

/** What a new tab tells the server of its line. */
function firstWish(): SetLine {
  const wishes: SetLine[] = [];
  const setLine = (wish: SetLine) => wishes.push(wish);
  new TabLine({ setLine } as unknown as Instruments, 0).send();
  return wishes[0] as SetLine;
}

test('a tab’s name and its secret are 128 random bits each, fit for an address', () => {
  const names = Array.from({ length: 200 }, firstWish).flatMap(({ tab, secret = '' }) => [
    tab,
    secret,
  ]);
  for (const name of names) assert.match(name, /^[\w-]{22}$/);
  assert.equal(new Set(names).size, names.length);
  const all = names.map((name) => Buffer.from(name, 'base64url'));
  for (let bit = 0; bit < 128; bit++) {
    const ones = all.filter((bytes) => (bytes.readUInt8(bit >> 3) >> (bit & 7)) & 1).length;
    // One of them would be the same in all names once in 2^392 runs.
    assert.ok(ones > 0 && ones < all.length, `bit ${bit}`);
  }
});

test('a line that is renewed has another name', () => {
  const line = new TabLine({} as Instruments, 0);
  const before = line.tab;
  line.renew();
  assert.notEqual(line.tab, before);
});

test('a refused market is no answer to what the line is to be', async () => {
  const server = new EventTarget();
  const instruments = Object.assign(server, {
    connected: true,
    run: 1,
    errorAbout: undefined as 'line' | 'market' | undefined,
    setLine() {},
  });
  const say = (type: string, about?: 'line' | 'market') => {
    instruments.errorAbout = about;
    server.dispatchEvent(new Event(type));
  };
  const line = new TabLine(instruments as unknown as Instruments, 0);
  const taken = line.set();
  say('error', 'market');
  say('line');
  assert.equal(await taken, true);
  for (const about of ['line', undefined] as const) {
    const refused = line.set();
    say('error', about);
    say('line');
    assert.equal(await refused, false, `an error about ${about}`);
  }
});
