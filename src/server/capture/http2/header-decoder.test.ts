import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HeaderDecoder } from './header-decoder.ts';
import { decodeHuffman } from './huffman.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const FIRST = {
  ':method': 'GET',
  ':scheme': 'http',
  ':path': '/',
  ':authority': 'www.example.com',
};

/** Blocks of one connection, one after the other, with what they say and how long each header is. */
const EXAMPLES: [name: string, blocks: [hex: string, headers: object, lengths: number[]][]][] = [
  [
    'requests without Huffman coding (RFC 7541 C.3)',
    [
      ['828684410f7777772e6578616d706c652e636f6d', FIRST, [1, 1, 1, 17]],
      ['828684be58086e6f2d6361636865', { ...FIRST, 'cache-control': 'no-cache' }, [1, 1, 1, 1, 10]],
      [
        '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
        {
          ':method': 'GET',
          ':scheme': 'https',
          ':path': '/index.html',
          ':authority': 'www.example.com',
          'custom-key': 'custom-value',
        },
        [1, 1, 1, 1, 25],
      ],
    ],
  ],
  [
    'requests with Huffman coding (RFC 7541 C.4)',
    [
      ['828684418cf1e3c2e5f23a6ba0ab90f4ff', FIRST, [1, 1, 1, 14]],
      ['828684be5886a8eb10649cbf', { ...FIRST, 'cache-control': 'no-cache' }, [1, 1, 1, 1, 8]],
    ],
  ],
];

for (const [name, blocks] of EXAMPLES) {
  test(name, () => {
    const decoder = new HeaderDecoder();
    for (const [hex, headers, lengths] of blocks) {
      const read = decoder.decode(bytes(hex)) ?? [];
      assert.deepEqual(
        read.map(({ name, value }) => [name, value]),
        Object.entries(headers),
      );
      assert.deepEqual(
        read.map(({ length }) => length),
        lengths,
      );
    }
  });
}

test('answers that push each other out of a table of 256 bytes (RFC 7541 C.6)', () => {
  const decoder = new HeaderDecoder();
  const statuses = [
    `3fe101 488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3`,
    '4883640effc1c0bf',
    '88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007',
  ].map((hex) => decoder.decode(bytes(hex)) ?? []);
  assert.deepEqual(
    statuses.map(([status]) => [status?.value, status?.form]),
    [
      ['302', 'added'],
      ['307', 'added'],
      ['200', 'indexed'],
    ],
  );
  const [, , last = []] = statuses;
  assert.deepEqual(last.map(({ name, value }) => [name, value]).slice(1), [
    ['cache-control', 'private'],
    ['date', 'Mon, 21 Oct 2013 20:13:22 GMT'],
    ['location', 'https://www.example.com'],
    ['content-encoding', 'gzip'],
    ['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'],
  ]);
});

test('headers that are not to be kept are told from those that are (RFC 7541 C.2)', () => {
  const decoder = new HeaderDecoder();
  const read = (hex: string) => decoder.decode(bytes(hex))?.map(({ form, name }) => [form, name]);
  assert.deepEqual(read('040c2f73616d706c652f70617468'), [['literal', ':path']]);
  assert.deepEqual(read('100870617373776f726406736563726574'), [['never', 'password']]);
});

test('what can’t be read is said to be so, and all that refers to it', () => {
  for (const hex of ['80', 'ff80', 'be', '4003', '3fffffff7f', '7fffffffffffff', '0081ffffffff']) {
    const decoder = new HeaderDecoder();
    assert.equal(decoder.decode(bytes(hex)), undefined, hex);
    assert.equal(decoder.decode(bytes('82')), undefined, hex);
  }
});

test('references to a long header end where they become too many', () => {
  const decoder = new HeaderDecoder();
  const long = Buffer.concat([bytes('400178 7fa11e'), Buffer.alloc(4_000, 'x')]);
  assert.equal(decoder.decode(long)?.[0]?.value.length, 4_000);
  assert.equal(decoder.decode(Buffer.alloc(16_000, 0xbe)), undefined);
});

test('whatever the bytes, they are read or said to be unreadable', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 }), (blocks) => {
      const decoder = new HeaderDecoder();
      for (const block of blocks) {
        const length = decoder
          .decode(Buffer.from(block))
          ?.reduce((total, header) => total + header.length, 0);
        assert.ok(length === undefined || length <= block.length);
      }
    }),
  );
});

test('the code of each byte is the one of RFC 7541 Appendix B', () => {
  assert.equal(decodeHuffman(bytes('f1e3c2e5f23a6ba0ab90f4ff')), 'www.example.com');
  // The longest are of 30 bits.
  const longest = ['fffffff3', 'fffffff7', 'fffffffb'].map((hex) => decodeHuffman(bytes(hex)));
  assert.deepEqual(longest, ['\n', '\r', '\x16']);
});
