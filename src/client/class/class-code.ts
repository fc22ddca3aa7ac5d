/** Six digits, as the server gives them to a class. */
const DIGITS = 6;

/** The code in a page's path, `/j/123456` or `/class/123456`; undefined where there is none. */
export function codeInPath(path: string): string | undefined {
  return /^\/(?:j|class)\/([0-9]{6})\/?$/.exec(path)?.[1];
}

/**
 * What somebody typed as a code: spaces and signs between the digits do no harm.
 * @returns the code, or in one sentence what is wrong with it
 */
export function typedCode(text: string): { code: string } | { wrong: string } {
  const code = text
    // Digits of other scripts and full-width ones are digits, too.
    .normalize('NFKC')
    .replace(/[\s.,_–-]/g, '');
  if (code === '') return { wrong: 'Type the six digits from the screen in front.' };
  if (/[^0-9]/.test(code)) {
    return { wrong: 'That code has something other than digits. Type the six digits only.' };
  }
  if (code.length === DIGITS) return { code };
  const digits = code.length === 1 ? '1 digit' : `${code.length} digits`;
  return { wrong: `That code is six digits. You typed ${digits}.` };
}

/** As it is read aloud and typed: `123 456`. */
export const spacedCode = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;
