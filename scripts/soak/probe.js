// @ts-check
// Loaded into the server (node --import), so that it knows nothing of being watched.
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from '../bench/answer.js';

answer({
  /** Open file descriptors, which only Linux tells. */
  descriptors() {
    if (process.platform !== 'linux') return undefined;
    // One is that of the folder itself.
    return readdirSync('/proc/self/fd').length - 1;
  },

  /** Heap and buffers, in bytes. Twice, because what the first collection frees may hold on to more. */
  async heap() {
    for (let i = 0; i < 2; i++) {
      global.gc?.();
      await sleep(200);
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
});
