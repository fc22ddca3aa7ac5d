import type { NoteBody } from '../../protocol/note.ts';
import type { Run, WayContext } from './way.ts';

/** A note without an answer for so long is given up, in ms. */
const ANSWER_TIMEOUT = 10_000;

/**
 * Notes over HTTP: each is a request of its own. An open question or event
 * stream is of no use to it; the browser takes another connection.
 */
export const postNotes: Run = async (context, signal) => {
  context.events.addEventListener(
    'note',
    (event) => {
      event.preventDefault();
      void post(context, (event as CustomEvent<NoteBody>).detail, signal);
    },
    { signal },
  );
};

async function post(context: WayContext, note: NoteBody, signal: AbortSignal): Promise<void> {
  context.message('questions');
  try {
    const response = await fetch(context.url('/note', { symbol: undefined }), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(note),
      credentials: 'include',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
    });
    await response.arrayBuffer();
    context.message(response.ok ? 'answers' : 'failures');
    context.noted(note.id, response.ok ? 'back' : 'refused');
  } catch {
    context.message('failures');
    context.noted(note.id, 'lost');
  }
}
