import type { Tick } from '../../protocol/tick.ts';
import { errorMessageOf } from './error-message.ts';
import type { WayContext } from './way.ts';

/** A question without an answer for so long is given up, in ms. */
const ANSWER_TIMEOUT = 10_000;

/** What to ask beside the company. */
type Query = Record<string, number | undefined>;

interface Limits {
  /** How long to wait for the answer, in ms. */
  timeout?: number;
  /** When the way asks again if this fails, in ms; undefined if that is as always. */
  retryIn?: number;
}

/**
 * One question over HTTP, and its answer.
 * @returns whether there was one
 */
export async function ask(
  context: WayContext,
  signal: AbortSignal,
  query: Query = {},
  { timeout = ANSWER_TIMEOUT, retryIn }: Limits = {},
): Promise<boolean> {
  context.status({ state: 'asking' });
  context.message('questions');
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    const tick = await getPrice(context, query, inTime);
    context.message('answers');
    if (tick) context.tick(tick);
    else context.message('wasted');
    context.status({ state: 'answered' });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    context.message('failures');
    context.status({ state: 'failed', ...reasonOf(error, timeout), retryIn });
    return false;
  }
}

/** @returns the price, or undefined if it is still the one we have */
async function getPrice(
  context: WayContext,
  query: Query,
  signal: AbortSignal,
): Promise<Tick | undefined> {
  // Over HTTP/2 the server has another port, and only with credentials do all share one connection.
  const options = { signal, credentials: 'include' } as const;
  // #region The lines that matter
  const answer = await fetch(context.url('/price', query), options);
  if (answer.status === 200) return answer.json();
  // #endregion
  if (answer.status === 204) return undefined;
  throw new Refused(await errorMessageOf(answer));
}

/** An answer came, but another than a price. The message is a sentence for the visitor. */
class Refused extends Error {}

/** Why a question has brought nothing. */
function reasonOf(error: unknown, timeout: number): { why: string; heard: boolean } {
  if (error instanceof Refused) return { why: error.message, heard: true };
  const name = error instanceof Error ? error.name : '';
  if (name === 'SyntaxError')
    return {
      why: 'The answer was not a price. Did something on the way answer instead?',
      heard: true,
    };
  if (name === 'TimeoutError')
    return { why: `No answer within ${timeout / 1000} s.`, heard: false };
  return { why: 'No answer. The connection failed.', heard: false };
}
