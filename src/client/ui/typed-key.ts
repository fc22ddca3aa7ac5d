/** Letters and digits of a script that no key of ours is written in. */
const OTHER_SCRIPT = /^[\p{L}\p{M}\p{N}]+$/u;
const LATIN = /[\p{Script=Latin}0-9]/u;

/** Where a Latin keyboard has our keys that are neither letters nor digits. */
const KEY_NAMES: Record<string, string> = {
  BracketLeft: '[',
  BracketRight: ']',
  Minus: '-',
  Equal: '=',
};

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/**
 * The key that somebody means, in lower case; undefined if it is the browser's. A Russian or Greek
 * layout types other letters, so there it is the place that counts. Some layouts have a bracket only
 * with AltGr (which Windows reports as Ctrl and Alt) or Option: a sign so made is meant as such.
 */
export function typedKey({ key, code, ctrlKey, altKey, metaKey }: KeyPress): string | undefined {
  if (metaKey) return undefined;
  const typed = key.toLowerCase();
  if (ctrlKey || altKey)
    return altKey && Object.values(KEY_NAMES).includes(typed) ? typed : undefined;
  if (!OTHER_SCRIPT.test(key) || LATIN.test(key)) return typed;
  const [, plain] = /^(?:Key|Digit)(.)$/.exec(code) ?? [];
  return plain?.toLowerCase() ?? KEY_NAMES[code] ?? typed;
}
