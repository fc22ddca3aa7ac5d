import type { Sink } from './way.ts';

/** A question without an answer for so long is given up, in ms. */
const PATIENCE = 10_000;

/**
 * One question over HTTP, and its answer.
 * @param query what to ask beside the company
 * @param patience how long to wait for the answer, in ms
 * @returns whether there was one
 */
export async function ask(
  sink: Sink,
  signal: AbortSignal,
  query: Record<string, number | undefined> = {},
  patience = PATIENCE,
): Promise<boolean> {
  sink.status({ state: 'asking' });
  sink.message('questions');
  try {
    const response = await fetch(sink.url('/price', query), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    const body = response.status === 204 ? undefined : await response.json();
    sink.message('answers');
    if (!response.ok) {
      sink.status({ state: 'failed', why: body.message });
      return false;
    }
    if (body) sink.tick(body);
    else sink.message('wasted');
    sink.status({ state: 'answered' });
    return true;
  } catch {
    signal.throwIfAborted();
    sink.message('failures');
    sink.status({ state: 'failed' });
    return false;
  }
}
