import type { ConnectionKeys } from '../tls/connection-keys.ts';

/** The secrets of so many connections are kept for a tab, 1 kB each; of more the oldest are dropped. */
const MAX_CONNECTIONS = 100;

/** The TLS secrets of the connections that serve a tab, by which their encrypted bytes can be read. */
export class LineKeys {
  readonly #connections = new Set<ConnectionKeys>();

  /** @param keys undefined without TLS: then there is nothing to keep */
  add(keys: ConnectionKeys | undefined): void {
    if (!keys) return;
    this.#connections.add(keys);
    const [oldest] = this.#connections;
    if (oldest && this.#connections.size > MAX_CONNECTIONS) this.#connections.delete(oldest);
  }

  clear(): void {
    this.#connections.clear();
  }

  /** The lines of a key log file (draft-ietf-tls-keylogfile), each with its end. */
  get lines(): string {
    return [...this.#connections].flatMap(({ lines = [] }) => lines).join('');
  }

  /** The whole file, which says first what is not in it. */
  get file(): string {
    const withheld = [...this.#connections].filter(({ lines }) => !lines).length;
    const given = this.#connections.size - withheld;
    return [
      `# Ask or be told? Connections of this tab whose TLS secrets are here: ${given}.\n`,
      withheld > 0
        ? `# Withheld, since another tab used them too or they came through a proxy: ${withheld}.\n`
        : '',
      this.lines,
    ].join('');
  }
}
