import type { Session } from '../session/session.ts';

/** The diagram is never lower than so many letters. */
const LEAST = 12;

/** What can leave the diagram more or less room. */
const AROUND = 'body, main, page-notice, .sides, .groups, guided-lesson';

/** In the projector's view, gives the diagram just the height that all the rest leaves of the screen. */
export function fitDiagram(session: Session): void {
  const page = document.documentElement;
  const element = (selector: string) => document.querySelector(selector) as HTMLElement;
  const [main, groups, messages] = ['main', '.groups', '#messages'].map(element) as [
    HTMLElement,
    HTMLElement,
    HTMLDetailsElement,
  ];
  /** In CSS pixels; undefined while the stylesheet decides. */
  let height: number | undefined;

  const fit = () => {
    if (session.settings.view !== 'projector' || !messages.open) {
      page.style.removeProperty('--canvas-height');
      height = undefined;
      return;
    }
    const canvas = element('message-diagram').shadowRoot?.querySelector('canvas');
    if (!canvas) return;
    const free = main.getBoundingClientRect().bottom - groups.getBoundingClientRect().bottom;
    const over = page.scrollHeight - innerHeight;
    const least = LEAST * Number.parseFloat(getComputedStyle(page).fontSize);
    const fitting = Math.max(least, Math.floor(canvas.clientHeight + (over > 0 ? -over : free)));
    if (fitting === height) return;
    height = fitting;
    page.style.setProperty('--canvas-height', `${height}px`);
  };

  const resized = new ResizeObserver(fit);
  for (const around of document.querySelectorAll(AROUND)) resized.observe(around);
  session.addEventListener('change', fit);
}
