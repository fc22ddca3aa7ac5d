/** The messages on a line as files: who gets them, and what Wireshark and a HAR's reader find in them. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { Agent as AgentTls, request as requestTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { LineMessage, Messages } from '../../protocol/instruments/messages.ts';
import { readFrame } from '../../protocol/websocket-frame.ts';
import { readHar } from '../capture/exports/testing/har-schema.ts';
import { Client, serve } from '../testing/serve.ts';
import { readPackets, tsharkIsMissing } from '../testing/tshark.ts';
import { secureContext, selfSigned } from '../tls/certificate.ts';

const SECRET = 's3cret';

/** A message as the page is told of it. */
interface Told extends LineMessage {
  received?: number;
}

/** A server, and a page that looks at the messages on its line. */
async function watched(t: TestContext, { tls = false, messages = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'capture-'));
  t.after(() => rm(folder, { recursive: true }));
  const context = tls && { secureContext: secureContext(await selfSigned(folder, ['127.0.0.1'])) };
  const server = await serve(t, { network: { rtt: 20 }, ...context });
  const { port } = server;
  const agent = new (tls ? AgentTls : Agent)({ keepAlive: true, maxSockets: 2 });
  t.after(() => agent.destroy());
  const unchecked = { rejectUnauthorized: false };
  const ask = (path: string, headers = {}, body?: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const options = { port, host: '127.0.0.1', path, agent, headers, ...unchecked };
      const method = body === undefined ? 'GET' : 'POST';
      (tls ? requestTls : request)({ ...options, method }, resolve)
        .once('error', reject)
        .end(body);
    });
  const open = (path: string) =>
    new Client(`${tls ? 'wss' : 'ws'}://127.0.0.1:${port}${path}`, unchecked);

  const instruments = open('/instruments');
  await instruments.nextOf('truth');
  instruments.send({ type: 'line', tab: 'a', secret: SECRET, rtt: 20, messages });
  await instruments.nextOf('line');
  const told = new Map<number, Told>();
  return {
    ...server,
    ask,
    open,
    folder,
    /** The file of a tab, fetched with a secret. */
    async file(format: string, tab = 'a', secret = SECRET) {
      const answer = await ask(
        `/capture.${format}?tab=${tab}`,
        secret ? { authorization: `Bearer ${secret}` } : {},
      );
      return { answer, content: await buffer(answer) };
    },
    /** What the page is told of, once everything has arrived and a WebSocket's connection has ended. */
    async told(): Promise<Told[]> {
      let ended = false;
      while (!ended || [...told.values()].some(({ received }) => received === undefined)) {
        const { events } = (await instruments.nextOf('messages')) as unknown as Messages;
        for (const event of events) {
          if (event.what === 'sent') told.set(event.message.id, { ...event.message });
          else if (event.what === 'closed') ended ||= event.side === 'ws';
          else if (event.what === 'received') {
            const message = told.get(event.id);
            if (message) message.received = event.at;
          }
        }
      }
      return [...told.values()];
    },
  };
}

/** A little of everything on a line. @returns the texts that went over the WebSocket, and the events */
async function talk({ ask, open, feed }: Awaited<ReturnType<typeof watched>>) {
  const socket = open('/stream?tab=a');
  const texts = [JSON.stringify(await socket.next())];
  await buffer(await ask('/price?tab=a'));
  const json = { 'content-type': 'application/json' };
  await buffer(await ask('/note?tab=a', json, '{"id":1,"text":"over HTTP"}'));
  const note = '{"type":"note","id":1,"text":"über WebSocket"}';
  socket.send(note);
  texts.push(note, JSON.stringify(await socket.next()));
  const stream = await ask('/events?tab=a');
  let events = '';
  stream.on('data', (chunk) => {
    events += chunk;
  });
  const newest = () => `data: ${JSON.stringify(feed.latest('ACME'))}\n\n`;
  while (!events.endsWith(newest())) await new Promise((next) => stream.once('data', next));
  feed.step();
  texts.push(JSON.stringify(await socket.next()));
  while (!events.endsWith(newest())) await new Promise((next) => stream.once('data', next));
  socket.socket.close(1000, 'bye');
  await socket.closed;
  return { texts, events };
}

