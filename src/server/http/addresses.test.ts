import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  addressOf,
  hostIn,
  isHostOf,
  isLoopback,
  networksIn,
  originIn,
  visitorAt,
  visitorOf,
} from './addresses.ts';

for (const [texts, address] of [
  [
    ['203.0.113.7', '203.0.113.7:4711', '::ffff:203.0.113.7', '[::FFFF:cb00:7107]:80'],
    '203.0.113.7',
  ],
  [['2001:db8::1', '[2001:DB8::1]', '[2001:db8::1]:4711', '2001:0db8:0:0:0:0:0:1'], '2001:db8::1'],
  [['::1', '[::1]', '0:0:0:0:0:0:0.0.0.1'], '::1'],
  [['fe80::1%eth0', '[fe80::1%eth0]:80'], 'fe80::1'],
  [
    [
      '',
      'unknown',
      '_hidden',
      '1.2.3',
      '1.2.3.4.5',
      '01.2.3.4',
      '1.2.3.4:',
      '1.2.3.4%a',
      '::1::',
      ':',
    ],
    undefined,
  ],
] as const) {
  for (const text of texts) {
    test(`the address in "${text}" is ${address}`, () => assert.equal(addressOf(text), address));
  }
}

test('a visitor of IPv6 is a /64, but for neighbours on the link', () => {
  const ofOne = ['2001:db8:1:2::3', '2001:DB8:1:2:ffff::', '[2001:db8:1:2:a:b:c:d]:4711'];
  assert.deepEqual([...new Set(ofOne.map(visitorAt))], ['2001:db8:1:2::/64']);
  const ofMany = [
    '2001:db8:1:3::3',
    '1::5:6:7:8:9',
    '::1',
    'fe80::1',
    'fe80::2',
    '1.2.3.4',
    '1.2.3.5',
  ];
  assert.equal(new Set(ofMany.map(visitorAt)).size, ofMany.length);
  assert.equal(visitorAt(undefined), visitorAt('nobody'));
});

test('who is named by no address counts as the proxy that says so', () => {
  const ip = '198.51.100.1';
  assert.equal(visitorOf({ ip: 'unknown', ips: ['127.0.0.1', ip, 'unknown'] }), ip);
  assert.equal(visitorOf({ ip }), ip);
});

test('networks: addresses, ranges and names', () => {
  const networks = networksIn('loopback, 192.0.2.1,10.0.0.0/8, 2001:db8::/32,::ffff:192.0.2.2');
  for (const address of [
    '127.9.9.9',
    '::1',
    '0:0:0:0:0:0:0:1',
    '192.0.2.1',
    '::ffff:192.0.2.1',
    '192.0.2.2',
    '10.255.0.1:4711',
    '[2001:DB8:9::1]:80',
  ]) {
    assert.equal(networks?.(address), true, address);
  }
  for (const address of [undefined, '', 'loopback', '192.0.2.3', '11.0.0.1', '2001:db9::1']) {
    assert.equal(networks?.(address), false, address);
  }
  for (const text of [
    '',
    'example',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.1:80',
    '::1/129',
    '::ffff:10.0.0.0/104',
    '1.2.3.4,,',
    'constructor',
  ]) {
    assert.equal(networksIn(text), undefined, text);
  }
});

test('names of this computer for itself', () => {
  for (const name of [
    'localhost',
    'LOCALHOST',
    'a.b.localhost',
    '127.1.2.3',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
  ]) {
    assert.equal(isLoopback(name), true, name);
  }
  for (const name of [
    '',
    'notlocalhost',
    'localhost.example',
    '127.example',
    '128.0.0.1',
    '::',
    '0.0.0.0',
  ]) {
    assert.equal(isLoopback(name), false, name);
  }
});

test('a Host is a name or an address, and a port', () => {
  for (const [text, host] of [
    ['LocalHost:80', 'localhost'],
    ['localhost:', 'localhost'],
    ['course_1.example:3000', 'course_1.example:3000'],
    ['[0:0::1]:3000', '[::1]:3000'],
    ['127.1', '127.0.0.1'],
  ] as const) {
    assert.equal(hostIn(text)?.host, host, text);
  }
  for (const text of [
    '',
    ':80',
    'localhost:abc',
    'localhost:99999',
    'localhost:80:80',
    'localhost:80@evil.example',
    'localhost@evil.example',
    'evil.example#.localhost',
    'evil.example/.localhost',
    'evil.example?.localhost',
    'evil.example\\.localhost',
    'local host',
    'localhost, evil.example',
    '%6cocalhost',
    '[::1',
    '[::1]x',
    '[evil.example]',
    '::1',
    '1.2.3.256',
  ]) {
    assert.equal(hostIn(text), undefined, text);
  }
});

