import { readRecording } from '../../recording/read-recording.ts';
import { LARGEST_FILE } from '../../recording/recording.ts';
import { Replay } from '../../recording/replay.ts';
import { bytes } from '../../ui/format.ts';
import { ReplaySide } from './replay-side.ts';
import { ReplayView } from './replay-view.ts';

const TOO_LARGE = `This file is too large for a recorded run, which takes at most ${bytes(LARGEST_FILE)}.`;
const UNREADABLE = 'This file can’t be read.';

/** Replays a file over the page, or says there why it can't. */
export async function openFile(file: Blob): Promise<void> {
  // What is too large is not read at all.
  if (file.size > LARGEST_FILE) return show(TOO_LARGE);
  const content = await file.text().catch(() => undefined);
  if (content === undefined) return show(UNREADABLE);
  const read = readRecording(content);
  show('problem' in read ? read.problem : new Replay(read));
}

/** Replays a file of this page's server, or says why it can't. */
export async function openLink(link: string): Promise<void> {
  const address = URL.canParse(link, location.href) && new URL(link, location.href);
  if (!address || address.origin !== location.origin) {
    return show(
      'A link can only name a recorded run on this page’s own server. Save that run as a file, and open it from “Run report”.',
    );
  }
  const response = await fetch(address).catch(() => undefined);
  if (!response) return show('The server with the recorded run can’t be reached.');
  if (!response.ok || !response.body) return show('There is no recorded run at this link.');
  const content = await upTo(LARGEST_FILE, response.body).catch(() => undefined);
  if (!content) return show(UNREADABLE);
  await openFile(content);
}

/** Reads no more of a stream than so many bytes, and those that come with them. */
async function upTo(most: number, stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = stream.getReader();
  for (let length = 0; length <= most; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks);
    chunks.push(value);
    length += value.length;
  }
  void reader.cancel();
  return new Blob(chunks);
}

function show(content: Replay | string): void {
  if (!customElements.get('replay-view')) {
    customElements.define('replay-side', ReplaySide);
    customElements.define('replay-view', ReplayView);
  }
  document.querySelector('replay-view')?.remove();
  const view = document.createElement('replay-view');
  view.content = content;
  document.body.append(view);
}
