import { CountingProxy } from './proxy.ts';
import { expect, open, score, test } from './world.ts';

test('the bytes shown are those an independent proxy counted, on both sides', async ({
  page,
  world,
}) => {
  const proxy = new CountingProxy(world.port);
  const port = await proxy.start();
  try {
    await open(page, `http://127.0.0.1:${port}/`);
    for (let asked = 2; asked <= 4; asked++) {
      await world.steps(page, 5);
      await page.getByRole('button', { name: 'Get price' }).click();
      await expect(score(page, 'Asked').left).toHaveText(new RegExp(`: ${asked}$`));
    }
    const shown = { left: score(page, 'Bytes').left, right: score(page, 'Bytes').right };
    for (const [side, path] of [
      ['left', '/price'],
      ['right', '/stream'],
    ] as const) {
      await expect
        .poll(() => shown[side].locator('data').getAttribute('value'))
        .toBe(String(proxy.bytes(path)));
      expect(proxy.bytes(path)).toBeGreaterThan(1_000);
    }
  } finally {
    proxy.stop();
  }
});
