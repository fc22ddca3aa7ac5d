import { createClient } from '@redis/client';

/** Redis has so long to answer, in ms. */
export const ANSWER_TIMEOUT = 2_000;

interface ClientOptions {
  /** A connection without a word for so long is given up, in ms: a Redis that has stopped closes nothing. */
  silence: number;
  /** How long after a loss it connects again, in ms, by the number of tries; false for never. */
  reconnectStrategy: false | ((retries: number) => number);
}

export type Client = ReturnType<typeof newClient>;

/** A connection to Redis, not open yet. What is asked of it while it is not open is rejected at once. */
export function newClient(url: string, { silence, reconnectStrategy }: ClientOptions) {
  const client = createClient({
    url,
    socket: { connectTimeout: ANSWER_TIMEOUT, socketTimeout: silence, reconnectStrategy },
    disableOfflineQueue: true,
    // Silence is noticed at the socket; a timer for each command would cost as much as the command.
    commandOptions: { timeout: 0 },
  });
  // What was under way is rejected with it.
  client.on('error', () => {});
  return client;
}

/** @throws if the answer takes longer than so many ms */
export async function within<Result>(ms: number, answer: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis does not answer')), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
