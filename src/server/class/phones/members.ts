import { CLASS_MEMBERS } from '../../../protocol/limits.ts';
import type { Peer } from '../peer.ts';
import type { OpenLine } from './lines.ts';
import { Member } from './member.ts';

/** The phones of a class: those that are here, and those that may come back. */
export class Members {
  /** By token; those that have left longest ago stand first. */
  readonly #all = new Map<string, Member>();
  readonly #code: string;
  readonly #openLine: OpenLine;
  readonly #onTab: (tab: string, used: boolean) => void;

  /**
   * @param code of the class
   * @param onTab is told when a tab has been made up, or is no longer in use
   */
  constructor(code: string, openLine: OpenLine, onTab: (tab: string, used: boolean) => void) {
    this.#code = code;
    this.#openLine = openLine;
    this.#onTab = onTab;
  }

  get here(): Member[] {
    return [...this.#all.values()].filter(({ peer }) => peer);
  }

  find(token: string | undefined): Member | undefined {
    return this.#all.get(token ?? '');
  }

  /** @returns a new member; nothing if the class is full of phones that are here */
  add(): Member | undefined {
    if (this.#all.size >= CLASS_MEMBERS) {
      const gone = [...this.#all.values()].find(({ peer }) => !peer);
      if (!gone) return undefined;
      this.#forget(gone);
    }
    const member = new Member(this.#code, this.#openLine);
    this.#all.set(member.token, member);
    this.#onTab(member.tab, true);
    return member;
  }

  /** A member has come over this connection, or, with none, has left. */
  set(member: Member, peer: Peer | undefined): void {
    member.peer = peer;
    this.#all.delete(member.token);
    this.#all.set(member.token, member);
  }

  /** Nobody can come back any more. */
  close(): void {
    for (const member of this.#all.values()) this.#forget(member);
  }

  #forget(member: Member): void {
    this.#all.delete(member.token);
    this.#onTab(member.tab, false);
    member.line.close();
  }
}
