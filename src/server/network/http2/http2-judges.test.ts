/** What nghttp2's own clients, and a proxy that knows nothing of us, say of the same connection. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { FRAME, FRAME_NAMES, readHttp2Frame } from '../../../protocol/http2-frame.ts';
import type { Bytes } from '../../../protocol/instruments/bytes.ts';
import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import { serveHttp2 } from '../../testing/http2.ts';
import { Told } from '../../testing/told.ts';

const skip =
  spawnSync('nghttp', ['--version']).status !== 0 && 'nghttp2’s clients are not installed';

/** Runs a client to its end. @returns what it has printed */
async function run(command: string, options: string[]): Promise<string> {
  const { stdout, stderr } = spawn(command, options);
  const [said] = await Promise.all([text(stdout), text(stderr)]);
  return said;
}

/** What nghttp says of one direction: each frame, and each header that it has compressed or read. */
function saidBy(nghttp: string, direction: 'send' | 'recv') {
  const frames = nghttp.matchAll(
    new RegExp(`${direction} (\\w+) frame <length=(\\d+), flags=0x(\\w+), stream_id=(\\d+)>`, 'g'),
  );
  const pattern =
    direction === 'send' ? /^ {10}(:?[\w-]+: .*)$/gm : /recv \(stream_id=\d+\) (.*)$/gm;
  return {
    frames: [...frames].map(([, name, length, flags, stream]) => [
      name,
      Number(length),
      Number.parseInt(flags ?? '', 16),
      Number(stream),
    ]),
    headers: [...nghttp.matchAll(pattern)].map(([, header]) => header),
  };
}

/** The same as the page is told. */
function toldOf(messages: LineMessage[]) {
  return {
    frames: messages.flatMap(({ raw, direction }) => {
      const frame = readHttp2Frame(Buffer.from(raw, 'base64'));
      // The server answers nghttp's goodbye with one of its own, for which nghttp does not wait.
      if (!frame || (frame.type === FRAME.goAway && direction === 'down')) return [];
      return [[FRAME_NAMES[frame.type], frame.length, frame.flags, frame.stream]];
    }),
    headers: messages.flatMap(({ http2 }) =>
      (http2?.headers ?? []).map(({ name, value }) => `${name}: ${value}`),
    ),
  };
}

test('nghttp has sent and received just the frames and headers that the page is told of', {
  skip,
}, async (t) => {
  const { client, folder, http2, instruments } = await serveHttp2(t, { messages: true });
  client.tcp.destroy();
  const told = new Told(instruments);
  await told.until(() => told.closed);
  const note = join(folder, 'note.json');
  await writeFile(note, '{"id":1,"text":"from nghttp"}');
  const address = (path: string) => `https://127.0.0.1:${http2}${path}`;
  const headers = ['-H', 'x-odd: ~!#$%&()*+,/;<=>?@[]^_`{|}', '-H', 'cookie: a=1; b=2'];
  const json = ['-H', 'content-type: application/json', '-d', note];
  for (const options of [
    [...headers, address('/price?tab=a'), address('/price?tab=a&symbol=NOPE')],
    [...json, address('/note?tab=a')],
  ]) {
    const before = told.messages.length;
    const said = await run('nghttp', ['-v', '--no-dep', ...options]);
    told.closed = false;
    await told.until(() => told.closed);
    const now = told.messages.slice(before);
    for (const [direction, word] of [
      ['up', 'send'],
      ['down', 'recv'],
    ] as const) {
      const theirs = saidBy(said, word);
      const ours = toldOf(now.filter((message) => message.direction === direction));
      assert.deepEqual(ours, theirs);
      assert.ok(theirs.frames.length > 3 && theirs.headers.length > 4, said);
    }
  }
});

/** Counts the bytes that go through it. */
async function countingProxy(t: TestContext, target: number) {
  const counted = { bytes: 0, port: 0 };
  const proxy = createServer((client) => {
    const server = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('data', (bytes) => {
        counted.bytes += bytes.length;
        to.write(bytes);
      });
      from.on('end', () => to.end());
      // A client that has gone is no reason not to hear the server out.
      from.on('error', () => {});
    }
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  t.after(() => proxy.close());
  counted.port = (proxy.address() as AddressInfo).port;
  return counted;
}

/**
 * A client's last record, in bytes: header, alert, its type, tag (RFC 8446 §5.2, §6.1). A server that has
 * closed its side of a connection need not read it.
 */
const CLOSE_NOTIFY = 5 + 2 + 1 + 16;

test('h2load has received what we have counted, and a proxy between us has seen it all', {
  skip,
}, async (t) => {
  const { client, http2, instruments } = await serveHttp2(t, { messages: true });
  client.tcp.destroy();
  const told = new Told(instruments);
  await told.until(() => told.closed);
  const before = told.messages.length;
  instruments.send({ type: 'line', tab: 'a', rtt: 0, http2: true, messages: true, run: 1 });
  instruments.send({ type: 'line', tab: 'a', rtt: 0, http2: true, messages: true, run: 2 });
  const proxy = await countingProxy(t, http2);
  const address = `https://127.0.0.1:${proxy.port}/price?tab=a`;
  const said = await run('h2load', ['-n', '40', '-c', '2', '-m', '4', address]);
  const [, total, headers, data] =
    /traffic: .*?\((\d+)\) total, .*?\((\d+)\) headers .*?\((\d+)\) data/.exec(said)?.map(Number) ??
    [];

  let bytes: Bytes | undefined;
  while (!bytes?.shared || bytes.shared.open > 0 || bytes.shared.connections < 2) {
    const message = await instruments.next();
    if (message.type === 'bytes') bytes = message as unknown as Bytes;
    else told.add(message);
  }
  const { http, ws, shared } = bytes;
  const counted = http.read + http.written + shared.frames + shared.tls;
  const unread = (proxy.bytes - counted) / CLOSE_NOTIFY;
  assert.ok([0, 1, 2].includes(unread), `${counted} of ${proxy.bytes} bytes`);
  assert.deepEqual([ws.read, ws.written], [0, 0]);
  const down = told.messages.slice(before).filter(({ direction }) => direction === 'down');
  const frames = down.flatMap(({ raw }) => readHttp2Frame(Buffer.from(raw, 'base64')) ?? []);
  const payload = (name: string) =>
    frames
      .filter(({ type }) => FRAME_NAMES[type] === name)
      .reduce((sum, { length }) => sum + length, 0);
  const awaited = frames.filter(({ type }) => type !== FRAME.goAway);
  assert.equal(
    awaited.reduce((sum, { length }) => sum + 9 + length, 0),
    total,
  );
  assert.deepEqual([payload('HEADERS'), payload('DATA')], [headers, data]);
});
