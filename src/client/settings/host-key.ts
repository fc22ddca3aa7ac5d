import { tabStorage } from './storage.ts';

const STORED = 'host-key';

/** The key that lets this tab move the market, if it was opened with one. */
export function hostKey(): string | null {
  return tabStorage.recall(STORED);
}

/** Takes the host key out of the link, if there is one. */
export const takeHostKey = (): boolean => takeKey(STORED);

/**
 * Takes a key out of a link that ends with `#key=…`, and out of the address bar and the history.
 * Browsers never send a fragment, so the key is in no log either.
 * @param stored what this tab remembers it as
 * @returns whether there was one
 */
export function takeKey(stored: string): boolean {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key) return false;
  tabStorage.remember(stored, key);
  try {
    history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  } catch {
    // Where the address bar can't be written, the key acts all the same.
  }
  return true;
}
