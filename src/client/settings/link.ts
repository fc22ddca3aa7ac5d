/**
 * Least time between two writes to the address bar, in ms: WebKit refuses more than 100 in 10 s,
 * and a slider that is dragged asks for more.
 */
const WRITE_EVERY = 200;

/** What the link shall say and does not say yet. */
let wanted: URLSearchParams | undefined;
let resting: ReturnType<typeof setTimeout> | undefined;

/** The query of the page's link, as it is or is about to be, with names in lower case. */
export function readLink(): URLSearchParams {
  const query = wanted ?? new URLSearchParams(location.search);
  return new URLSearchParams([...query].map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * Writes the query at once, or a moment later if it has just been written.
 * @param entry at once, and as an entry of its own in the browser's history
 */
export function writeLink(query: URLSearchParams, entry = false): void {
  // The entry before is left as it should say.
  if (entry) write();
  wanted = query;
  if (entry || resting === undefined) write(entry);
}

function write(entry = false): void {
  clearTimeout(resting);
  resting = undefined;
  if (!wanted) return;
  const search = `${wanted}` && `?${wanted}`;
  try {
    const address = `${location.pathname}${search}${location.hash}`;
    if (entry) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    wanted = undefined;
    resting = setTimeout(() => write(), WRITE_EVERY);
  } catch {
    // Where the address bar can't be written, the page goes by what it should say.
  }
}

/** Writes what is still to be written before the page is left. */
export function keepLink(): void {
  addEventListener('pagehide', () => write());
}
