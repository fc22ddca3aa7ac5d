import { har } from '../capture/exports/har.ts';
import { pcapng } from '../capture/exports/pcapng.ts';
import { nameOf } from '../capture/exports/recording.ts';
import type { LineRegistry } from './registry.ts';

const FORMATS = {
  // https://www.iana.org/assignments/media-types has none for pcapng; this is what Wireshark goes by.
  pcapng: { type: 'application/x-pcapng', make: pcapng },
  har: { type: 'application/json; charset=utf-8', make: har },
};

const PLAIN = 'text/plain; charset=utf-8';

/**
 * Makes files of the last messages on tabs' lines, and of the keys to their TLS, for whoever knows a
 * tab's secret.
 * @param tls whether TLS is spoken here
 * @returns why there is none, where there is none
 */
export function lineFiles(lines: LineRegistry, tls: boolean) {
  return (tab: string, secret: string, format: keyof typeof FORMATS | 'keys', secure: boolean) => {
    const line = lines.find(tab, secret);
    if (!line || line === 'not-allowed') return line ?? 'unknown';
    if (format === 'keys') {
      return tls ? { name: 'ask-or-be-told.keys', type: PLAIN, content: line.keys.file } : 'no-tls';
    }
    const seen = line.log.recording;
    if (!seen) return 'unwatched';
    const recording = { ...seen, tab, secure, keys: line.keys.lines };
    const { type, make } = FORMATS[format];
    return { name: nameOf(recording, format), type, content: make(recording) };
  };
}
