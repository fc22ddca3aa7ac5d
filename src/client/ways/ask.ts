import { errorMessageOf } from './error-message.ts';
import type { Sink } from './way.ts';

/** A question without an answer for so long is given up, in ms. */
const ANSWER_TIMEOUT = 10_000;

/**
 * One question over HTTP, and its answer.
 * @param query what to ask beside the company
 * @param timeout how long to wait for the answer, in ms
 * @returns whether there was one
 */
export async function ask(
  sink: Sink,
  signal: AbortSignal,
  query: Record<string, number | undefined> = {},
  timeout = ANSWER_TIMEOUT,
): Promise<boolean> {
  sink.status({ state: 'asking' });
  sink.message('questions');
  try {
    const response = await fetch(sink.url('/price', query), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    });
    if (!response.ok) {
      const why = await errorMessageOf(response);
      sink.message('failures');
      sink.status({ state: 'failed', why, heard: true });
      return false;
    }
    const tick = response.status === 204 ? undefined : await response.json();
    sink.message('answers');
    if (tick) sink.tick(tick);
    else sink.message('wasted');
    sink.status({ state: 'answered' });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    sink.message('failures');
    sink.status({ state: 'failed', ...reasonOf(error, timeout) });
    return false;
  }
}

/** Why a question has brought nothing, by what `fetch` or `json` has thrown. */
function reasonOf(error: unknown, timeout: number): { why: string; heard: boolean } {
  const name = error instanceof Error ? error.name : '';
  if (name === 'SyntaxError')
    return { why: 'The answer was no price. Does something on the way answer?', heard: true };
  if (name === 'TimeoutError')
    return { why: `No answer within ${timeout / 1000} s.`, heard: false };
  return { why: 'No answer. The connection failed.', heard: false };
}
