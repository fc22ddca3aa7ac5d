import { createHmac } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { NewClass } from '../../protocol/class/begin.ts';
import { CODES, isCode, newCode } from '../class/codes.ts';
import { newHostKey } from '../http/host-key.ts';

/**
 * How old the kept code and key may be, in ms: a server that starts again by then opens the same class,
 * and its phones come back by themselves.
 */
const SAME_DAY = 12 * 3_600_000;

/** The code and the key of the class that a server opens, as it keeps them. */
interface Kept extends NewClass {
  /** When they were made up, in ms since 1970. */
  at: number;
}

/** What a host key makes of a text; nobody learns the key of it. */
const derived = (hostKey: string, text: string) =>
  createHmac('sha256', hostKey).update(text).digest('hex');

/** The code and the key of the class that all servers with this host key open together. */
export function sharedClass(hostKey: string): NewClass {
  const { least, below } = CODES;
  const number = Number.parseInt(derived(hostKey, 'code').slice(0, 12), 16);
  return {
    code: String(least + (number % (below - least))),
    key: derived(hostKey, 'key').slice(0, 24),
  };
}

/** @param file where they are kept; where that can't be written, they are new at each start */
export async function keptClass(file: string, now = Date.now()): Promise<NewClass> {
  const kept = await readKept(file);
  if (kept && now >= kept.at && now - kept.at < SAME_DAY) return { code: kept.code, key: kept.key };
  const begun = { code: newCode(), key: newHostKey() };
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify({ ...begun, at: now }), { mode: 0o600 });
  } catch {
    // Then a restart makes up others, and the phones have to type the new code.
  }
  return begun;
}

async function readKept(file: string): Promise<Kept | undefined> {
  try {
    const { code, key, at } = JSON.parse(await readFile(file, 'utf8'));
    return isCode(String(code)) && typeof key === 'string' && /^[0-9a-f]{24}$/.test(key) && at > 0
      ? { code: String(code), key, at: Number(at) }
      : undefined;
  } catch {
    return undefined;
  }
}
