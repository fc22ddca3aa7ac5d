/** The TLS secrets of a tab's connections: who gets whose, and what tshark decrypts with them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { SecureVersion } from 'node:tls';
import { FRAME, readHttp2Frame } from '../../protocol/http2-frame.ts';
import type { LineMessage } from '../../protocol/instruments/messages.ts';
import { readFrame, textFrame } from '../../protocol/websocket-frame.ts';
import type { AppOptions } from '../app.ts';
import { connectHttp2, serveHttp2, websocket } from '../testing/http2.ts';
import { masked } from '../testing/raw.ts';
import { accepted, Client, serve } from '../testing/serve.ts';
import { tappedLink } from '../testing/tapped-link.ts';
import { Told } from '../testing/told.ts';
import { readPackets, tsharkIsMissing } from '../testing/tshark.ts';

const SECRET = 's3cret';
const NOTE = '{"type":"note","id":1,"text":"über WebSocket"}';

/** A client that keeps one connection, and the lines of its own key log. */
function browser(t: TestContext, port: number, ca: string, version?: SecureVersion) {
  const lines: string[] = [];
  const versions = version ? { minVersion: version, maxVersion: version } : {};
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca, ...versions });
  agent.on('keylog', (line: Buffer) => lines.push(String(line)));
  t.after(() => agent.destroy());
  const ask = async (path: string, headers = {}, body?: string) => {
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, agent, headers, method }, resolve)
        .once('error', reject)
        .end(body);
    });
    return { status: answer.statusCode, content: String(await buffer(answer)) };
  };
  return { ask, agent, lines };
}

/** A server with TLS, and the page of tab `a`, which looks at its messages. */
async function watched(t: TestContext, options: Partial<AppOptions> = {}) {
  const server = await serveHttp2(t, { secret: SECRET, messages: true }, options);
  const { port, cert, client } = server;
  client.tcp.destroy();
  const told = new Told(server.instruments);
  await told.until(() => told.closed);
  const before = told.messages.length;
  return {
    ...server,
    browser: (version?: SecureVersion) => browser(t, port, cert, version),
    keys: (tab = 'a', secret = SECRET) =>
      browser(t, port, cert).ask(`/capture.keys?tab=${tab}`, { authorization: `Bearer ${secret}` }),
    /** What the page is told of from here on, once it has been told of that and all of it has arrived. */
    async told(isLast: (message: LineMessage) => boolean): Promise<LineMessage[]> {
      await told.until(() => told.messages.some(isLast) && told.ends.size === told.messages.length);
      return told.messages.slice(before);
    },
  };
}

/** The lines with secrets. */
const secretsIn = (file: string) => file.split(/(?<=\n)/).filter((line) => !line.startsWith('#'));

/** What tshark finds in a capture of an encrypted wire: so many fields of each packet, all their values. */
function heardBy(path: string, fields: readonly string[], options: readonly string[]) {
  const more = ['-d', 'tcp.port==80,tls', '-E', 'occurrence=a', '-E', 'aggregator=|', ...options];
  return readPackets(path, [...fields, 'tcp.analysis.flags'], more).map((values) => {
    assert.equal(values.at(-1), '');
    return values.slice(0, -1).map((value) => value.split('|').filter(Boolean));
  });
}

/** A message of HTTP/1.1 or a WebSocket in the words that tshark has for it. */
function wordsOf({ kind, raw }: LineMessage): string[] {
  const bytes = Buffer.from(raw, 'base64');
  const [first = '', second = ''] = bytes.toString('latin1').split(' ');
  if (kind === 'request') return [first, second];
  if (kind === 'answer') return [second];
  const text = kind === 'frame' ? readFrame(bytes)?.text : undefined;
  return text === undefined ? [] : [text];
}

const HTTP1 = [
  'http.request.method',
  'http.request.uri',
  'http.response.code',
  'websocket.payload.text',
];

for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
  test(`${version}: tshark decrypts the wire and finds what the page is told`, {
    skip: tsharkIsMissing,
  }, async (t) => {
    const page = await watched(t);
    const wire = await tappedLink(page.port);
    t.after(wire.close);
    const { ask } = browser(t, wire.port, page.cert, version);
    const versions = { minVersion: version, maxVersion: version };
    const url = `wss://127.0.0.1:${wire.port}/stream?tab=a`;
    const socket = new Client(url, { ca: page.cert, ...versions });
    await socket.next();
    await ask('/price?tab=a');
    await ask('/note?tab=a', { 'content-type': 'application/json' }, '{"id":1,"text":"HTTP"}');
    socket.send(NOTE);
    await socket.next();
    page.feed.step();
    await socket.next();
    const told = await page.told(({ raw }) => /"seq":2,/.test(String(Buffer.from(raw, 'base64'))));

    const [capture, keys] = [join(page.folder, 'wire.pcapng'), join(page.folder, 'a.keys')];
    await writeFile(capture, wire.heard());
    await writeFile(keys, (await page.keys()).content);
    const words = told.flatMap(wordsOf);
    assert.equal(words.length, 2 * 3 + 3 + 4);
    assert.deepEqual(heardBy(capture, HTTP1, ['-o', `tls.keylog_file:${keys}`]).flat(2), words);
    assert.deepEqual(heardBy(capture, HTTP1, []).flat(2), []);

    // The other way to give them to Wireshark: inside the capture.
    const together = join(page.folder, 'together.pcapng');
    const { status } = spawnSync('editcap', ['--inject-secrets', `tls,${keys}`, capture, together]);
    assert.equal(status, 0);
    assert.deepEqual(heardBy(together, HTTP1, []).flat(2), words);
  });
}

