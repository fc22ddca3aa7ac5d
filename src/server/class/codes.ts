import { randomInt } from 'node:crypto';

/** Six digits, the first of which is not 0: somebody would leave it out. */
const CODES = { least: 100_000, below: 1_000_000 };

const CODE = /^\d{6}$/;

export const newCode = (): string => String(randomInt(CODES.least, CODES.below));

/** Whether a text can be the code of a class. */
export const isCode = (text: string): boolean => CODE.test(text);
