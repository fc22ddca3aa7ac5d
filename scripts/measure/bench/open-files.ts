/** What a process opens besides its connections, generously. */
const BESIDES = 100;

/** The part of Node's diagnostic report that is read here. Windows has no such limit. */
interface Report {
  userLimits?: { open_files: { hard: number | 'unlimited' } };
}

/**
 * Each connection is an open file, of which systems allow a process only so many.
 * @returns why a process can't hold so many connections, in a sentence; undefined if it can
 */
export function tooFewFiles(connections: number): string | undefined {
  const { userLimits } = process.report.getReport() as Report;
  // Node raises its own limit to the hard one when it starts.
  const most = Number(userLimits?.open_files.hard ?? 'unlimited');
  const needed = connections + BESIDES;
  if (!(most < needed)) return undefined;
  return `${connections} connections need ${needed} open files, and a process may open only ${most} here: raise the limit (ulimit -Hn) and try again.`;
}
