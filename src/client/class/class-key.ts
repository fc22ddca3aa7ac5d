import { takeKey } from '../settings/host-key.ts';
import { tabStorage } from '../settings/storage.ts';

/** Every class has its own. */
const stored = (code: string) => `class-key-${code}`;

/**
 * The key that lets this tab steer a class, if it was opened with one. It is taken out of the address
 * bar, which a projector shows to everybody.
 */
export function classKey(code: string): string | undefined {
  takeKey(stored(code));
  return tabStorage.recall(stored(code)) ?? undefined;
}
