import type { Session } from '../session/session.ts';

/** What is open below the first sight. */
const openExhibits = () =>
  document.querySelectorAll<HTMLDetailsElement>('.groups .entries > details[open]');

const isProjector = ({ settings }: Session) => settings.view === 'projector';

/** Keeps the projector view in step with full screen, and lets it show one exhibit at a time. */
export function followProjector(session: Session): void {
  document.addEventListener('fullscreenchange', () => {
    // Esc leaves full screen without asking the page.
    if (!document.fullscreenElement && isProjector(session)) session.commands.toggleProjector();
  });
  // The event doesn't bubble.
  const options = { capture: true };
  document.addEventListener('toggle', ({ target }) => closeOthers(session, target), options);
}

function closeOthers(session: Session, opened: EventTarget | null): void {
  const open = [...openExhibits()];
  if (!isProjector(session) || !open.some((details) => details === opened)) return;
  for (const details of open) details.open = details === opened;
}

/** Enters the projector view in full screen, where the browser has it, or leaves both. */
export async function toggleFullScreen(session: Session): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  const linked = isProjector(session);
  if (!linked) session.commands.toggleProjector();
  const full = await document.documentElement.requestFullscreen?.().then(
    () => true,
    () => false,
  );
  if (linked && !full) session.commands.toggleProjector();
}

/** Closes what is open in the projector view, or leaves the view. */
export function goBack(session: Session): void {
  if (!isProjector(session)) return;
  const open = openExhibits();
  for (const details of open) details.open = false;
  if (open.length > 0) return;
  if (document.fullscreenElement) void document.exitFullscreen();
  else session.commands.toggleProjector();
}

/** Opens an exhibit where everybody sees it, or closes it. */
export function toggleExhibit(id: string): void {
  const details = document.getElementById(id) as HTMLDetailsElement;
  details.open = !details.open;
  if (details.open) details.scrollIntoView();
}
