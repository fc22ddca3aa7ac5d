import type { ClassError } from '../../../protocol/class.ts';
import { CLASS_CLOSE } from '../../../protocol/limits.ts';
import { spacedCode } from '../class-code.ts';

/** Why a class does not let somebody in, or in again. */
export interface Rejection {
  code: 'no-such-class' | 'too-many-guesses' | 'class-full' | 'wrong-key' | 'replaced';
  /** A sentence, and what to do. */
  sentence: string;
}

/** The page's own words where the server only closes the line; it may have said it better. */
const REJECTIONS: Record<number, { code: Rejection['code']; sentence: (code: string) => string }> =
  {
    [CLASS_CLOSE.noSuchClass]: {
      code: 'no-such-class',
      sentence: (code) =>
        `There is no class ${spacedCode(code)} here. Check the six digits on the screen in front.`,
    },
    [CLASS_CLOSE.wrongKey]: {
      code: 'wrong-key',
      sentence: () =>
        'That key does not open this class. Open the link that the server printed when the class began.',
    },
    [CLASS_CLOSE.replaced]: {
      code: 'replaced',
      sentence: () => 'You went on in another tab of this phone.',
    },
    [CLASS_CLOSE.tooManyGuesses]: {
      code: 'too-many-guesses',
      sentence: () =>
        'Too many wrong codes came from this network. Wait a minute, then type the code from the screen.',
    },
    [CLASS_CLOSE.full]: {
      code: 'class-full',
      sentence: () => 'This class is full. Watch together with a neighbour.',
    },
  };

/**
 * Why the server closed a line for good; undefined if it did not mean to.
 * @param reason what it said before, if anything
 * @param close the close code
 * @param classCode of the class
 */
export function rejectionOf(
  reason: ClassError | undefined,
  close: number | undefined,
  classCode: string,
): Rejection | undefined {
  const rejection = close === undefined ? undefined : REJECTIONS[close];
  if (!rejection) return undefined;
  const { code, sentence } = rejection;
  const said = reason?.code === code || reason?.code === 'ended';
  return { code, sentence: said ? reason.message : sentence(classCode) };
}
