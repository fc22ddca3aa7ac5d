import { PATH } from '../../protocol/limits.ts';
import type { Session } from './session.ts';

/** A port that takes longer to answer counts as out of reach, in ms. */
const TIMEOUT = 5_000;

/** This tab's port for HTTP/2: whether there can be one, and whether the browser reaches it. */
export class Http2 {
  readonly #session: Session;
  /** Why the browser does not use it, in a sentence, after it was wanted. */
  problem = '';

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether both sides use it. */
  get on(): boolean {
    return this.#session.left.port !== undefined;
  }

  /** An address to open by hand, where the browser may say what it has against it. */
  get address(): string {
    const { instruments, line } = this.#session;
    const url = new URL(PATH.price, location.href);
    url.port = String(instruments.http2 ?? '');
    url.searchParams.set('tab', line.tab);
    return url.href;
  }

  /**
   * Has the server open the port, and asks it something.
   * @returns whether an answer came; if not, {@link problem} says why
   */
  async check(): Promise<boolean> {
    const { instruments, line } = this.#session;
    this.problem = '';
    if (!instruments.hello?.http2) {
      this.problem = 'Browsers use HTTP/2 only over TLS, and this server doesn’t use TLS.';
      return false;
    }
    line.http2 = true;
    const taken = await line.set();
    if (instruments.http2 === undefined) {
      const refused = !taken && instruments.connected;
      this.problem = refused ? instruments.error : 'There is no contact with the server.';
      return false;
    }
    try {
      const signal = AbortSignal.timeout(TIMEOUT);
      // As the ways ask, so that the connection is the one that they will use.
      const options = { signal, credentials: 'include', cache: 'no-store' } as const;
      // To its end, so that nothing of it comes in the run that follows.
      await (await fetch(this.address, options)).arrayBuffer();
      return true;
    } catch {
      this.problem = `Your browser can’t reach port ${instruments.http2}, where this tab would be served over HTTP/2. Something blocks it, or the certificate has to be accepted there, too.`;
      return false;
    }
  }
}
