/**
 * The Huffman code of HPACK (RFC 7541 Appendix B). It is canonical: codes of one length follow each other
 * in the order of their symbols, so the lengths say all of it.
 */

/** How long each byte's code is, in bits: 16 bytes a row. */
const LENGTHS = [
  [13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28],
  [28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28],
  [6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6],
  [5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10],
  [13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7],
  [7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6],
  [15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5],
  [6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28],
  [20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23],
  [24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24],
  [22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23],
  [21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23],
  [26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25],
  [19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27],
  [20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23],
  [26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26],
].flat();

const LONGEST = 30;

/** The codes of one length. */
interface Level {
  /** The first of them, and the first number after the last. */
  first: number;
  end: number;
  symbols: number[];
}

/** By length, from 0 bits on. */
const LEVELS: Level[] = [];
for (let length = 0, first = 0; length <= LONGEST; length++, first *= 2) {
  const symbols = [...LENGTHS.keys()].filter((symbol) => LENGTHS[symbol] === length);
  const end = first + symbols.length;
  LEVELS.push({ first, end, symbols });
  first = end;
}

/** Decodes a string (RFC 7541 §5.2). What is left at the end, less than a byte, is padding. */
export function decodeHuffman(bytes: Buffer): string {
  let text = '';
  let code = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((byte >> bit) & 1);
      length += 1;
      const level = LEVELS[length];
      if (!level) throw new RangeError('No code is so long.');
      if (code >= level.end) continue;
      text += String.fromCharCode(level.symbols[code - level.first] as number);
      code = 0;
      length = 0;
    }
  }
  return text;
}