test('tshark decrypts the wire of a tab’s HTTP/2 port, and finds each frame', {
  skip: tsharkIsMissing,
}, async (t) => {
  const page = await watched(t);
  const wire = await tappedLink(page.http2);
  t.after(wire.close);
  const client = await connectHttp2(t, wire.port, page.cert);
  await (await client.ask({ ':path': '/price?tab=a' })).untilEnd();
  const socket = await client.ask(websocket());
  await socket.until(/"seq":1,/);
  socket.stream.write(masked(textFrame(NOTE)));
  await socket.until(/"type":"note"/);
  await new Promise<void>((resolve) => client.session.ping(() => resolve()));
  const frameOf = ({ raw }: LineMessage) => readHttp2Frame(Buffer.from(raw, 'base64'));
  const told = await page.told(
    (message) => message.direction === 'down' && frameOf(message)?.type === FRAME.ping,
  );

  const [capture, keys] = [join(page.folder, 'wire.pcapng'), join(page.folder, 'a.keys')];
  await writeFile(capture, wire.heard());
  await writeFile(keys, (await page.keys()).content);
  const fields = ['ip.src', 'http2.type', 'http2.streamid', 'http2.length', 'http2.headers.path'];
  const heard = heardBy(capture, fields, ['-o', `tls.keylog_file:${keys}`]);
  for (const [direction, address] of [
    ['up', '192.0.2.1'],
    ['down', '192.0.2.2'],
  ] as const) {
    const frames = heard
      .filter(([source]) => source?.[0] === address)
      .flatMap(([, types = [], streams = [], lengths = []]) =>
        types.map((type, i) => [type, streams[i], lengths[i]].map(Number)),
      );
    const expected = told
      .filter((message) => message.direction === direction)
      .flatMap((message) => frameOf(message) ?? [])
      .map(({ type, stream, length }) => [type, stream, length]);
    assert.ok(expected.length > 5);
    assert.deepEqual(frames, expected);
  }
  assert.deepEqual(
    heard.flatMap(([, , , , paths = []]) => paths),
    ['/price?tab=a', '/stream?tab=a'],
  );
});

test('the keys of a tab are those of the connections that it has for itself', async (t) => {
  const page = await watched(t);
  const [own, others, both, nobodys] = Array.from({ length: 4 }, () => page.browser());
  await own?.ask('/');
  await own?.ask('/price?tab=a');
  await others?.ask('/price?tab=b');
  await nobodys?.ask('/price');
  await both?.ask('/price?tab=a');
  const before = await page.keys();
  assert.match(before.content, /^# Ask or be told\? .* are here: 3\.\n[^#]/);
  await both?.ask('/capture.keys?tab=b');
  const { content } = await page.keys();
  assert.match(content, / are here: 2\.\n# Withheld, .*: 1\.\n/);
  const secrets = secretsIn(content);
  assert.ok(own && own.lines.length > 0);
  for (const line of own.lines) assert.ok(secrets.includes(line), line);
  for (const { lines } of [others, both, nobodys].flatMap((client) => client ?? [])) {
    assert.ok(lines.length > 0);
    for (const line of lines) assert.ok(!secrets.includes(line), line);
  }
  // The rest are those of the connection to the tab's port for HTTP/2, which has been there first.
  assert.equal(secrets.length, 2 * own.lines.length);
});

test('no keys for whoever has not the secret, and none without TLS', async (t) => {
  const page = await watched(t);
  const messageOf = (content: string) => JSON.parse(content).message;
  const { status, content } = await page.browser().ask('/capture.keys?tab=a');
  assert.equal(status, 401);
  assert.match(messageOf(content), /^Only this tab's own page gets this\. /);
  assert.equal((await page.keys('a', 'guess')).status, 403);
  assert.equal((await page.keys('nobody')).status, 404);

  const { url, connect } = await serve(t);
  const instruments = connect('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab: 'a', secret: SECRET, rtt: 0 });
  await instruments.nextOf('line');
  const headers = { authorization: `Bearer ${SECRET}` };
  const plain = await fetch(`${url}/capture.keys?tab=a`, { headers });
  assert.equal(plain.status, 409);
  assert.match(messageOf(await plain.text()), /^This server speaks no TLS, so it has no keys\. /);
});

test('who comes to own a tab gets the keys of no connection that left before', async (t) => {
  const page = await watched(t);
  const [gone, there] = [page.browser(), page.browser()];
  const arriving = accepted(page);
  await gone.ask('/price?tab=late');
  const tcp = await arriving;
  await there.ask('/price?tab=late');
  gone.agent.destroy();
  await once(tcp, 'close');
  await page.set({ tab: 'late', secret: SECRET, http2: false });
  const secrets = secretsIn((await page.keys('late')).content);
  assert.deepEqual(secrets.toSorted(), there.lines.toSorted());
});

test('the keys are gone when the tab is', async (t) => {
  const page = await watched(t);
  assert.ok(secretsIn((await page.keys()).content).length > 0);
  await page.set({ tab: 'another', secret: SECRET, http2: false });
  assert.equal((await page.keys()).status, 404);
  await page.set({ secret: SECRET, http2: false });
  assert.deepEqual(secretsIn((await page.keys()).content), []);
});

test('visitors of a proxy may share a connection, so its keys are nobody’s', async (t) => {
  const page = await watched(t, { trustProxy: 'loopback' });
  await page.browser().ask('/price?tab=a');
  const { content } = await page.keys();
  assert.match(content, / are here: 0\.\n# Withheld, .*: 2\.\n$/);
});
