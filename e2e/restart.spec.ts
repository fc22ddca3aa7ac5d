/** The real command, killed and started again under an open page. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'playwright/test';

const main = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));

async function start(port: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [main, '--port', port, '--rate', '2']);
  const [out] = await once(child.stdout, 'data');
  const [url] = /http:\S+/.exec(String(out)) ?? [''];
  return { child, url };
}

test('killed and started again on the same port: right again within 10 s, without a reload', async ({
  page,
}) => {
  // Two starts of the command, and reconnects that wait longer each time.
  test.slow();
  const first = await start('0');
  await page.goto(first.url);
  await page.evaluate(() => Object.assign(window, { untouched: true }));
  const state = page.locator('websocket-ticker .state');
  await expect(state).toContainText('Up to date');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await expect(page.locator('page-notice')).toContainText('The server does not answer');

  const second = await start(new URL(first.url).port);
  try {
    await expect(page.locator('page-notice')).not.toContainText('does not answer', {
      timeout: 10_000,
    });
    await expect(state).toContainText('Up to date', { timeout: 10_000 });
    await expect(page.locator('http-ticker .price')).toContainText('$');
    const sides = await page.evaluate(() => {
      const { session } = document.querySelector('http-ticker') as unknown as {
        session: Record<'left' | 'right', { run: { shown: { seq: number } } }> & {
          instruments: { hello: { first: number } };
        };
      };
      const { left, right, instruments } = session;
      return [left, right].map(({ run }) => run.shown.seq >= instruments.hello.first);
    });
    expect(sides).toEqual([true, true]);
    expect(await page.evaluate(() => 'untouched' in window)).toBe(true);
  } finally {
    second.child.kill('SIGKILL');
  }
});
