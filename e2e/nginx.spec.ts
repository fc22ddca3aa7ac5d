/** The page behind nginx, with the configuration that docs/operations.md tells people to paste. */

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { block, Nginx, nginxIsInstalled } from './nginx.ts';
import { test as base, expect, left, money, open, score } from './world.ts';

const test = base.extend<{ nginx: Nginx }>({
  nginx: async ({ world }, use) => {
    await world.stop();
    await world.start({ trustProxy: '127.0.0.1' });
    const nginx = new Nginx();
    await nginx.start(world.port);
    await use(nginx);
    await nginx.stop();
  },
});

test.skip(!nginxIsInstalled, 'nginx is not installed');
test.use({ ignoreHTTPSErrors: true });

test('the configuration is accepted without a warning', async ({ nginx }) => {
  expect(nginx.said).toContain('[notice]');
  expect(nginx.said).not.toMatch(/\[(?!notice)\w+\]/);
});

test('over TLS the page asks and is told, and its line is a wss one', async ({
  page,
  world,
  nginx,
}) => {
  const lines: string[] = [];
  page.on('websocket', (socket) => lines.push(new URL(socket.url()).protocol));
  await open(page, nginx.url);
  await world.steps(page, 3);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  expect(lines).toEqual(['wss:', 'wss:']);
});

test('Server-Sent Events are told one by one, unbuffered', async ({ page, world, nginx }) => {
  await open(page, `${nginx.url}?left=sse`);
  for (let i = 0; i < 3; i++) {
    await world.steps(page, 1);
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  }
  await expect(score(page, 'Asked').left).toHaveText(/: 1$/);
});

test('a long poll is held, and answered when the price changes', async ({ page, world, nginx }) => {
  await open(page, `${nginx.url}?left=long-poll`);
  for (let i = 0; i < 3; i++) {
    await world.steps(page, 1);
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  }
  // The first price, three changes, and the question that is held now.
  await expect(score(page, 'Asked').left).toHaveText(/: 5$/);
  await expect(score(page, 'Received').left).toHaveText(/: 4$/);
});

test('nginx waits longer than the server may let it wait', async ({ request, world }) => {
  const [, patience] = /proxy_read_timeout (\d+)s;/.exec(block) ?? [];
  const refused = await request.get(`${world.url}price?wait=${patience}`);
  expect((await refused.json()).message).toContain('wait must be <=');
});

test('a note goes both ways, over https and up the wss line', async ({ page, nginx }) => {
  await open(page, nginx.url);
  await page.locator('summary').getByText('Both ways', { exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Your message (optional)' });
  await field.fill('hello');
  await field.press('Enter');
  const sides = page.locator('duplex-exhibit tbody td');
  await expect(sides).toContainText([/returned in/, /returned in/]);
});

test('http is sent on to https, to the same address', async ({ request, nginx }) => {
  const answer = await request.get(`${nginx.insecureUrl}price?symbol=BOLO`, { maxRedirects: 0 });
  expect(answer.status()).toBe(308);
  expect(answer.headers()['location']).toBe('https://127.0.0.1/price?symbol=BOLO');
});

test('the server hears who asks and how, whatever the visitor claims, over one kept line', async ({
  request,
  world,
  nginx,
}) => {
  const { server } = world.app;
  let connections = 0;
  server.on('connection', () => connections++);
  const heard = once(server, 'request') as Promise<[IncomingMessage]>;
  await request.get(`${nginx.url}price`, {
    headers: { 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Host': 'example.com' },
  });
  const [{ headers }] = await heard;
  const { host } = new URL(nginx.url);
  expect(headers).toMatchObject({
    host,
    'x-forwarded-host': host,
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '127.0.0.1',
  });
  await request.get(`${nginx.url}price`);
  // What the server believes of it.
  const refused = await request.get(`${nginx.url}stream`);
  expect((await refused.json()).message).toContain(`wss://${host}/stream`);
  expect(connections).toBe(1);
});
