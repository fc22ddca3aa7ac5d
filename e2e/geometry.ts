/** Where things stand on the page, and what stands in their way. */
import type { Locator, Page } from 'playwright/test';

/** How far the page can be scrolled sideways, in CSS pixels. */
export const sideways = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });

/** Words that are written over each other, in pairs. What floats over the page is left out. */
export const overlaps = (page: Page) =>
  page.evaluate(() => {
    interface Box {
      left: number;
      right: number;
      top: number;
      bottom: number;
    }
    const common = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      right: Math.min(a.right, b.right),
      top: Math.max(a.top, b.top),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const written: { words: string; box: Box }[] = [];
    /** @param seen what of the page the node can be seen in, because it may scroll in a box of its own */
    const visit = (node: Node, seen: Box) => {
      if (node instanceof Text && node.data.trim()) {
        const parent = node.parentElement;
        if (
          !parent?.checkVisibility({ visibilityProperty: true }) ||
          parent.closest('.hidden, .skip')
        )
          return;
        const range = document.createRange();
        range.selectNodeContents(node);
        const words = node.data.trim().slice(0, 40);
        for (const box of range.getClientRects()) written.push({ words, box: common(box, seen) });
      }
      if (node instanceof HTMLElement) {
        if (node.matches('price-bar, guided-lesson, select')) return;
        if (getComputedStyle(node).overflow !== 'visible') {
          seen = common(seen, node.getBoundingClientRect());
        }
      }
      if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot, seen);
      for (const child of node.childNodes) visit(child, seen);
    };
    const everywhere = Number.POSITIVE_INFINITY;
    visit(document.body, {
      left: -everywhere,
      right: everywhere,
      top: -everywhere,
      bottom: everywhere,
    });
    /** Lines of text may touch: their boxes are higher than their letters. */
    const LEEWAY = 0.35;
    const height = ({ top, bottom }: Box) => bottom - top;
    const over = (a: Box, b: Box) => {
      const { left, right, top, bottom } = common(a, b);
      return right - left > 1 && bottom - top > LEEWAY * Math.min(height(a), height(b));
    };
    return written.flatMap((one, i) =>
      written
        .slice(i + 1)
        .filter((other) => over(one.box, other.box))
        .map((other) => `“${one.words}” and “${other.words}”`),
    );
  });

/** Whether nothing stands over the middle of this, once it has the focus. */
export const uncovered = (control: Locator) =>
  control.evaluate((element: HTMLElement) => {
    element.focus();
    const { x, y, width, height } = element.getBoundingClientRect();
    const [middle, centre] = [x + width / 2, y + height / 2];
    let on = document.elementFromPoint(middle, centre);
    while (on?.shadowRoot) {
      const inner = on.shadowRoot.elementFromPoint(middle, centre);
      if (!inner || inner === on) break;
      on = inner;
    }
    return on !== null && (element.contains(on) || on.contains(element));
  });
