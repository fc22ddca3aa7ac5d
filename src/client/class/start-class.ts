import type { NewClass } from '../../protocol/class.ts';
import { PATH } from '../../protocol/limits.ts';
import { errorMessageOf } from '../ways/error-message.ts';

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
