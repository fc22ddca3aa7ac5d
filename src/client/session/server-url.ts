import type { Path } from '../../protocol/limits.ts';

/**
 * The address of a path of this server.
 * @param query what is undefined is left out
 * @param port of the server; undefined for the page's own
 */
export function serverUrl(
  path: Path,
  query: Record<string, string | number | undefined>,
  port?: number,
): URL {
  const url = new URL(path, location.href);
  if (port !== undefined) url.port = String(port);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}
