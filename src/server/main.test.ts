/** The command: what it prints, how it refuses and how it ends. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { handshake } from './testing/raw.ts';
import { needsRedis, RedisServer } from './testing/redis.ts';
import { call } from './testing/serve.ts';
import { selfSigned } from './tls/certificate.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const built = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** Runs a program to its end. */
function runNode(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, argv, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** Runs the command to its end. */
const run = (...argv: string[]) => runNode('--import', 'tsx', main, ...argv);

/** Starts a server and waits for what it prints. */
async function start(t: TestContext, argv: string[], env: Record<string, string> = {}) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', main, '--port', '0', ...argv],
    {
      env: { ...process.env, ...env },
    },
  );
  t.after(async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, 'exit');
  });
  const [said] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  const [url] = /https?:\/\/\S+/.exec(String(said)) ?? [''];
  return { child, url, said: String(said) };
}

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'home-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test('says how it is used and which version it is', async () => {
  const help = await run('--help');
  assert.equal(help.code, 0);
  assert.match(help.out, /--rate/);
  const version = await run('--version');
  assert.equal(version.code, 0);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
});

test('is built as it is written', async () => {
  assert.deepEqual(await runNode(built, '--help'), await run('--help'));
});

test('a wrong flag or file is one line and exit code 2', async () => {
  for (const argv of [
    ['--colour'],
    ['--port', 'x'],
    ['--rate', '1000'],
    ['--cert', 'nowhere.pem', '--key', 'nowhere.pem'],
    ['--cert', main, '--key', main],
  ]) {
    const { code, out, err } = await run(...argv);
    const lines = err.trim().split('\n').length;
    assert.deepEqual({ code, out, lines }, { code: 2, out: '', lines: 1 }, err);
  }
});

test('a port in use, or an address of another computer, is one line and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const inUse = await run('--port', String(port));
  other.close();
  assert.equal(inUse.code, 1);
  assert.match(inUse.err, new RegExp(`^Port ${port} is in use\\..*\\n$`));

  const elsewhere = await run('--port', '0', '--host', '192.0.2.1');
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.err, /^192\.0\.2\.1 is not an address of this computer\..*\n$/);
});

