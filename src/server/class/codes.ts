import { randomBytes, randomInt } from 'node:crypto';

/** Six digits, the first of which is not 0: somebody would leave it out. */
export const CODES = { least: 100_000, below: 1_000_000 };

const CODE = /^\d{6}$/;

export const newCode = (): string => String(randomInt(CODES.least, CODES.below));

/** Whether a text can be the code of a class. */
export const isCode = (text: string): boolean => CODE.test(text);

/** Random bytes in a tab's name: too many to guess. */
const SECRET = 12;

/**
 * A name for a phone's tab. It begins with the code, so that a load balancer sends all that concerns
 * a class to one server.
 */
export const newTab = (code: string): string => `${code}-${randomBytes(SECRET).toString('hex')}`;

const TAB = /^(\d{6})-[0-9a-f]{24}$/;

/** The code of the class for whose phone a tab's name was made up, if it was for any. */
export const codeOf = (tab: string): string | undefined => TAB.exec(tab)?.[1];
