import { LitElement } from 'lit';

/**
 * Moves the focus to the heading of what is shown now, so that a screen reader reads on from there.
 * @param within where the heading is, or an element that draws it
 */
export async function focusHeading(within: HTMLElement): Promise<void> {
  for (const element of within.querySelectorAll('*')) {
    if (!(element instanceof LitElement)) continue;
    await element.updateComplete;
    const heading = element.renderRoot.querySelector<HTMLElement>('h1');
    if (heading) return heading.focus();
  }
  within.querySelector<HTMLElement>('h1')?.focus();
}
