/** Where the visitor has chosen the few colours there are, whatever shows a state must still show it. */
import type { Locator, Page } from 'playwright/test';
import { dropEvents, expect, open, test } from './world.ts';

const SYSTEM = [
  'Canvas',
  'CanvasText',
  'LinkText',
  'VisitedText',
  'ButtonFace',
  'ButtonText',
  'ButtonBorder',
  'Field',
  'FieldText',
  'Highlight',
  'HighlightText',
  'SelectedItem',
  'SelectedItemText',
  'GrayText',
  'AccentColor',
];

/** Colours of what is on the page that are none of the visitor's, each with who has it. */
async function foreign(page: Page): Promise<string[]> {
  return page.evaluate((names) => {
    const probe = document.createElement('i');
    document.body.append(probe);
    const palette = new Set(
      names.map((name) => {
        probe.style.color = name;
        return getComputedStyle(probe).color;
      }),
    );
    probe.remove();
    const found = new Set<string>();
    const visit = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        const { width, height } = element.getBoundingClientRect();
        // A slider's own colours are not what it is painted with.
        if (width * height === 0 || element.matches('[type=range]')) continue;
        const style = getComputedStyle(element);
        for (const what of ['color', 'backgroundColor', 'borderTopColor'] as const) {
          if (/, 0\)$/.test(style[what]) || palette.has(style[what])) continue;
          // A pale stretch of a bar is a tint of the text's colour.
          if (!element.matches('.pale')) found.add(`${element.localName} ${what} ${style[what]}`);
        }
      }
    };
    visit(document.body);
    return [...found];
  }, SYSTEM);
}

const ground = (element: Locator) =>
  element.evaluate((element) => getComputedStyle(element).backgroundColor);
const pattern = (element: Locator) =>
  element.evaluate((element) => getComputedStyle(element).backgroundImage);

/** What is on canvases from now on: areas in one colour, hatched ones by that of their lines, and lines. */
async function watchDrawing(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const drawn = new Set<string>();
    Object.assign(window, { drawn });
    const hatches = new WeakMap<CanvasPattern, unknown>();
    const { createPattern, fill, stroke } = CanvasRenderingContext2D.prototype;
    Object.assign(CanvasRenderingContext2D.prototype, {
      createPattern(tile: HTMLCanvasElement, repeat: string) {
        const pattern = createPattern.call(this, tile, repeat) as CanvasPattern;
        hatches.set(pattern, tile.getContext('2d')?.strokeStyle);
        return pattern;
      },
      fill(this: CanvasRenderingContext2D, ...args: unknown[]) {
        const { fillStyle } = this;
        const hatch = fillStyle instanceof CanvasPattern && hatches.get(fillStyle);
        drawn.add(hatch ? `hatch ${hatch}` : `area ${fillStyle}`);
        Reflect.apply(fill, this, args);
      },
      stroke(this: CanvasRenderingContext2D, ...args: unknown[]) {
        drawn.add(`lines ${this.strokeStyle} ${this.globalAlpha}`);
        Reflect.apply(stroke, this, args);
      },
    });
  });
  return () => page.evaluate(() => [...(window as unknown as { drawn: Set<string> }).drawn]);
}

/** Colours as a canvas names them. */
const inHex = (page: Page, names: string[]) =>
  page.evaluate((names) => {
    const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    const probe = document.createElement('i');
    document.body.append(probe);
    return names.map((name) => {
      probe.style.color = name;
      canvas.fillStyle = getComputedStyle(probe).color;
      return canvas.fillStyle;
    });
  }, names);

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`forced colours, ${colorScheme}`, () => {
    test.beforeEach(async ({ page }) => {
      await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    });

    test('what is chosen, pressed, out of date and counted is told apart', async ({
      page,
      world,
    }) => {
      await open(page, world.url);
      const choice = page.locator('http-ticker choice-row label');
      expect(await ground(choice.first())).not.toBe(await ground(choice.last()));
      const pause = page.locator('page-toolbar').getByRole('button', { name: 'Pause' });
      const before = await ground(pause);
      await pause.click();
      await expect(pause).toHaveAttribute('aria-pressed', 'true');
      expect(await ground(pause)).not.toBe(before);
      await pause.click();

      world.feed.step();
      await expect(page.locator('http-ticker .state')).toContainText('Out of date for');
      expect(await pattern(page.locator('http-ticker .bar i'))).toContain('gradient');
      const marks = [page.locator('http-ticker .mark'), page.locator('websocket-ticker .mark')];
      for (const mark of marks) {
        const { color, backgroundColor } = await mark.evaluate((mark) => getComputedStyle(mark));
        expect(color).not.toBe(backgroundColor);
      }

      await page.locator('#bytes summary').click();
      const swatches = page.locator('byte-breakdown .swatch');
      await expect(swatches).toHaveCount(4);
      const looks = await swatches.evaluateAll((all) =>
        all.map((swatch) => {
          const { backgroundColor, backgroundImage } = getComputedStyle(swatch);
          return `${backgroundColor} ${backgroundImage}`;
        }),
      );
      expect(new Set(looks).size).toBe(4);
    });

    test('dots of prices that have been told are full, of others hollow', async ({
      page,
      world,
    }) => {
      const drawn = await watchDrawing(page);
      await open(page, `${world.url}?diagram=1`);
      await world.steps(page, 2);
      const [white, black] = ['#ffffff', '#000000'];
      await expect.poll(drawn).toEqual(expect.arrayContaining([`area ${white}`, `area ${black}`]));
    });

    test('what is out of date is hatched in the chart, and what is unknown in the diagram', async ({
      page,
      world,
    }) => {
      const drawn = await watchDrawing(page);
      const drop = await dropEvents(page);
      await open(page, `${world.url}?diagram=1&rtt=0`);
      const [ground, ink, gray] = await inHex(page, ['Canvas', 'CanvasText', 'GrayText']);
      expect(new Set([ground, ink, gray]).size).toBe(3);
      expect(await drawn()).not.toContain(`lines ${ink} 0.5`);
      drop(true);
      await world.steps(page, 1);
      await expect.poll(drawn).toContain(`lines ${ink} 0.5`);
      const hatches = (await drawn()).filter((what) => what.startsWith('hatch'));
      expect(hatches).toEqual([`hatch ${gray}`]);
    });

    test('no colour but the visitor’s is on the page', async ({ page, world }) => {
      await open(page, `${world.url}?step=5`);
      await world.steps(page, 1);
      for (const summary of await page.locator('summary').all()) {
        await summary.evaluate((summary) => {
          (summary.parentElement as HTMLDetailsElement).open = true;
        });
      }
      await expect(page.locator('price-journey')).toHaveJSProperty('hasUpdated', true);
      await page.locator('use-quiz choice-row').first().getByText('WebSocket').click();
      await page.locator('message-list button').last().click();
      expect(await foreign(page)).toEqual([]);
    });
  });
}
