import { createHash, randomBytes } from 'node:crypto';
import type { WayId } from '../../../protocol/class/round.ts';
import { newTab } from '../codes.ts';
import type { KeptMember } from '../keeping/kept-class.ts';
import type { Peer } from '../peer.ts';
import type { MemberLine, OpenLine } from './lines.ts';

/** Random bytes of a token: too many to guess. */
const SECRET = 16;

/** What brings a phone back to its place; told to nobody else, and not kept here. */
export const newToken = (): string => randomBytes(SECRET).toString('hex');

/** A member's id, of which nobody learns its token. */
export const idOf = (token: string): string =>
  createHash('sha256').update(token).digest().subarray(0, SECRET).toString('base64url');

/** A phone of a class, whether it is here or comes back some time. */
export class Member {
  readonly id: string;
  /** Names its tab in the addresses of its prices. */
  readonly tab: string;
  readonly line: MemberLine;
  /** The ways that it has had, oldest first. */
  readonly had: WayId[];
  /** Its newest connection, while there is one. */
  peer: Peer | undefined;
  /** Whether its screen is on, as far as it has said. */
  seen = true;
  /** Stops what it is told in a run. */
  untold: (() => void) | undefined;

  /** @param code of its class */
  constructor(code: string, { id, had }: KeptMember, openLine: OpenLine) {
    this.id = id;
    this.had = [...had];
    this.tab = newTab(code);
    this.line = openLine(this.tab);
  }
}
