import type { ClassNews, Landed } from '../../../protocol/class/news.ts';
import type { You } from '../../../protocol/class/snapshot.ts';
import { CLASS_MEMBERS } from '../../../protocol/limits.ts';
import { RateLimit } from '../../http/rate-limit.ts';
import type { Peer } from '../peer.ts';
import type { Seat, Stage, Wish } from '../stage.ts';
import { type Member, newToken } from './member.ts';
import type { Members } from './members.ts';

/** How many votes a member may send in a second, and how many messages of all other kinds. */
const VOTES = 5;
const REPORTS = 10;

/** The phones of a class: what they send, and what they are told. */
export class Phones {
  readonly #stage: Stage;
  readonly #members: Members;
  readonly #onLanded: (phone: Landed['phones'][number]) => void;
  readonly #votes = new RateLimit(VOTES);
  readonly #reports = new RateLimit(REPORTS);

  /** @param onLanded is told of each phone that has painted the news */
  constructor(stage: Stage, members: Members, onLanded: (phone: Landed['phones'][number]) => void) {
    this.#stage = stage;
    this.#members = members;
    this.#onLanded = onLanded;
  }

  /** @returns the place of a phone; nothing if it has been dismissed */
  join(peer: Peer, brought: string | undefined): Seat | undefined {
    const known = this.#members.find(brought);
    const token = known && brought ? brought : newToken();
    const member = known ?? this.#members.add(token);
    if (!member) {
      const message = `This class is full: ${CLASS_MEMBERS} phones are in it.`;
      peer.dismiss('full', { code: 'class-full', message });
      return undefined;
    }
    this.#replace(member);
    member.seen = true;
    this.#members.set(member, peer);
    const { snapshots, course } = this.#stage;
    snapshots.add(peer);
    peer.say({ type: 'joined', token, tab: member.tab, back: known !== undefined });
    snapshots.telling('phone', this.#stage.facts())(peer, course.of(member));
    this.#follow(member);
    this.#stage.used();
    this.#stage.countsChanged();
    return {
      receive: (wish) => {
        if (member.peer === peer) this.#receive(member, peer, wish);
      },
      leave: () => {
        if (member.peer !== peer) return;
        this.#unseat(member);
        this.#stage.countsChanged();
      },
    };
  }

  /** Tells everybody where the class is. */
  tellAll(): void {
    const { snapshots, course, facts } = this.#stage;
    const tell = snapshots.telling('phone', facts());
    for (const member of this.#members.here) {
      if (member.peer) tell(member.peer, withoutScore(course.of(member)));
      this.#follow(member);
    }
  }

  /** Only what is new, to everybody in the run: a snapshot each would hold up the price behind it. */
  tellNews(news: ClassNews): void {
    for (const member of this.#stage.course.run?.members ?? []) member.peer?.say(news);
  }

  /** Everybody goes home, or to another server: as it is said. */
  dismiss(say: (peer: Peer) => void): void {
    for (const member of this.#members.here) {
      const { peer } = member;
      this.#unseat(member);
      if (peer) say(peer);
    }
  }

  /** The newest connection of a member replaces the older. */
  #replace(member: Member): void {
    const { peer } = member;
    if (!peer) return;
    this.#unseat(member);
    const message = 'This phone has joined again, in another tab or over another connection.';
    peer.dismiss('replaced', { code: 'replaced', message });
  }

  #unseat(member: Member): void {
    member.untold?.();
    member.untold = undefined;
    if (member.peer) this.#stage.snapshots.remove(member.peer);
    this.#members.set(member, undefined);
  }

  /** Tells a phone true prices while it gets its own, and no longer. */
  #follow(member: Member): void {
    const { course, truths } = this.#stage;
    const follows = course.running && course.run?.has(member);
    if (!follows) member.untold?.();
    if (!follows) member.untold = undefined;
    else if (member.peer) member.untold ??= truths.tell(member.peer);
  }

  #receive(member: Member, peer: Peer, wish: Wish): void {
    const limit = wish.type === 'vote' ? this.#votes : this.#reports;
    if (!limit.allows(member.id)) {
      const message = 'That was too fast. Wait a second, then try again.';
      peer.refuse({ code: 'too-fast', message });
      return;
    }
    const { course, snapshots, facts } = this.#stage;
    if (wish.type === 'vote') {
      const rejection = course.vote(member, wish);
      if (rejection) peer.refuse(rejection);
      else snapshots.telling('phone', facts())(peer, withoutScore(course.of(member)));
      if (!rejection) this.#counted();
    } else if (wish.type === 'score') {
      const taken = course.report(member, wish);
      const { way } = course.of(member);
      if (typeof taken === 'object') peer.refuse(taken);
      else if (!course.running) this.#stage.resultsChanged();
      if (taken === true && way) this.#onLanded({ way, after: wish.after ?? 0 });
    } else if (wish.type === 'seen') {
      member.seen = wish.seen;
      if (!wish.seen) course.run?.hide(member);
      this.#stage.countsChanged();
    } else {
      peer.refuse({ code: 'not-allowed', message: 'Only the instructor can move the class on.' });
    }
  }

  #counted(): void {
    this.#stage.used();
    this.#stage.countsChanged();
  }
}

/** A phone that has been here all the time knows what it has measured. */
const withoutScore = ({ score: _, ...you }: You): You => you;