test('an origin is a scheme, a host and a port, in the spelling of browsers', () => {
  for (const [text, origin] of [
    ['HTTPS://Course.Example:443', 'https://course.example'],
    ['http://course.example:80/', 'http://course.example'],
    ['https://course.example:80', 'https://course.example:80'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://[0::1]:3000', 'http://[::1]:3000'],
  ] as const) {
    assert.equal(originIn(text), origin, text);
  }
  for (const text of [
    '',
    'null',
    'course.example',
    '//course.example',
    'file://',
    'ws://course.example',
    'https:course.example',
    'https://course.example/page',
    'https://course.example?',
    'https://a@course.example',
    'https://course.example:99999',
    'https://a.example https://b.example',
    'https://a.example, https://a.example',
  ]) {
    assert.equal(originIn(text), undefined, text);
  }
});

test('a Host without a port has that of the origin it is compared with', () => {
  assert.ok(isHostOf('Course.Example', 'https://course.example'));
  assert.ok(isHostOf('course.example:443', 'https://course.example'));
  assert.ok(isHostOf('course.example:80', 'http://course.example'));
  assert.ok(isHostOf('course.example:3000', 'http://course.example:3000'));
  assert.ok(!isHostOf('course.example:80', 'https://course.example'));
  assert.ok(!isHostOf('course.example', 'http://course.example:3000'));
  assert.ok(!isHostOf('course.example:3000', 'http://course.example:3001'));
});

const TRIES = 20_000;

/** Random choices, always the same ones. */
function chooser(seed: number) {
  const generator = xoroshiro128plus(seed);
  const upTo = (most: number) => uniformInt(generator, 0, most);
  return { upTo, one: <T>(some: readonly T[]): T => some[upTo(some.length - 1)] as T };
}

/** What parsers trip over, put into and in the place of parts of well-formed texts. */
const TRAPS = [
  ...'.:@#/\\?[]%, \t-_0',
  ...[
    '::',
    '.localhost',
    'localhost',
    '127.0.0.1',
    '[::1]',
    'evil.example',
    ':80',
    '\u212a',
    '\0',
    'é',
  ],
];

/** Texts near to well-formed ones. */
function* spoilt(seed: number, samples: readonly string[]) {
  const { upTo, one } = chooser(seed);
  for (let i = 0; i < TRIES; i++) {
    let text = one(samples);
    for (let changes = upTo(3); changes > 0; changes--) {
      const at = upTo(text.length);
      text = text.slice(0, at) + one(TRAPS) + text.slice(at + upTo(3));
    }
    yield text;
  }
}

test(`${TRIES} addresses, each in two spellings, are the same`, () => {
  const { upTo, one } = chooser(1);
  const spell = (groups: number[]): string => {
    const texts = groups.map((group) => {
      const hex = group.toString(16).padStart(one([1, 4]), '0');
      return one([hex, hex.toUpperCase()]);
    });
    if (upTo(1) === 1) {
      const [high, low] = groups.slice(6) as [number, number];
      texts.splice(6, 2, [high >> 8, high & 255, low >> 8, low & 255].join('.'));
    }
    const [from, length] = [upTo(5), 1 + upTo(5)];
    const zeros = groups.slice(from, from + length).every((group) => group === 0);
    const fits = from + length <= Math.min(texts.length, 6);
    const short = `${texts.slice(0, from).join(':')}::${texts.slice(from + length).join(':')}`;
    const address = zeros && fits ? short : texts.join(':');
    return one([address, `[${address}]`, `[${address}]:${upTo(65_535)}`, `${address}%eth0`]);
  };
  for (let i = 0; i < TRIES; i++) {
    const groups = Array.from({ length: 8 }, () => one([0, 0, 1, 0xffff, upTo(0xffff)]));
    const [a, b] = [spell(groups), spell(groups)];
    const address = addressOf(a) ?? '';
    assert.ok(isIP(address), a);
    assert.equal(addressOf(b), address, `${a} ${b}`);
    assert.equal(addressOf(address), address);
    assert.equal(visitorAt(a), visitorAt(b));
  }
});

test(`${TRIES} malformed addresses are none, or one that is spelt as it should be`, () => {
  for (const text of spoilt(2, ['203.0.113.7:4711', '[2001:db8::1]:80', '::ffff:192.0.2.1'])) {
    const address = addressOf(text);
    if (address !== undefined) assert.ok(isIP(address) && addressOf(address) === address, text);
    assert.equal(typeof visitorAt(text), 'string');
    networksIn(text);
  }
});

test(`${TRIES} malformed hosts: none is taken for this computer that is not`, () => {
  /** Written another way on purpose: the whole text must be such a name, and a port. */
  const ours = /^(?:(?:[\w.-]+\.)?localhost|127[\d.x]*|[\da-f.x]+|\[[\da-f:.]+\])(?::\d{0,5})?$/i;
  let accepted = 0;
  for (const text of spoilt(3, ['localhost:3000', '127.0.0.1', '[::1]:80', 'evil.example:80'])) {
    const host = hostIn(text);
    if (!host) continue;
    accepted += 1;
    assert.ok(!/[\s@#/\\?%,]/.test(text), text);
    assert.equal(host.href, `${host.origin}/`, text);
    if (isLoopback(host.hostname)) assert.match(text, ours);
  }
  assert.ok(accepted > TRIES / 4, `${accepted}`);
});

test(`${TRIES} malformed origins are none, or one as browsers write it`, () => {
  let accepted = 0;
  for (const text of spoilt(4, ['https://course.example', 'http://localhost:3000', 'null'])) {
    const origin = originIn(text);
    if (origin === undefined) continue;
    accepted += 1;
    assert.match(origin, /^https?:\/\/[^/@\s]+$/);
    assert.equal(originIn(origin), origin, text);
    assert.equal(isHostOf(new URL(origin).host, origin), true, text);
  }
  assert.ok(accepted > TRIES / 8, `${accepted}`);
});
