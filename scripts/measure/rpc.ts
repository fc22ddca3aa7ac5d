/** Calls from one process to methods of another; the calling end is `Subprocess`. */

/** What a process offers: functions of at most one argument that JSON can carry. */
export type Methods = Record<string, (argument: never) => unknown>;

export interface Call {
  method: string;
  argument: unknown;
}

/** Lets the parent process call these methods over the IPC channel, one at a time. */
export function serve(methods: Methods): void {
  process.on('message', async ({ method, argument }: Call) => {
    // `Subprocess.call` has checked that the method takes such an argument.
    process.send?.({ result: await methods[method]?.(argument as never) });
  });
  // The parent process has ended, however it did: nobody will end this one.
  process.once('disconnect', () => process.exit());
}
