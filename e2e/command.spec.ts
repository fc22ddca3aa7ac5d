/** The command itself: what it prints, how it refuses and how it ends. No browser. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'playwright/test';
import { WebSocket } from 'ws';

const main = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));

/** Runs the command to its end. */
function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...argv], (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

/** Starts a server and waits for the address that it prints. */
async function start(...argv: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [main, '--port', '0', ...argv]);
  const [out] = await once(child.stdout, 'data');
  const [url] = /http:\S+/.exec(String(out)) ?? [''];
  return { child, url };
}

test('says how it is used and which version it is', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--rate') });
  expect(await run('--version')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test('a wrong flag is one line and exit code 2', async () => {
  for (const argv of [['--colour'], ['--port', 'x'], ['--rate', '1000']]) {
    const { code, out, err } = await run(...argv);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({
      code: 2,
      out: '',
      lines: 1,
    });
  }
});

test('a port in use is one line and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const { code, err } = await run('--port', String(port));
  other.close();
  expect(code).toBe(1);
  expect(err).toMatch(new RegExp(`^Port ${port} is in use\\..*\\n$`));
});

test('prints where the page is, and the page and its pieces are served as they should be', async () => {
  const { child, url } = await start('--seed', '3');
  const page = await fetch(url, { headers: { 'accept-encoding': 'br' } });
  expect(page.headers.get('content-encoding')).toBe('br');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const [, script = ''] = /src="(\/assets\/main-\w+\.js)"/.exec(await page.text()) ?? [];
  const js = await fetch(new URL(script, url), { headers: { 'accept-encoding': 'gzip' } });
  expect(js.headers.get('content-encoding')).toBe('gzip');
  expect(js.headers.get('cache-control')).toContain('immutable');
  child.kill('SIGKILL');
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} closes the open line with 1001 and ends with exit code 0`, async () => {
    test.skip(process.platform === 'win32', 'Windows has no signals to send');
    const { child, url } = await start('--rtt', '4000');
    const socket = new WebSocket(`${url.replace('http', 'ws')}/stream`);
    await once(socket, 'message');
    const closed = once(socket, 'close');
    const ended = once(child, 'exit');
    child.kill(signal);
    expect((await closed)[0]).toBe(1001);
    expect(await ended).toEqual([0, null]);
  });
}
