import type { Session } from '../../session/session.ts';
import type { Step } from './steps.ts';

/** Here the strip stands at the end of the page instead of above it. */
const low = matchMedia('(max-height: 25em) and (max-width: 41em)');

/** Opens what a step is about, and nothing else. */
export function setStage({ commands, settings }: Session, step: Step | undefined): void {
  const { open, left } = step ?? {};
  // The messages are open or closed as a setting says.
  commands.setDiagram(open === 'messages');
  for (const details of document.querySelectorAll<HTMLDetailsElement>('.groups details')) {
    details.open = details.id === open;
  }
  if (left && left !== settings.left) void commands.setLeft(left);
}

/** Scrolls to what a step is about; on a screen too low for both, to the strip, which is no longer on top. */
export function scrollToStage(step: Step | undefined, strip: HTMLElement): void {
  const place = step?.open === undefined ? document.body : document.getElementById(step.open);
  (low.matches ? strip : place)?.scrollIntoView();
}
