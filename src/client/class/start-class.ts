import type { MayBegin, NewClass } from '../../protocol/class/begin.ts';
import { PATH } from '../../protocol/limits.ts';
import { errorMessageOf } from '../ways/error-message.ts';

/** Whether the server lets everybody begin a class. A server that can't be reached lets nobody. */
export async function mayStartClass(): Promise<boolean> {
  try {
    const response = await fetch(PATH.classes, { cache: 'no-store' });
    if (!response.ok) return false;
    const { open }: MayBegin = await response.json();
    return open;
  } catch {
    return false;
  }
}

/**
 * Begins a class, where the server lets everybody do so.
 * @returns the link of its screen, or in one sentence why there is none
 */
export async function startClass(): Promise<{ link: string } | { wrong: string }> {
  try {
    const response = await fetch(PATH.classes, { method: 'POST' });
    if (response.status === 404) {
      return {
        wrong:
          'On this server only its owner starts a class. On your own computer, start one with “npm start -- --class”.',
      };
    }
    if (!response.ok) return { wrong: await errorMessageOf(response) };
    const { code, key }: NewClass = await response.json();
    return { link: `/class/${code}#key=${key}` };
  } catch {
    return { wrong: 'The server doesn’t answer. Is this the right Wi-Fi? Try again.' };
  }
}
