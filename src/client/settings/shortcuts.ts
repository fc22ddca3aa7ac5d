import { recall, remember } from './storage.ts';

const STORED = 'single-key-shortcuts';

/**
 * Whether single keys act, on the page and on a class's screen; some people's input tools press keys by
 * themselves (WCAG 2.1.4).
 */
export const shortcuts = {
  get on(): boolean {
    return recall(STORED) !== 'off';
  },
  set on(on: boolean) {
    remember(STORED, on ? 'on' : 'off');
  },
};
