/** How many bytes a side had moved at a time. */
export interface ByteSample {
  /** Server time, in ms since 1970. */
  at: number;
  bytes: number;
}

/** How many samples are plenty for a chart. */
const MAX_SAMPLES = 600;

/** The same growth in fewer samples, once there are too many; the last one stays. */
export function thinned(samples: ByteSample[]): ByteSample[] {
  if (samples.length <= MAX_SAMPLES) return samples;
  return samples.filter((_, i) => (samples.length - 1 - i) % 2 === 0);
}

/** Bytes at a time: those of the last sample until then. */
function bytesAt(samples: readonly ByteSample[], time: number): number {
  return samples.findLast(({ at }) => at <= time)?.bytes ?? 0;
}

/**
 * When the WebSocket had paid its handshake back: the last time at which asking, cheaper until then,
 * had cost as much.
 * @returns server time in ms since 1970, or undefined while it never has
 */
export function paidBack(
  asked: readonly ByteSample[],
  told: readonly ByteSample[],
): number | undefined {
  let even: number | undefined;
  let dearer = false;
  const times = [...asked, ...told].map(({ at }) => at).sort((a, b) => a - b);
  for (const at of times) {
    const spent = bytesAt(told, at);
    if (spent === 0) continue;
    const before = dearer;
    dearer = bytesAt(asked, at) >= spent;
    if (dearer && !before) even = at;
  }
  return even;
}
