import { recall, remember } from '../../settings/storage.ts';
import type { TokenStore } from './class-connection.ts';

/** One class at a time: another one takes the place of the last. */
const STORED = 'class-member';

/** Keeps a phone's token in the browser, or in this page where the browser refuses. */
export const tokens: TokenStore = {
  recall(code) {
    const [of, token] = recall(STORED)?.split(' ') ?? [];
    return of === code && token ? token : null;
  },
  remember(code, token) {
    remember(STORED, `${code} ${token}`);
  },
};