for (const tls of [false, true]) {
  const scheme = tls ? 'https' : 'http';

  test(`Wireshark finds in the .pcapng just what the page is told (${scheme})`, {
    skip: tsharkIsMissing,
  }, async (t) => {
    const page = await watched(t, { tls });
    const { texts } = await talk(page);
    const told = await page.told();
    const { answer, content } = await page.file('pcapng');
    const last = told.at(-1)?.id;
    assert.equal(
      answer.headers['content-disposition'],
      `attachment; filename="ask-or-be-told-up-to-message-${last}.pcapng"`,
    );

    const path = join(page.folder, 'a.pcapng');
    await writeFile(path, content);
    const fields = {
      time: 'frame.time_epoch',
      bytes: 'tcp.payload',
      comment: 'frame.comment',
      method: 'http.request.method',
      status: 'http.response.code',
      text: 'websocket.payload.text',
      problem: 'tcp.analysis.flags',
      sums: 'tcp.checksum.status',
    };
    const packets = readPackets(path, Object.values(fields)).map(
      (values) =>
        Object.fromEntries(Object.keys(fields).map((name, i) => [name, values[i]])) as {
          [Name in keyof typeof fields]: string;
        },
    );
    assert.equal(packets.length, told.length);
    const inOrder = told.toSorted((a, b) => a.sent - b.sent || a.id - b.id);
    for (const [i, { time, bytes, comment, problem, sums }] of packets.entries()) {
      const { id, raw, sent, received = 0 } = inOrder[i] as Told;
      assert.equal(bytes.replaceAll(':', ''), Buffer.from(raw, 'base64').toString('hex'));
      assert.ok(Math.abs(Number(time) * 1000 - sent) < 0.002, `${time}, not ${sent}`);
      const arrived = new Date(received).toISOString();
      assert.ok(comment.startsWith(`Message ${id}: `) && comment.includes(arrived), comment);
      assert.deepEqual([problem, sums], ['', '1']);
    }
    const seen = (field: keyof typeof fields) =>
      packets.map((packet) => packet[field]).filter(Boolean);
    assert.deepEqual(seen('method'), ['GET', 'GET', 'POST', 'GET']);
    assert.deepEqual(seen('status').slice(0, 3), ['101', '200', '200']);
    assert.deepEqual(seen('text'), texts);
  });

  test(`the .har has just what the page is told (${scheme})`, async (t) => {
    const page = await watched(t, { tls });
    const { texts, events } = await talk(page);
    const told = await page.told();
    const { entries, comment } = readHar(String((await page.file('har')).content));
    const host = `${scheme.replace('http', 'ws')}://127.0.0.1:${page.port}`;
    assert.deepEqual(
      entries.map(({ request, response }) => [request.method, request.url, response.status]),
      [
        ['GET', `${host}/stream?tab=a`, 101],
        ['GET', `${host.replace('ws', 'http')}/price?tab=a`, 200],
        ['POST', `${host.replace('ws', 'http')}/note?tab=a`, 200],
        ['GET', `${host.replace('ws', 'http')}/events?tab=a`, 200],
      ],
    );
    const [socket, , note, stream] = entries;
    assert.equal(note?.request.postData?.text, '{"id":1,"text":"over HTTP"}');
    const frames = told.filter(({ kind }) => kind === 'frame');
    assert.deepEqual(
      socket?._webSocketMessages?.map(({ opcode, time }) => [opcode, time]),
      frames.map(({ raw, sent }) => [readFrame(Buffer.from(raw, 'base64'))?.opcode, sent / 1000]),
    );
    const said = socket?._webSocketMessages?.filter(({ opcode }) => opcode === 1);
    assert.deepEqual(
      said?.map(({ data }) => data),
      texts,
    );
    assert.equal(stream?.response.content.text, events);
    assert.deepEqual(
      stream?._eventSourceMessages
        ?.map(({ data, eventId }) => `id: ${eventId}\ndata: ${data}\n\n`)
        .join(''),
      events.replace(/^retry: \d+\n/, ''),
    );
    assert.equal(comment?.includes('no keys'), tls);
    assert.ok(comment?.startsWith(`Up to message ${told.at(-1)?.id} at `), comment);
  });
}

test('only who knows the secret of a tab gets its messages', async (t) => {
  const { file, open } = await watched(t);
  const phone = open('/instruments');
  await phone.nextOf('truth');
  phone.send({ type: 'line', tab: 'without', rtt: 0, messages: true });
  await phone.nextOf('line');
  const status = async (...which: Parameters<typeof file>) => {
    const { answer, content } = await file(...which);
    assert.match(
      JSON.parse(String(content)).message,
      /^[A-Z].*\.$|^format must be one of pcapng, har, /,
    );
    return answer.statusCode;
  };
  assert.equal(await status('har', 'a', ''), 401);
  assert.equal(await status('har', 'a', 'guess'), 403);
  assert.equal(await status('har', 'without', 'undefined'), 403);
  assert.equal(await status('har', 'nobody'), 404);
  assert.equal(await status('zip'), 400);
});

test('without a page that looks there is no file, and it says why', async (t) => {
  const { file } = await watched(t, { messages: false });
  const { answer, content } = await file('pcapng');
  assert.equal(answer.statusCode, 409);
  assert.match(JSON.parse(String(content)).message, /Open Messages/);
});

test('fetching a file leaves no message on the line', async (t) => {
  const { file } = await watched(t);
  await file('har');
  const { entries, comment } = readHar(String((await file('har')).content));
  assert.deepEqual(entries, []);
  assert.match(comment ?? '', /^No message yet at /);
});

test('so many files a second are made for one address', async (t) => {
  const { file } = await watched(t);
  const answers = await Promise.all(Array.from({ length: 11 }, () => file('har')));
  const statuses = answers.map(({ answer }) => answer.statusCode);
  // A new second may begin meanwhile.
  assert.ok(statuses.includes(429) && statuses.includes(200), statuses.join());
});
