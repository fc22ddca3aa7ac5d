/** The Dockerfile: what it makes is whole, and runs as it says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { build, type Image } from './image.ts';
import { open } from './world.ts';

const test = base.extend<{ image: Image }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern.
  image: async ({}, use) => {
    const place = realpathSync(mkdtempSync(join(tmpdir(), 'image-')));
    try {
      await use(build(place));
    } finally {
      rmSync(place, { recursive: true });
    }
  },
});

/** Starts the command that a line of the Dockerfile gives as a list, with this Node. */
function start({ folder, env, says }: Image, instruction: 'CMD' | 'HEALTHCHECK', port: string) {
  const line = says[instruction] ?? '';
  const [command, ...args] = JSON.parse(line.slice(line.indexOf('[')));
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`;
  return spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env, PATH, PORT: port },
  });
}

// Most of it goes into copying what npm has installed.
test.describe.configure({ timeout: 120_000 });

test.skip(process.platform === 'win32', 'what goes into the image is made for Linux');

test('the image has what the server needs and no more, serves the page, and ends when told', async ({
  page,
  image,
}) => {
  expect(readdirSync(image.folder).sort()).toEqual([
    '.npmrc',
    'dist',
    'node_modules',
    'package-lock.json',
    'package.json',
  ]);
  expect(readdirSync(join(image.folder, 'node_modules'))).not.toContain('esbuild');
  expect(image.says).toMatchObject({ USER: 'node', EXPOSE: '3000' });

  const server = start(image, 'CMD', '0');
  try {
    const [said] = await once(server.stdout, 'data');
    const [url = ''] = /http:\S+/.exec(String(said)) ?? [];
    expect(String(said)).toMatch(/\/#key=\w+/);
    await open(page, url);

    const { port } = new URL(url);
    expect(await once(start(image, 'HEALTHCHECK', port), 'exit')).toEqual([0, null]);
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
    expect(await once(start(image, 'HEALTHCHECK', port), 'exit')).toEqual([1, null]);
  } finally {
    server.kill('SIGKILL');
  }
});
