import { PATH } from '../../protocol/limits.ts';
import { TypedEventTarget } from './typed-event-target.ts';

/** An answer that takes longer counts as none, in ms. */
const TIMEOUT = 5_000;

/**
 * Whether the server answers HTTP. Asked, apart from both sides and in nobody's counts, when a
 * WebSocket could not be opened: to tell a network that blocks it from a server that is gone. Says
 * `change` when it knows.
 */
export class Reachability extends TypedEventTarget<{ change: Event }> {
  /** Undefined while nobody knows. */
  answers: boolean | undefined;
  #checking = false;

  async check(): Promise<void> {
    if (this.#checking) return;
    this.#checking = true;
    // What was true a while ago may have changed.
    this.answers = undefined;
    try {
      const signal = AbortSignal.timeout(TIMEOUT);
      const { ok } = await fetch(PATH.health, { cache: 'no-store', signal });
      this.answers = ok;
    } catch {
      this.answers = false;
    }
    this.#checking = false;
    this.emit('change');
  }
}
