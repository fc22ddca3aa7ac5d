import type { Session } from './session.ts';

/** Why the numbers that need the instruments can't be known now, in a sentence. */
export function whyUnmeasured({ lost, instruments }: Session): string {
  if (instruments.connected && instruments.trouble) return instruments.trouble;
  if (!lost) return 'Connecting to the server…';
  return instruments.hello
    ? 'We’ve lost contact with the server; numbers show “—” until it returns.'
    : 'We can’t reach the server; numbers show “—” until we can.';
}
