/** The page behind nginx, with three servers that share one market in Redis. */
import { Cluster, clusterIsInstalled } from '../scripts/cluster/cluster.ts';
import { test as base, expect, left, open, right, score } from './world.ts';

const test = base.extend<{ cluster: Cluster }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern.
  cluster: async ({}, use) => {
    const cluster = await Cluster.start({ options: ['--rtt', '0', '--rate', '5', '--metrics'] });
    await use(cluster);
    await cluster.end();
  },
});

test.skip(!clusterIsInstalled(), 'redis-server or nginx is not installed');
// Five processes have to start.
test.describe.configure({ timeout: 90_000 });

test('the page asks, is told, counts and cuts as with one server', async ({ page, cluster }) => {
  await open(page, `${cluster.url}/?left=long-poll`);
  await expect(left(page)).not.toHaveText((await left(page).textContent()) ?? '');
  for (const name of ['Asked', 'Received', 'Bytes']) {
    await expect(score(page, name).right).toHaveText(/[1-9]/);
  }
  await page.locator('summary').getByText('Messages', { exact: true }).click();
  await expect(page.locator('message-diagram canvas').first()).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.locator('page-notice')).toContainText('cut');
  await page.keyboard.press('x');
  await expect(page.locator('page-notice')).not.toContainText('cut');
  const shown = (await right(page).textContent()) ?? '';
  await expect(right(page)).not.toHaveText(shown);
});

test('a page whose server is killed goes on at another, and says so', async ({ page, cluster }) => {
  await open(page, cluster.url);
  await expect(score(page, 'Bytes').right).toHaveText(/[1-9]/);
  await (await serverOf(cluster))?.end('SIGKILL');
  await expect(page.locator('page-notice')).toContainText('Another counter has taken over', {
    timeout: 20_000,
  });
  const shown = (await right(page).textContent()) ?? '';
  await expect(right(page)).not.toHaveText(shown);
});

test('the instructor moves the market through any server', async ({ page, context, cluster }) => {
  await open(page, `${cluster.url}/#key=${cluster.key}`);
  const other = await context.newPage();
  await open(other, cluster.url);
  await page.keyboard.press('n');
  for (const one of [page, other]) {
    await expect(one.locator('status-line')).toContainText('News! The price jumps by 8 %.');
  }
});

test('without Redis the page claims nothing, and goes on by itself', async ({ page, cluster }) => {
  await open(page, cluster.url);
  cluster.redis.suspend();
  const notice = page.locator('page-notice');
  await expect(notice).toContainText('Redis, the source of the prices, does not answer', {
    timeout: 20_000,
  });
  await expect(score(page, 'Right for').right).toHaveText(/—/);
  cluster.redis.resume();
  await expect(notice).toBeEmpty({ timeout: 20_000 });
  const shown = (await right(page).textContent()) ?? '';
  await expect(right(page)).not.toHaveText(shown);
});

/** The server that has the page's line. */
async function serverOf({ servers, ports }: Cluster) {
  const metrics = await Promise.all(
    ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()),
  );
  return servers[metrics.findIndex((text) => /^lines 1$/m.test(text))];
}
