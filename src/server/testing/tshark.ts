/** What Wireshark makes of a file; its command line must be installed. */
import { spawnSync } from 'node:child_process';

/** Why a test that needs it is skipped; false where it is installed. */
export const tsharkIsMissing =
  spawnSync('tshark', ['--version']).status !== 0 && 'tshark is not installed';

/**
 * The fields of each packet with data that tshark reads out of a file; it looks at checksums, too.
 * @param more further options
 */
export function readPackets(
  path: string,
  fields: readonly string[],
  more: readonly string[] = [],
): string[][] {
  const options = [
    ...['-r', path, '-Y', 'tcp.len > 0', '-o', 'tcp.check_checksum:TRUE'],
    ...['-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=f'],
    ...fields.flatMap((field) => ['-e', field]),
    ...more,
  ];
  const { stdout, stderr, status } = spawnSync('tshark', options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
}
