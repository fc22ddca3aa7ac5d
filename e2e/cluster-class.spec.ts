/** A class behind nginx whose servers are killed, in real browsers. */
import { Cluster, clusterIsInstalled } from '../scripts/cluster/cluster.ts';
import { heading, People, vote } from './classroom.ts';
import { expect, test } from './world.ts';

test.skip(!clusterIsInstalled(), 'redis-server or nginx is not installed');
// Five processes have to start, and three browsers.
test.describe.configure({ timeout: 180_000 });

/** Kills the server that has the class. */
async function killOwner({ ports, servers }: Cluster): Promise<void> {
  const metrics = await Promise.all(
    ports.map(async (port) => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
      return answer?.text();
    }),
  );
  await servers[metrics.findIndex((text) => text && /^classes 1$/m.test(text))]?.end('SIGKILL');
}

test('a class goes on at another server, in mid-vote and in mid-run, and says what is lost', async ({
  browser,
}) => {
  const cluster = await Cluster.start({ options: ['--classes', '--metrics'] });
  try {
    const people = new People(`${cluster.url}/`, browser, await cluster.beginClass());
    const screen = await people.screen();
    const phones = [await people.phone(), await people.phone()] as const;
    await expect(screen.getByText('2 phones are here')).toBeVisible();

    await vote(screen, '4. What does a price cost?');
    await phones[0].getByRole('radio').nth(2).check();
    await expect(screen.getByText('1 of 2 have voted')).toBeVisible();
    await killOwner(cluster);
    await phones[1].getByRole('radio').nth(1).check();
    await expect(screen.getByText('2 of 2 have voted')).toBeVisible({ timeout: 30_000 });
    for (const phone of phones) {
      await expect(phone.getByText('Your answer is in.')).toBeVisible({ timeout: 30_000 });
    }

    await screen.keyboard.press('PageDown');
    await expect(screen.getByText('The vote is closed')).toBeVisible();
    await screen.keyboard.press('PageDown');
    for (const phone of phones) {
      await expect(phone.locator('phone-run-view .price')).toHaveText(/^\$\d/);
    }
    await killOwner(cluster);
    for (const page of [screen, ...phones]) {
      const sentence = 'The server broke off the run. Nothing of it counts';
      await expect(page.getByText(sentence)).toBeVisible({ timeout: 30_000 });
    }
    await expect(screen.getByText('2 answers are in.')).toBeVisible();

    await screen.keyboard.press('PageDown');
    for (const phone of phones) {
      await expect(phone.locator('phone-run-view .price')).toHaveText(/^\$\d/);
    }
    await screen.keyboard.press('PageDown');
    await expect(heading(phones[0])).toHaveText('✓ You were right');
    await expect(heading(phones[1])).toHaveText('✗ Not this time');
    await expect(screen.getByText('The server broke off')).toBeHidden();
  } finally {
    for (const context of browser.contexts()) await context.close();
    await cluster.end();
  }
});
