/** The process of a class's server, killed without a word and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { People, vote } from './classroom.ts';
import { expect, test } from './world.ts';

const main = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));

/** Starts the command and waits until it has said all that it has to say. */
async function start(home: string, port: number) {
  const child: ChildProcess = spawn(
    process.execPath,
    [main, '--class', '--host', '127.0.0.1', '--port', String(port)],
    { env: { ...process.env, HOME: home, USERPROFILE: home } },
  );
  let said = '';
  for await (const text of child.stdout as NodeJS.ReadableStream) {
    said += text;
    if (said.includes('Ctrl+C')) break;
  }
  const [, address = '', code = '', key = ''] =
    /(http:\S+)class\/(\d{6})#key=(\w+)/.exec(said) ?? [];
  return { child, url: address, membership: { code, key } };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('killed in mid-run and started again, the class comes back by itself and says what is lost', async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  let server = await start(home, 0);
  try {
    const people = new People(server.url, browser, server.membership);
    const screen = await people.screen();
    const phones = [await people.phone(), await people.phone()];
    await vote(screen, '4. What does a price cost?');
    for (const phone of phones) await phone.getByRole('radio').first().check();
    await expect(screen.getByText('2 of 2 have voted')).toBeVisible();
    await screen.keyboard.press('PageDown');
    await expect(screen.getByText('The vote is closed')).toBeVisible();
    await screen.keyboard.press('PageDown');
    for (const phone of phones) {
      await expect(phone.locator('phone-run-view .price')).toHaveText(/^\$\d/);
    }

    await kill(server.child);
    for (const page of [screen, ...phones]) {
      await expect(page.getByText('Connection lost. Coming back…')).toBeVisible();
    }
    const before = server;
    server = await start(home, Number(new URL(before.url).port));
    expect(server.membership).toEqual(before.membership);
    for (const phone of phones) {
      await expect(phone.getByRole('status')).toContainText(
        'The server no longer knows this phone.',
      );
      await expect(phone.getByRole('heading', { level: 1 })).toHaveText(/You are in/);
    }
    await expect(screen.getByRole('status')).toContainText(
      'The server has lost steps of this class',
    );
    await expect(screen.getByText('2 phones are here')).toBeVisible();

    await vote(screen, '1. Who is right?');
    for (const phone of phones) await phone.getByRole('radio').first().check();
    await expect(screen.getByText('2 of 2 have voted')).toBeVisible();
  } finally {
    for (const context of browser.contexts()) await context.close();
    await kill(server.child);
    await rm(home, { recursive: true });
  }
});
