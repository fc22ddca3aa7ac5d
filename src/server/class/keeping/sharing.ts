import type { NewClass } from '../../../protocol/class/begin.ts';
import { HostKey, newHostKey } from '../../http/host-key.ts';
import { newCode } from '../codes.ts';
import type { ClassStore, Taken } from './class-store.ts';
import { newClass } from './kept-class.ts';

interface SharingOptions {
  store: ClassStore;
  /** A class that begins as soon as any server is asked for it. */
  first: NewClass | undefined;
  /** Opens a class that has become this server's. */
  open: (code: string, taken: Taken) => void;
}

/** Classes that several servers share: each is at the one that was asked for it last. */
export class Sharing {
  readonly #options: SharingOptions;
  /** Classes that are being taken from other servers. */
  readonly #coming = new Map<string, Promise<void>>();
  #closed = false;

  constructor(options: SharingOptions) {
    this.#options = options;
  }

  /**
   * Begins a class, at no server yet: it is opened by the one to which its code leads.
   * @returns undefined if there are as many as there may be
   * @throws if it can't be kept
   */
  async begin(visitor: string): Promise<NewClass | undefined> {
    const { store, first } = this.#options;
    const key = newHostKey();
    for (;;) {
      const code = newCode();
      if (code === first?.code) continue;
      const fate = await store.begin(code, newClass(HostKey.of(key)), visitor);
      if (fate === 'begun') return { code, key };
      if (fate === 'too-many') return undefined;
    }
  }

  /** Takes a class that is not here, if it is kept. @throws if that can't be found out */
  bring(code: string): Promise<void> {
    const coming = this.#coming.get(code) ?? this.#take(code);
    this.#coming.set(code, coming);
    return coming;
  }

  /** Keeps what is still to be kept, and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#options.store.close();
  }

  async #take(code: string): Promise<void> {
    const { store, first, open } = this.#options;
    try {
      const ours = first?.code === code ? newClass(HostKey.of(first.key)) : undefined;
      const taken = await store.take(code, ours);
      if (taken && !this.#closed) open(code, taken);
    } finally {
      this.#coming.delete(code);
    }
  }
}
