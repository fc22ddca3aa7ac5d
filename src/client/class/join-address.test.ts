import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinAddress, wifiCode, wifiName } from './join-address.ts';

const here = (url: string, address?: string) => joinAddress(new URL(url), address, '123456');

test('phones use the address that the screen uses', () => {
  assert.deepEqual(here('http://192.168.1.20:3000/class/123456'), {
    link: 'http://192.168.1.20:3000/j/123456',
    typed: '192.168.1.20:3000/join',
    scheme: 'http://',
    unreachable: false,
  });
  assert.equal(
    here('https://demo.example/class/123456', 'http://10.0.0.9:3000').link,
    'https://demo.example/j/123456',
  );
});

test('a screen that is opened as localhost names the address that the server knows', () => {
  assert.equal(
    here('http://localhost:3000/class/123456', 'http://10.0.0.9:3000').link,
    'http://10.0.0.9:3000/j/123456',
  );
  for (const name of ['localhost', '127.0.0.1', '[::1]']) {
    assert.ok(here(`http://${name}:3000/`).unreachable, name);
  }
});

test('a Wi-Fi is written as phones read it', () => {
  assert.equal(wifiCode('Room 12'), 'WIFI:T:nopass;S:Room 12;;');
  assert.equal(wifiCode('a;b:p:w"'), 'WIFI:T:WPA;S:a\\;b;P:p\\:w\\";;');
  const given = 'WIFI:T:WPA;S:Room 12;P:secret;;';
  assert.equal(wifiCode(given), given);
  assert.equal(wifiName(given), 'Room 12');
  assert.equal(wifiName('a;b:secret'), 'a;b');
});
