import type { Session } from '../session/session.ts';
import { readLink } from '../settings/link.ts';

const load = () => import('../exhibits/replay/open-run.ts');

/** Replays a recorded run that is dropped on the page, or that its link names. */
export function followRecordedRuns(session: Session): void {
  const open = async (how: (replay: Awaited<ReturnType<typeof load>>) => Promise<void>) => {
    const replay = await load().catch(() => undefined);
    if (replay) await how(replay);
    else
      session.say('The recorded run could not be opened: a part of the page could not be loaded.');
  };
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void open(({ openFile }) => openFile(file));
  });
  const link = readLink().get('run');
  if (link !== null) void open(({ openLink }) => openLink(link));
}
