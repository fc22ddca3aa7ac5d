// @ts-check

/** What a process opens besides its connections, generously. */
const BESIDES = 100;

/**
 * Why a process can't hold so many connections, in a sentence; nothing if it can. Each is an open
 * file, of which systems allow a user only so many.
 * @param {number} connections
 */
export function tooFewFiles(connections) {
  const { userLimits } = /** @type {any} */ (process.report.getReport());
  // Windows has no such limit. Node has raised its own to the hard one when it started.
  const most = Number(userLimits?.open_files.hard ?? 'unlimited');
  const needed = connections + BESIDES;
  if (!(most < needed)) return undefined;
  return `${connections} connections need ${needed} open files, and a process may open only ${most} here: raise the limit (ulimit -Hn) and try again.`;
}
