/** A server with a tab's port for HTTP/2, and a client that keeps all bytes it sends and receives, for tests. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Bytes } from '../../protocol/instruments/bytes.ts';
import type { AppOptions } from '../app.ts';
import { secureContext, selfSigned } from '../tls/certificate.ts';
import { Client, serve } from './serve.ts';

/** The page that the port is for. */
export const ORIGIN = 'https://localhost:3000';

/** A server with TLS, the instruments of tab `a`, that tab's port, and a client that has come to it. */
export async function serveHttp2(
  t: TestContext,
  line: object = {},
  options: Partial<AppOptions> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  t.after(() => rm(folder, { recursive: true }));
  const { cert, key } = await selfSigned(folder, ['localhost', '127.0.0.1']);
  const server = await serve(t, {
    secureContext: secureContext({ cert, key }),
    allowOrigins: [ORIGIN],
    ...options,
  });
  const instruments = new Client(`wss://127.0.0.1:${server.port}/instruments`, {
    ca: cert,
    origin: ORIGIN,
  });
  await instruments.opened;
  const set = async (change: object) => {
    instruments.send({ type: 'line', tab: 'a', rtt: 0, http2: true, ...change });
    return instruments.nextOf('line');
  };
  const port = (await set(line))['http2'] as number;
  const client = await connectHttp2(t, port, cert);
  return { ...server, cert, folder, instruments, set, client, http2: port };
}

/** What opens a WebSocket over HTTP/2 (RFC 8441 §4). */
export const websocket = (path = '/stream?tab=a') => ({
  ':method': 'CONNECT',
  ':protocol': 'websocket',
  ':path': path,
  'sec-websocket-version': '13',
});

/** A frame as it was sent: its type, stream and all its bytes. */
export interface RawFrame {
  type: number;
  stream: number;
  bytes: Buffer;
}

/** The client's preface comes before its first frame (RFC 9113 §3.4), in bytes. */
export const PREFACE = 24;

/** What TLS carries, passed through and kept. */
class Recorder extends Duplex {
  readonly sent: Buffer[] = [];
  readonly received: Buffer[] = [];
  readonly #socket: TLSSocket;

  constructor(socket: TLSSocket) {
    super();
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.received.push(bytes);
      this.push(bytes);
    });
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
    socket.on('error', () => {});
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.sent.push(bytes);
    this.#socket.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

export interface Http2Client {
  session: ClientHttp2Session;
  tcp: Socket;
  recorder: Recorder;
  /** Asks, and waits for the head of the answer. */
  ask(headers: Record<string, string>, body?: string): Promise<Exchange>;
}

export type Exchange = Awaited<ReturnType<typeof exchange>>;

/** Opens an HTTP/2 connection to a tab's port. */
export async function connectHttp2(t: TestContext, port: number, ca: string): Promise<Http2Client> {
  const tcp = connectTcp(port, '127.0.0.1');
  const tls = connectTls({ socket: tcp, ca, servername: 'localhost', ALPNProtocols: ['h2'] });
  t.after(() => tcp.destroy());
  await once(tls, 'secureConnect');
  const recorder = new Recorder(tls);
  const session = connect(`https://localhost:${port}`, { createConnection: () => recorder });
  session.on('error', () => {});
  await new Promise((resolve, reject) => {
    session.once('remoteSettings', resolve);
    session.once('close', () => reject(new Error('The connection was closed.')));
  });
  const ask = (headers: Record<string, string>, body?: string) => exchange(session, headers, body);
  return { session, tcp, recorder, ask };
}

async function exchange(
  session: ClientHttp2Session,
  headers: Record<string, string>,
  body: string | undefined,
) {
  const connect = headers[':method'] === 'CONNECT';
  const stream = session.request(headers, { endStream: !connect && body === undefined });
  stream.on('error', () => {});
  let text = '';
  stream.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
  });
  if (body !== undefined) stream.end(body);
  const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  return {
    stream,
    headers: answer,
    status: answer[':status'] as unknown as number,
    /** All that has come of the body, once that matches. */
    async until(pattern: RegExp): Promise<string> {
      while (!pattern.test(text)) await once(stream, 'data');
      return text;
    },
    async untilEnd(): Promise<string> {
      if (!stream.readableEnded) await once(stream, 'end');
      return text;
    },
  };
}

/** Cuts one direction of a connection into its frames; what is left over is not all there yet. */
export function framesOf(bytes: Buffer): RawFrame[] {
  const frames: RawFrame[] = [];
  for (let at = 0; at + 9 <= bytes.length; ) {
    const end = at + 9 + bytes.readUIntBE(at, 3);
    frames.push({
      type: bytes.readUInt8(at + 3),
      stream: bytes.readUInt32BE(at + 5),
      bytes: bytes.subarray(at, end),
    });
    at = end;
  }
  return frames;
}

const sum = ({ handshake, headers, framing, body }: Bytes['http']) =>
  handshake + headers + framing + body;

/** What the two sides and the connection must have moved, by the frames that the client has seen. */
export function framesSeen({ recorder }: Http2Client, webSockets: number[] = []) {
  const up = framesOf(Buffer.concat(recorder.sent).subarray(PREFACE));
  const down = framesOf(Buffer.concat(recorder.received));
  const total = { http: 0, ws: 0, shared: PREFACE };
  for (const { stream, bytes } of [...up, ...down]) {
    const whose = stream === 0 ? 'shared' : webSockets.includes(stream) ? 'ws' : 'http';
    total[whose] += bytes.length;
  }
  return total;
}

/** The next byte counts, once they are as the client's frames say. */
export async function counted(instruments: Client, client: Http2Client, webSockets: number[] = []) {
  for (;;) {
    const bytes = (await instruments.nextOf('bytes')) as unknown as Bytes;
    const { http, ws, shared } = bytes;
    const seen = framesSeen(client, webSockets);
    if (http.read + http.written !== seen.http || shared?.frames !== seen.shared) continue;
    if (ws.read + ws.written !== seen.ws) continue;
    const { tcp, recorder } = client;
    const text = [...recorder.sent, ...recorder.received].reduce((n, { length }) => n + length, 0);
    assert.equal(seen.http + seen.ws + seen.shared, text, 'all that TLS has carried');
    assert.equal(shared.tls, tcp.bytesRead + tcp.bytesWritten - text, 'all that TLS has added');
    assert.deepEqual([sum(http), sum(ws)], [seen.http, seen.ws], 'each byte was for something');
    return bytes;
  }
}
