/** The page on paper. */
import { expect, open, test } from './world.ts';

test('the dark page is printed dark on white, cards, charts and all', async ({ page, world }) => {
  await page.addInitScript(() => {
    Object.assign(window, { ink: 'black' });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...args) {
      Object.assign(window, { ink: this.fillStyle });
      fillText.apply(this, args);
    };
  });
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, `${world.url}?theme=dark`);
  const places = page.locator('html, http-ticker, websocket-ticker, score-board dl');
  /** From 0, black, to 1, white: of what is written on, and of what is written, in the chart, too. */
  const lightness = () =>
    places.evaluateAll((places) => {
      const probe = document.createElement('i');
      document.body.append(probe);
      const share = (color: string) => {
        probe.style.color = color;
        const parts = getComputedStyle(probe).color.match(/\d+/g) ?? [];
        return parts.slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
      };
      const styles = places.map((place) => getComputedStyle(place));
      const { ink } = window as unknown as { ink: string };
      return {
        grounds: styles.map(({ backgroundColor }) => share(backgroundColor)),
        words: [...styles.map(({ color }) => color), ink].map(share),
      };
    });
  const darkest = async (what: 'grounds' | 'words') => Math.min(...(await lightness())[what]);
  const lightest = async (what: 'grounds' | 'words') => Math.max(...(await lightness())[what]);
  await expect.poll(() => darkest('words')).toBeGreaterThan(0.6);
  expect(await lightest('grounds')).toBeLessThan(0.2);
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => lightest('words')).toBeLessThan(0.4);
  expect(await darkest('grounds')).toBeGreaterThan(0.9);
});

test('the charts are drawn dark before the browser prints', async ({ page, world, headless }) => {
  test.skip(!headless, 'Only a browser without a window prints into a file.');
  await page.addInitScript(() => {
    const print = matchMedia('print');
    const inks = { screen: new Set(), paper: new Set() };
    Object.assign(window, { inks });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...args) {
      inks[print.matches ? 'paper' : 'screen'].add(this.fillStyle);
      fillText.apply(this, args);
    };
  });
  const inks = (where: 'screen' | 'paper') =>
    page.evaluate(
      (where) => [
        ...((window as unknown as { inks: Record<string, Set<string>> }).inks[where] ?? []),
      ],
      where,
    );
  await open(page, `${world.url}?theme=dark`);
  await expect.poll(() => inks('screen')).toHaveLength(1);
  const onScreen = await inks('screen');
  await page.pdf();
  const onPaper = await inks('paper');
  expect(onPaper).toHaveLength(1);
  expect(onPaper).not.toEqual(onScreen);
});
