import type { Session } from './session.ts';

/** Why the numbers that need the instruments can't be known now, in a sentence. */
export function whyUnmeasured({ lost, instruments }: Session): string {
  if (!lost) return 'The instruments are connecting…';
  return instruments.hello
    ? 'The instruments have lost the server. They show — until it is back.'
    : 'The instruments can’t connect to the server. They show — until they can.';
}
