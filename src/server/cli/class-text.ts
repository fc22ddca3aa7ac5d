import { renderUnicodeCompact } from 'uqr';
import type { NewClass } from '../../protocol/class/begin.ts';
import { isLoopback } from '../http/addresses.ts';

const ALONE = `No phone can open that, only this computer itself. Join a Wi-Fi, leave --host out, and start again.
`;

const KEEP = 'Whoever has one of these two links steers the class: keep them to yourself.';

const spaced = (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`;

/** What is printed of a class that is open behind a proxy, whose address nobody knows here. */
export function classTextBehindProxy({ code, key }: NewClass): string {
  return `A class is open: its code is ${spaced(code)}. Phones open /join at the proxy's address. Add to it

for the screen in front:     /class/${code}#key=${key}
for notes, on your phone:    /class/${code}?notes#key=${key}
${KEEP}
`;
}

/**
 * What is printed of a class that is open.
 * @param here where this computer finds the server
 * @param addresses where phones do, the likeliest first
 */
export function classText({ code, key }: NewClass, here: string, addresses: string[]): string {
  const [address = here, ...others] = addresses;
  const elsewhere = isLoopback(new URL(address).hostname)
    ? ALONE
    : others.length > 0
      ? `If a phone can't open that, try ${others.join(' or ')}.\n`
      : '';
  return `A class is open. On each phone, in the same Wi-Fi as this computer, open
  ${address}/join
and type the code
  ${spaced(code)}
or scan this:

${renderUnicodeCompact(`${address}/j/${code}`, { border: 2 })}

${elsewhere}The screen in front:     ${here}/class/${code}#key=${key}
Notes, for your phone:   ${address}/class/${code}?notes#key=${key}
${KEEP}
`;
}
