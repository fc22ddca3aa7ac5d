const LF = 0x0a;
const SPACE = 0x20;
const NAME = Buffer.from('data:');

/**
 * Counts how many bytes of an event stream (HTML §9.2.5) are the values of fields named `data`,
 * whatever pieces it comes in.
 */
export class DataField {
  bytes = 0;
  /** How much of a line has been as the name has it; -1 in a line of another name. */
  #matched = 0;

  /** @param end of what is to be counted in `bytes` */
  add(bytes: Buffer, end: number): void {
    for (let i = 0; i < end; i++) {
      const byte = bytes[i];
      if (byte === LF) {
        this.#matched = 0;
      } else if (this.#matched > NAME.length || (this.#matched === NAME.length && byte !== SPACE)) {
        this.#matched = NAME.length + 1;
        this.bytes += 1;
      } else if (this.#matched >= 0) {
        this.#matched =
          this.#matched === NAME.length || byte === NAME[this.#matched] ? this.#matched + 1 : -1;
      }
    }
  }
}
