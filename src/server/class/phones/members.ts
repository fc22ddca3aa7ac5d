import { CLASS_MEMBERS } from '../../../protocol/limits.ts';
import type { KeptMember } from '../keeping/kept-class.ts';
import type { Peer } from '../peer.ts';
import type { OpenLine } from './lines.ts';
import { idOf, Member } from './member.ts';

interface MembersOptions {
  /** Of the class. */
  code: string;
  openLine: OpenLine;
  /** Is told when a tab has been made up, or is no longer in use. */
  onTab: (tab: string, used: boolean) => void;
  /** Those that may come back from the beginning on. */
  kept: readonly KeptMember[];
}

/** The phones of a class: those that are here, and those that may come back. */
export class Members {
  /** By id; those that have left longest ago stand first. */
  readonly #all = new Map<string, Member>();
  readonly #options: MembersOptions;

  constructor(options: MembersOptions) {
    this.#options = options;
    for (const kept of options.kept) this.#take(kept);
  }

  get here(): Member[] {
    return [...this.#all.values()].filter(({ peer }) => peer);
  }

  find(token: string | undefined): Member | undefined {
    return token === undefined ? undefined : this.#all.get(idOf(token));
  }

  get kept(): KeptMember[] {
    return [...this.#all.values()].map(({ id, had }) => ({ id, had }));
  }

  /** @returns a new member; nothing if the class is full of phones that are here */
  add(token: string): Member | undefined {
    if (this.#all.size >= CLASS_MEMBERS) {
      const gone = [...this.#all.values()].find(({ peer }) => !peer);
      if (!gone) return undefined;
      this.#forget(gone);
    }
    return this.#take({ id: idOf(token), had: [] });
  }

  /** A member has come over this connection, or, with none, has left. */
  set(member: Member, peer: Peer | undefined): void {
    member.peer = peer;
    this.#all.delete(member.id);
    this.#all.set(member.id, member);
  }

  /** Nobody can come back any more. */
  close(): void {
    for (const member of this.#all.values()) this.#forget(member);
  }

  #take(kept: KeptMember): Member {
    const { code, openLine, onTab } = this.#options;
    const member = new Member(code, kept, openLine);
    this.#all.set(member.id, member);
    onTab(member.tab, true);
    return member;
  }

  #forget(member: Member): void {
    this.#all.delete(member.id);
    this.#options.onTab(member.tab, false);
    member.line.close();
  }
}
