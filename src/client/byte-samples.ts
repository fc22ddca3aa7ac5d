/** How many bytes a side had moved at a time. */
export interface ByteSample {
  /** Server time, in ms since 1970. */
  at: number;
  bytes: number;
}

/** So many samples are plenty for a chart. */
const MOST = 600;

/** The same growth in fewer samples, once there are too many; the last one stays. */
export function thinned(samples: ByteSample[]): ByteSample[] {
  if (samples.length <= MOST) return samples;
  return samples.filter((_, i) => (samples.length - 1 - i) % 2 === 0);
}

/** Bytes at a time: those of the last sample until then. */
function bytesAt(samples: readonly ByteSample[], time: number): number {
  return samples.findLast(({ at }) => at <= time)?.bytes ?? 0;
}

/**
 * When the WebSocket had paid its handshake back: from then on asking had cost at least as much.
 * @returns server time in ms since 1970, or undefined while it has not
 */
export function paidBack(
  asked: readonly ByteSample[],
  told: readonly ByteSample[],
): number | undefined {
  const begun = told.find(({ bytes }) => bytes > 0);
  if (!begun) return undefined;
  return [...asked, ...told]
    .map(({ at }) => at)
    .sort((a, b) => a - b)
    .find((at) => at >= begun.at && bytesAt(asked, at) >= bytesAt(told, at));
}
