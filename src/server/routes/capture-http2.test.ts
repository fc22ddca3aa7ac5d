/** The frames of a tab's HTTP/2 connection as files: what Wireshark and a HAR's reader find in them. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { textFrame } from '../../protocol/websocket-frame.ts';
import { readHar } from '../capture/exports/testing/har-schema.ts';
import { framesOf, type Http2Client, PREFACE, serveHttp2, websocket } from '../testing/http2.ts';
import { masked } from '../testing/raw.ts';
import { readPackets, tsharkIsMissing } from '../testing/tshark.ts';

const SECRET = 's3cret';

/** A tab on HTTP/2, and its files. @param messages whether the page looks from the beginning */
async function watched(t: TestContext, messages = true) {
  const server = await serveHttp2(t, { secret: SECRET, messages });
  const { port, cert: ca } = server;
  const file = async (format: string) => {
    const headers = { authorization: `Bearer ${SECRET}` };
    const path = `/capture.${format}?tab=a`;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers, ca }, resolve).once('error', reject).end();
    });
    return buffer(answer);
  };
  const look = () => server.set({ secret: SECRET, messages: true });
  return { ...server, file, look };
}

const NOTE = '{"type":"note","id":1,"text":"über WebSocket"}';

/** A little of everything. @returns the texts that the WebSocket was sent, and the events */
async function talk({ client, feed }: Awaited<ReturnType<typeof watched>>) {
  await (await client.ask({ ':path': '/price?tab=a' })).untilEnd();
  const socket = await client.ask(websocket());
  await socket.until(/"seq":1,/);
  const json = { ':method': 'POST', ':path': '/note?tab=a', 'content-type': 'application/json' };
  await (await client.ask(json, '{"id":1,"text":"over HTTP"}')).untilEnd();
  const events = await client.ask({ ':path': '/events?tab=a' });
  await events.until(/"seq":1,/);
  // One frame in two DATA.
  const note = masked(textFrame(NOTE));
  socket.stream.write(note.subarray(0, 10));
  await answered(client);
  socket.stream.write(note.subarray(10));
  await socket.until(/"type":"note"/);
  feed.step();
  await socket.until(/"seq":2,/);
  return { socket, events: await events.until(/"seq":2,.*\n\n/) };
}

/** Lets whatever the client has sent so far be read. */
const answered = ({ session }: Http2Client) =>
  new Promise<void>((resolve) => session.ping(() => resolve()));

const FIELDS = ['http2.type', 'http2.streamid', 'http2.length', 'tcp.payload', 'frame.comment'];

/** What tshark reads: type, stream and length of each frame, its bytes, and the comment on it. */
async function readByTshark(folder: string, content: Buffer) {
  const path = join(folder, 'a.pcapng');
  await writeFile(path, content);
  const fields = [...FIELDS, 'http2.headers.path', 'tcp.analysis.flags', 'tcp.checksum.status'];
  return readPackets(path, fields).map(
    ([type, stream, length, bytes = '', comment = '', target, problem, sums]) => {
      assert.deepEqual([problem, sums], ['', '1']);
      const numbers = [type, stream, length].map(Number);
      return { numbers, bytes: bytes.replaceAll(':', ''), comment, target };
    },
  );
}

/** What the client has sent and received: type, stream and length of each frame, with its bytes. */
function seenBy({ recorder }: Http2Client) {
  const read = (chunks: Buffer[], from: number) =>
    framesOf(Buffer.concat(chunks).subarray(from)).map(({ type, stream, bytes }) => ({
      numbers: [type, stream, bytes.length - 9],
      bytes: bytes.toString('hex'),
    }));
  return { up: read(recorder.sent, PREFACE), down: read(recorder.received, 0) };
}

test('Wireshark finds in the .pcapng every frame that the client has seen, and its headers', {
  skip: tsharkIsMissing,
}, async (t) => {
  const page = await watched(t);
  await talk(page);
  const seen = seenBy(page.client);
  const [preface, ...packets] = await readByTshark(page.folder, await page.file('pcapng'));
  assert.match(preface?.comment ?? '', /^Message 1: Shared by both sides, HTTP\/2 connection 1/);
  for (const [direction, words] of [
    ['up', 'to the server'],
    ['down', 'from the server'],
  ] as const) {
    const read = packets.filter(({ comment }) => comment.includes(words));
    assert.deepEqual(
      read.map(({ numbers, bytes }) => ({ numbers, bytes })),
      seen[direction],
    );
  }
  assert.deepEqual(packets.map(({ target }) => target).filter(Boolean), [
    '/price?tab=a',
    '/stream?tab=a',
    '/note?tab=a',
    '/events?tab=a',
  ]);
});

test('a file that begins in the middle of a connection is read all the same, and says what can’t be', {
  skip: tsharkIsMissing,
}, async (t) => {
  const page = await watched(t, false);
  const { socket } = await talk(page);
  await page.look();
  const ask = { ':path': '/price?tab=a' };
  await (await page.client.ask(ask)).untilEnd();
  const seen = seenBy(page.client);
  const content = await page.file('pcapng');
  assert.match(
    String(content),
    /Where those are not in this file, analysers can’t read all of them/,
  );
  const [preface, connect, accept, ...packets] = await readByTshark(page.folder, content);
  assert.equal(preface?.comment, 'Made up: sent before this file begins.');
  // The last WebSocket's handshake is kept from before.
  for (const packet of [connect, accept]) assert.equal(packet?.numbers[1], socket.stream.id);
  assert.deepEqual(
    packets.map(({ numbers, bytes }) => ({ numbers, bytes })),
    [...seen.up.slice(-1), ...seen.down.slice(-packets.length + 1)],
  );
  assert.match(packets[0]?.comment ?? '', /:path: \/price\?tab=a/);
});

test('the .har has the questions, the handshake, its frames and the events', async (t) => {
  const page = await watched(t);
  const { events } = await talk(page);
  const { entries, comment } = readHar(String(await page.file('har')));
  const base = `://localhost:${page.http2}`;
  assert.deepEqual(
    entries.map(({ request, response }) => [request.method, request.url, response.status]),
    [
      ['GET', `https${base}/price?tab=a`, 200],
      ['CONNECT', `wss${base}/stream?tab=a`, 200],
      ['POST', `https${base}/note?tab=a`, 200],
      ['GET', `https${base}/events?tab=a`, 200],
    ],
  );
  const [price, socket, note, stream] = entries;
  assert.equal(price?.request.httpVersion, 'HTTP/2');
  const [head] = seenBy(page.client).up.filter(({ numbers: [type] }) => type === 1);
  assert.equal(price?.request.headersSize, (head?.bytes.length ?? 0) / 2);
  assert.equal(JSON.parse(price?.response.content.text ?? '').seq, 1);
  assert.equal(note?.request.postData?.text, '{"id":1,"text":"over HTTP"}');
  const said = socket?._webSocketMessages?.map(({ type, data }) => [type, JSON.parse(data)]);
  assert.deepEqual(
    said?.map(([type, { seq, id }]) => [type, seq ?? id]),
    [
      ['receive', 1],
      ['send', 1],
      ['receive', 1],
      ['receive', 2],
    ],
  );
  assert.equal(stream?.response.content.text, events);
  assert.deepEqual(
    stream?._eventSourceMessages?.map(({ data }) => JSON.parse(data).seq),
    [1, 2],
  );
  assert.match(comment ?? '', /Frames of HTTP\/2 without headers or data, .*: \d+\./);
});
