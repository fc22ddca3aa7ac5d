import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownAddresses } from './addresses.ts';
import { classText, classTextBehindProxy } from './class-text.ts';

const begun = { code: '314159', key: 'secret' };

test('what is printed of a class: where to go, the code, a picture of both, and two links', () => {
  const text = classText(begun, 'http://localhost:3000', ['http://192.168.1.20:3000']);
  assert.match(text, /\n {2}http:\/\/192\.168\.1\.20:3000\/join\n/);
  assert.match(text, /\n {2}314 159\n/);
  assert.match(text, /█▀▀|▄▄▄/);
  assert.match(text, / http:\/\/localhost:3000\/class\/314159#key=secret\n/);
  assert.match(text, / http:\/\/192\.168\.1\.20:3000\/class\/314159\?notes#key=secret\n/);
  assert.doesNotMatch(text, /try http/);
  // A terminal is 80 columns wide.
  const picture = text.split('\n').filter((line) => /^[█▀▄ ]+$/.test(line));
  assert.ok(picture.every((line) => line.length < 60));
});

test('behind a proxy nothing is said of addresses that lead past it', () => {
  const text = classTextBehindProxy(begun);
  assert.match(text, / 314 159\. Phones open \/join /);
  assert.match(text, / \/class\/314159#key=secret\n/);
  assert.match(text, / \/class\/314159\?notes#key=secret\n/);
  assert.doesNotMatch(text, /http/);
});

test('other addresses are named, and without a network there is this computer', () => {
  const two = classText(begun, 'http://localhost', ['http://10.0.0.2', 'http://172.17.0.1']);
  assert.match(two, /\nIf a phone can't open that, try http:\/\/172\.17\.0\.1\.\n/);
  const alone = classText(begun, 'http://localhost', []);
  assert.match(alone, /\n {2}http:\/\/localhost\/join\n/);
  assert.match(alone, /\nNo phone can open that, only this computer itself\. Join a Wi-Fi, /);
  assert.match(classText(begun, 'http://[::1]:3000', ['http://[::1]:3000']), /No phone can open/);
});

test('the addresses of networks that exist within this computer only come last', () => {
  const entry = (address: string, given = {}) => ({
    address,
    family: 'IPv4' as const,
    internal: false,
    netmask: '',
    mac: '',
    cidr: null,
    ...given,
  });
  const interfaces = {
    lo: [entry('127.0.0.1', { internal: true })],
    docker0: [entry('172.17.0.1')],
    wlan0: [entry('192.168.1.20')],
    'Wi-Fi': [entry('192.168.1.21')],
    tun0: [entry('10.8.0.2')],
  };
  assert.deepEqual(ownAddresses(interfaces), [
    '192.168.1.20',
    '192.168.1.21',
    '172.17.0.1',
    '10.8.0.2',
  ]);
});
