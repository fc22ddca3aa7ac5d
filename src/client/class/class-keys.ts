/** What the screen itself does at a key, beside what steers the class. */
export const SCREEN_KEYS = {
  j: 'Show how to join',
  r: 'Choose a round',
  f: 'Full screen',
  c: 'Colours: light, dark, or as in your browser',
  '?': 'This help',
} as const;

/** What steers the class. */
export const STEERING_KEYS: [keys: string, does: string][] = [
  ['PageDown →', 'Next'],
  ['PageUp ←', 'Back'],
  ['N', 'News! The price jumps, in a run'],
  ['D', 'Talk first, then vote again'],
  ['V', 'Reset the vote'],
  ['S', 'Skip this round'],
  ['Z', 'Summary'],
];
