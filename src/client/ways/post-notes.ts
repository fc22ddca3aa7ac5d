import type { NoteBody } from '../../protocol/messages.ts';
import type { Sink, Way } from './way.ts';

/** A note without an answer for so long is given up, in ms. */
const ANSWER_TIMEOUT = 10_000;

/**
 * Notes over HTTP: each is a request of its own. An open question or event
 * stream is of no use to it; the browser takes another connection.
 */
export const postNotes: Way = async (sink, signal) => {
  sink.events.addEventListener(
    'note',
    (event) => {
      event.preventDefault();
      void post(sink, (event as CustomEvent<NoteBody>).detail, signal);
    },
    { signal },
  );
};

async function post(sink: Sink, note: NoteBody, signal: AbortSignal): Promise<void> {
  sink.message('questions');
  try {
    const response = await fetch(sink.url('/note', { symbol: undefined }), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(note),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
    });
    await response.arrayBuffer();
    sink.message(response.ok ? 'answers' : 'failures');
    sink.noted(note.id, response.ok ? 'back' : 'refused');
  } catch {
    sink.message('failures');
    sink.noted(note.id, 'lost');
  }
}