test('prints where the page is, and the page and its pieces are served as they should be', async (t) => {
  const { url } = await start(t, ['--seed', '3']);
  const page = await fetch(url, { headers: { 'accept-encoding': 'br' } });
  assert.equal(page.headers.get('content-encoding'), 'br');
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  const [, script = ''] = /src="(\/assets\/main-\w+\.js)"/.exec(await page.text()) ?? [];
  const js = await fetch(new URL(script, url), { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(js.headers.get('content-encoding'), 'gzip');
  assert.match(js.headers.get('cache-control') ?? '', /immutable/);
});

test('every page has its protection, and no answer says what serves it', async (t) => {
  const { url } = await start(t, []);
  for (const path of ['/', '/nowhere']) {
    const { headers } = await fetch(new URL(path, url), { headers: { accept: 'text/html' } });
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
  }
  for (const path of ['/', '/nowhere', '/price', '/price?x', '/stream', '/health']) {
    const response = await fetch(new URL(path, url));
    for (const name of ['server', 'x-powered-by']) assert.equal(response.headers.get(name), null);
    assert.doesNotMatch(await response.text(), /node_modules|\.[jt]s:\d/);
  }
});

/** Makes localhost two addresses, as it is on most computers. */
const TWO_ADDRESSES = `data:text/javascript,${encodeURIComponent(`
  import dns from 'node:dns';
  const { lookup } = dns;
  const both = [{ address: '127.0.0.1', family: 4 }, { address: '::1', family: 6 }];
  dns.lookup = (name, ...rest) =>
    name === 'localhost' && rest[0].all ? rest[1](null, both) : lookup(name, ...rest);
`)}`;

test('with --host localhost it listens on one address, and says on which', async (t) => {
  const { said, url } = await start(t, ['--host', 'localhost'], {
    NODE_OPTIONS: `--import=${TWO_ADDRESSES}`,
  });
  const [, address, name] =
    /listens on (\S+), which is what (localhost) means here/.exec(said) ?? [];
  assert.deepEqual([address, name], ['127.0.0.1', 'localhost']);
  assert.doesNotMatch(said, /key=/);
  const { port } = new URL(url);
  assert.equal((await fetch(`http://127.0.0.1:${port}/price`)).status, 200);
  await assert.rejects(fetch(`http://[::1]:${port}/price`));
});

test('with --host ::, however spelt, it listens for all, and only the host may move the market', async (t) => {
  const { said, url } = await start(t, ['--host', '0:0:0:0:0:0:0:0']);
  assert.match(said, /Open http:\/\/localhost:/);
  assert.match(said, /\/#key=[0-9a-f]{24} /);
  assert.equal((await fetch(`${url}/price`)).status, 200);
});

test('with --host 0.0.0.0 it names addresses for others, and a host key', async (t) => {
  const { said, url } = await start(t, ['--host', '0.0.0.0']);
  assert.match(said, /^Ask or be told\? Open http:\/\/localhost:\d+/);
  assert.match(said, /open http:\/\/localhost:\d+\/#key=[0-9a-f]{24} or http/);
  assert.equal((await fetch(url)).status, 200);
});

test('with --class it prints where phones join, the code and the links; started again it is the same class', async (t) => {
  const home = await emptyFolder(t);
  const argv = ['--class', '--host', '127.0.0.1'];
  const { child, said } = await start(t, argv, { HOME: home, USERPROFILE: home });
  const [, address, code] =
    /open\n {2}(\S+)\/join\nand type the code\n {2}(\d{3} \d{3})\n/.exec(said) ?? [];
  const [, link, key] = /The screen in front: +(\S+)#key=([0-9a-f]{24})\n/.exec(said) ?? [];
  assert.equal(link, `${address}/class/${code?.replace(' ', '')}`);
  assert.ok(said.includes(`${link}?notes#key=${key}\n`));
  for (const path of ['/join', '/j/314159', '/class/314159?notes']) {
    const page = await fetch(`${address}${path}`);
    assert.deepEqual([page.status, page.headers.get('referrer-policy')], [200, 'no-referrer']);
  }
  const screen = new WebSocket(`${address?.replace('http', 'ws')}/class`);
  await once(screen, 'open');
  screen.send(JSON.stringify({ type: 'join', role: 'screen', code: code?.replace(' ', ''), key }));
  const [snapshot] = await once(screen, 'message');
  assert.equal(JSON.parse(String(snapshot)).address, address);
  child.kill();
  await once(child, 'exit');
  const again = await start(t, argv, { HOME: home, USERPROFILE: home });
  assert.ok(again.said.includes(`\n  ${code}\n`));
  assert.ok(again.said.includes(`#key=${key}\n`));
});

test(
  'servers with one Redis and one host key open one class, at whichever it is asked for',
  needsRedis,
  async (t) => {
    const redis = await RedisServer.start(t);
    const argv = ['--class', '--host', '127.0.0.1', '--redis', redis.url];
    const env = { HOST_KEY: 'abcdefgh-12345678' };
    const [one, other] = [await start(t, argv, env), await start(t, argv, env)];
    const linkIn = (said: string) => [
      ...(/\/class\/(\d{6})#key=([0-9a-f]{24})\n/.exec(said) ?? []),
    ];
    const [, code, key] = linkIn(one.said);
    assert.deepEqual(linkIn(other.said), linkIn(one.said));
    for (const { url } of [one, other]) {
      const { host } = new URL(url);
      const screen = new WebSocket(`ws://${host}/class?class=${code}`);
      await once(screen, 'open');
      screen.send(JSON.stringify({ type: 'join', role: 'screen', code, key }));
      const [snapshot] = await once(screen, 'message');
      assert.equal(JSON.parse(String(snapshot)).phase, 'lobby');
    }
  },
);

test('behind a proxy it goes by any name, and only the host may move the market', async (t) => {
  const { said, url } = await start(t, ['--trust-proxy', '127.0.0.1']);
  assert.match(said, /\/#key=[0-9a-f]{24} /);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/stream`, {
    headers: { host: 'course.example' },
  });
  await once(socket, 'message');
  socket.terminate();
});

test('with --tls it makes a certificate, keeps it, and says what to expect', async (t) => {
  const home = await emptyFolder(t);
  const env = { HOME: home, USERPROFILE: home, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const { said, url } = await start(t, ['--tls'], env);
  assert.match(said, /^Ask or be told\? Open https:\/\/127\.0\.0\.1:\d+/);
  assert.match(said, /The browser will warn you once/);
  assert.ok(said.includes(join(home, '.ask-or-be-told')));
  const before = await fetch(url.replace('https', 'http'), { headers: { accept: 'text/html' } });
  assert.match(await before.text(), /Before your browser warns you/);

  const { cert } = await selfSigned(join(home, '.ask-or-be-told'), ['localhost']);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/stream`, { ca: cert });
  await once(socket, 'message');
  socket.terminate();
});

test('with --cert and --key it uses those, and sends http:// on', async (t) => {
  const folder = await emptyFolder(t);
  await selfSigned(folder, ['localhost', '127.0.0.1']);
  const files = ['--cert', join(folder, 'cert.pem'), '--key', join(folder, 'key.pem')];
  const { said, url } = await start(t, files);
  assert.doesNotMatch(said, /warn/);
  const sent = await fetch(url.replace('https', 'http'), {
    headers: { accept: 'text/html' },
    redirect: 'manual',
  });
  assert.equal(sent.headers.get('location'), `${url}/`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  const skip = process.platform === 'win32' && 'Windows has no signals to send';
  test(`${signal} finishes what can be finished, waits for nobody else, and ends with exit code 0`, {
    skip,
  }, async (t) => {
    const { child, url } = await start(t, ['--rtt', '4000', '--rate', '1/60']);
    const { seq } = (await (await fetch(`${url}/price`)).json()) as { seq: number };
    const held = fetch(`${url}/price?after=${seq}&wait=60`);
    const stream = await fetch(`${url}/events`);
    // Never closes its side, nor ends it.
    const stuck = call(t, { port: Number(new URL(url).port) });
    stuck.socket.write(handshake('/stream'));
    await stuck.until(/"seq"/);
    // Its handshake is still on its way.
    const slow = new WebSocket(`${url.replace('http', 'ws')}/stream?tab=a`);
    slow.on('error', () => {});
    const socket = new WebSocket(`${url.replace('http', 'ws')}/stream`);
    await once(socket, 'message');
    const closed = once(socket, 'close');
    const ended = once(child, 'exit');
    child.kill(signal);
    assert.equal((await closed)[0], 1001);
    assert.equal((await held).status, 204);
    // It rejects where the end of the body is missing.
    assert.match(await stream.text(), /"seq"/);
    assert.deepEqual(await ended, [0, null]);
  });
}
