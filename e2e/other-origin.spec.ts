/** What a page of somebody else's can do with the server: nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, expect } from './world.ts';

const test = base.extend<{ elsewhere: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern.
  elsewhere: async ({}, use) => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>Elsewhere</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    server.closeAllConnections();
    server.close();
  },
});

for (const path of ['stream', 'instruments']) {
  test(`another site's page cannot open /${path}, this server's own can`, async ({
    page,
    world,
    elsewhere,
  }) => {
    const open = (url: string) =>
      page.evaluate(
        (url) =>
          new Promise((resolve) => {
            const socket = new WebSocket(url);
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('refused');
          }),
        url,
      );
    const url = `${world.url.replace('http', 'ws')}${path}`;
    await page.goto(elsewhere);
    expect(await open(url)).toBe('refused');
    await page.goto(`${world.url}nowhere`);
    expect(await open(url)).toBe('open');
  });
}

test("another site's page can neither read prices nor show the page in a frame", async ({
  page,
  world,
  elsewhere,
}) => {
  await page.goto(elsewhere);
  const read = (path: string) =>
    page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'read',
          () => 'refused',
        ),
      world.url + path,
    );
  expect(await read('price')).toBe('refused');
  expect(await read('health')).toBe('refused');

  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
  }, world.url);
  await refused;
});
