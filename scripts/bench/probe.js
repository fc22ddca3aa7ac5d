// @ts-check
// Loaded into every server that is measured (node --import), so that none knows of the benchmark.
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './answer.js';

answer({
  /** CPU time that the whole process has used so far, in µs: its code, its threads and the kernel for it. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },

  /**
   * Resident memory, in bytes: heap, buffers and native objects, without what the kernel itself
   * keeps for a socket. Twice, because what the first collection frees may hold on to more.
   */
  async memory() {
    for (let i = 0; i < 2; i++) {
      global.gc?.();
      await sleep(200);
    }
    return process.memoryUsage.rss();
  },
});
