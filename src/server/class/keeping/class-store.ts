import type { KeptClass } from './kept-class.ts';

/**
 * Where classes are kept, so that another server can go on with them. A class is at one server at a
 * time: the one that took it last. Without a store a class is in its server's memory alone.
 */
export interface ClassStore {
  /**
   * Keeps a class that has just been begun, for whichever server is asked for it first.
   * @param visitor who has begun it, as limits count them
   */
  begin(code: string, kept: KeptClass, visitor: string): Promise<'begun' | 'in-use' | 'too-many'>;
  /**
   * Takes a class from the server that has it, if any does.
   * @param otherwise begins if no class of this code is kept
   * @returns undefined if there is none
   */
  take(code: string, otherwise?: KeptClass): Promise<Taken | undefined>;
  /** Keeps what is still to be kept, and ends. */
  close(): Promise<void>;
}

/** A class that is this server's now. */
export interface Taken {
  readonly kept: KeptClass;
  /**
   * Keeps it from here on.
   * @param read tells how it stands
   * @param onLost is called once, when another server has taken it
   */
  hold(read: () => KeptClass, onLost: () => void): Hold;
}

/** A class that is kept whenever it changes. */
export interface Hold {
  /** It does not stand as before: that is kept, soon or at once. */
  changed(now?: boolean): void;
  /** Keeps it no longer. */
  release(): void;
}
