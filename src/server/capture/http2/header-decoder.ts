import type { CompressedHeader } from '../../../protocol/instruments/messages.ts';
import { decodeHuffman } from './huffman.ts';
import { STATIC_TABLE } from './static-table.ts';

/** What a table's entry counts beside its name and value, in bytes (RFC 7541 §4.1). */
const OVERHEAD = 32;

/** How large a table may be that nobody has spoken of, and how large we let one become, in bytes. */
const TABLE_SIZE = 4_096;
const LARGEST_TABLE = 64 * 1024;

/** Longer headers are not read, in bytes once decompressed: references to a long one cost a byte each. */
const MAX_TEXT = 64 * 1024;

type Entry = readonly [name: string, value: string];

/** Which bit says how a header is written, and how many are left for its index (RFC 7541 §6). */
interface Form {
  bit: number;
  form: CompressedHeader['form'] | 'resize';
  prefix: number;
}

const FORMS: readonly Form[] = [
  { bit: 0x80, form: 'indexed', prefix: 7 },
  { bit: 0x40, form: 'added', prefix: 6 },
  { bit: 0x20, form: 'resize', prefix: 5 },
  { bit: 0x10, form: 'never', prefix: 4 },
];
const LITERAL: Form = { bit: 0, form: 'literal', prefix: 4 };

/**
 * Decompresses the headers of one direction of a connection (HPACK, RFC 7541). Node does so, too, but
 * only once they have arrived; a line has to know whose they are when they set out. All of them must
 * come by here, since each may refer to those before.
 */
export class HeaderDecoder {
  /** The newest first. */
  readonly #table: Entry[] = [];
  #size = 0;
  #limit = TABLE_SIZE;
  #broken = false;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;

  /** @returns undefined if they, or any before them, can't be read */
  decode(block: Buffer): CompressedHeader[] | undefined {
    if (this.#broken) return undefined;
    this.#block = block;
    this.#at = 0;
    try {
      return this.#all();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#broken = true;
      return undefined;
    }
  }

  #all(): CompressedHeader[] {
    const headers: CompressedHeader[] = [];
    let text = 0;
    while (this.#at < this.#block.length) {
      const from = this.#at;
      const header = this.#next();
      if (!header) continue;
      headers.push({ ...header, length: this.#at - from });
      text += header.name.length + header.value.length;
      if (text > MAX_TEXT) throw new RangeError('Too long.');
    }
    return headers;
  }

  /** Reads a header; undefined after a change of the table's size. */
  #next(): Omit<CompressedHeader, 'length'> | undefined {
    const first = this.#block[this.#at] as number;
    const { form, prefix } = FORMS.find(({ bit }) => first & bit) ?? LITERAL;
    const index = this.#integer(prefix);
    if (form === 'resize') {
      if (index > LARGEST_TABLE) throw new RangeError('Too large.');
      this.#limit = index;
      this.#evict();
      return undefined;
    }
    return this.#header(form, index);
  }

  #header(form: CompressedHeader['form'], index: number): Omit<CompressedHeader, 'length'> {
    if (form === 'indexed') {
      const [name, value] = this.#entry(index);
      return { form, name, value };
    }
    const name = index > 0 ? this.#entry(index)[0] : this.#string();
    const value = this.#string();
    if (form === 'added') {
      this.#table.unshift([name, value]);
      this.#size += sizeOf([name, value]);
      this.#evict();
    }
    return { form, name, value };
  }

  #entry(index: number): Entry {
    const entry = STATIC_TABLE[index - 1] ?? this.#table[index - 1 - STATIC_TABLE.length];
    if (!entry) throw new RangeError('No such entry.');
    return entry;
  }

  #evict(): void {
    while (this.#size > this.#limit) this.#size -= sizeOf(this.#table.pop() as Entry);
  }

  /** An integer that begins in the last bits of a byte (RFC 7541 §5.1). */
  #integer(prefix: number): number {
    const most = 2 ** prefix - 1;
    let value = this.#byte() & most;
    if (value < most) return value;
    for (let factor = 1; factor < 2 ** 28; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new RangeError('No number is so long.');
  }

  #string(): string {
    const huffman = ((this.#block[this.#at] ?? 0) & 0x80) !== 0;
    const length = this.#integer(7);
    const bytes = this.#block.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new RangeError('Cut off.');
    this.#at += length;
    return huffman ? decodeHuffman(bytes) : bytes.toString('latin1');
  }

  #byte(): number {
    const byte = this.#block[this.#at++];
    if (byte === undefined) throw new RangeError('Cut off.');
    return byte;
  }
}

const sizeOf = ([name, value]: Entry) => name.length + value.length + OVERHEAD;
