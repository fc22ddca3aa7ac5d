import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

const KEYS = new WeakMap<Socket, ConnectionKeys>();

/** The secrets of one TLS connection, and whose they are: nobody's until a request names a tab. */
export class ConnectionKeys {
  /** Lines of an NSS key log file (draft-ietf-tls-keylogfile); undefined once they are withheld. */
  #lines: string[] | undefined = [];
  #tab: string | undefined;

  /** Keeps those of a connection whose handshake has not begun. */
  static keep(socket: TLSSocket): void {
    const keys = new ConnectionKeys();
    KEYS.set(socket, keys);
    socket.on('keylog', (line) => keys.#lines?.push(line.toString('latin1')));
  }

  /** Those of a connection; undefined if it does not speak TLS. */
  static of(socket: Socket): ConnectionKeys | undefined {
    return KEYS.get(socket);
  }

  get lines(): readonly string[] | undefined {
    return this.#lines;
  }

  /** A request has named a tab: whoever may see one tab's messages is not to read another's. */
  carries(tab: string): void {
    this.#tab ??= tab;
    if (this.#tab !== tab) this.withhold();
  }

  /** They are nobody's, for good. */
  withhold(): void {
    this.#lines = undefined;
  }
}
