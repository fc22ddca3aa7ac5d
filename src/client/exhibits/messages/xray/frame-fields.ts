import { type Frame, OPCODES } from '../../../../protocol/websocket-frame.ts';

/** A field of a frame's header (RFC 6455 §5.2). */
export interface Field {
  name: string;
  bits: string;
  meaning: string;
}

/** Bytes in hexadecimal, with blanks between. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

const bit = (set: boolean) => (set ? '1' : '0');
const binary = (value: number, width: number) => value.toString(2).padStart(width, '0');

/** Every bit of a frame's header, named and explained. */
export function fieldsOf(frame: Frame): Field[] {
  const { fin, rsv, opcode, masked, lengthBits, length, mask } = frame;
  const marker = lengthBits === 7 ? length : lengthBits === 16 ? 126 : 127;
  const fields: Field[] = [
    {
      name: 'FIN',
      bits: bit(fin),
      meaning: fin ? 'The message ends with this frame.' : 'More of the message follows.',
    },
    ...rsv.map((set, i) => ({
      name: `RSV${i + 1}`,
      bits: bit(set),
      meaning: set
        ? 'Set, though no extension uses it.'
        : 'Reserved for extensions; none is in use.',
    })),
    {
      name: 'Opcode',
      bits: binary(opcode, 4),
      meaning: `${opcode}: ${OPCODES[opcode] ?? 'reserved'}`,
    },
    {
      name: 'MASK',
      bits: bit(masked),
      meaning: masked
        ? 'Masked, as every frame from a browser must be.'
        : 'Not masked, as every frame from a server must be.',
    },
    {
      name: 'Length',
      bits: binary(marker, 7),
      meaning:
        lengthBits === 7
          ? `${length} bytes: up to 125 fit into these 7 bits.`
          : `${marker} means that the length is in the next ${lengthBits} bits.`,
    },
  ];
  if (lengthBits !== 7) {
    fields.push({
      name: 'Extended length',
      bits: `${lengthBits} bits`,
      meaning: `${length} bytes`,
    });
  }
  if (mask) {
    fields.push({
      name: 'Masking key',
      bits: '32 bits',
      meaning: `${hex(mask)}: a new one from the browser for each frame, to protect caches on the way from being tricked. It hides nothing.`,
    });
  }
  return fields;
}
