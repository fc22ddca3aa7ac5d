/** Loaded into every server that is measured: tells its parent process what the server uses. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapCodeStatistics } from 'node:v8';
import { serve } from './rpc.ts';

const methods = {
  /** CPU time that the process has used so far, in µs: its code, its threads and the kernel for it. */
  cpu(): number {
    const { user, system } = process.cpuUsage();
    return user + system;
  },

  /**
   * Resident memory after a collection, in bytes: heap, buffers and native objects, without what
   * the kernel keeps for each socket.
   */
  async memory(): Promise<number> {
    await collectGarbage();
    return process.memoryUsage.rss();
  },

  /**
   * Heap and buffers after a collection, in bytes, without compiled code: V8 goes on compiling what
   * runs often, which is a megabyte in ten minutes, and drops what doesn't.
   */
  async heap(): Promise<number> {
    await collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    const { code_and_metadata_size, bytecode_and_metadata_size } = getHeapCodeStatistics();
    return heapUsed + external - code_and_metadata_size - bytecode_and_metadata_size;
  },

  /** Open file descriptors; undefined where the system doesn't list them, as only Linux does. */
  descriptors(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    // One is that of the folder itself.
    return readdirSync('/proc/self/fd').length - 1;
  },
};

export type Probe = typeof methods;

serve(methods);

/** Collects twice, because what the first collection frees may hold on to more. */
async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await sleep(200);
  }
}
