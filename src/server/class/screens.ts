import type { ClassRole } from '../../protocol/class/join.ts';
import type { Landed } from '../../protocol/class/news.ts';
import type { Peer } from './peer.ts';
import { classReport } from './report.ts';
import type { Seat, Stage, Wish } from './stage.ts';

/** How many screens and notes a class may have at a time. */
const MAX_SCREENS = 50;

/** The screens in front and the instructor's notes: whoever has the key, steers and sees it all. */
export class Screens {
  readonly #stage: Stage;
  readonly #peers = new Map<Peer, Exclude<ClassRole, 'phone'>>();
  readonly #onChange: () => void;

  /** @param onChange is told when one has come or gone */
  constructor(stage: Stage, onChange: () => void) {
    this.#stage = stage;
    this.#onChange = onChange;
  }

  get peers(): Iterable<Peer> {
    return this.#peers.keys();
  }

  /** Whether there is a screen that all see; notes are none. */
  get some(): boolean {
    return [...this.#peers.values()].includes('screen');
  }

  /** @returns the place of a screen; nothing if it has been dismissed */
  join(peer: Peer, role: Exclude<ClassRole, 'phone'>): Seat | undefined {
    if (this.#peers.size >= MAX_SCREENS) {
      const message = `This class is full: ${MAX_SCREENS} screens are open.`;
      peer.dismiss('full', { code: 'class-full', message });
      return undefined;
    }
    const { snapshots, truths, course, facts } = this.#stage;
    this.#peers.set(peer, role);
    snapshots.add(peer);
    snapshots.telling(role, facts())(peer);
    const untold = truths.tell(peer);
    const { landed, step, news } = course.run ?? {};
    if (course.running && step && news && landed?.length) {
      peer.say({ type: 'landed', step, seq: news.seq, phones: landed });
    }
    this.#stage.used();
    this.#onChange();
    return {
      receive: (wish) => this.#receive(peer, wish),
      leave: () => {
        this.#peers.delete(peer);
        snapshots.remove(peer);
        untold();
        this.#onChange();
      },
    };
  }

  /** Tells them where the class is. */
  tellAll(): void {
    const { snapshots, facts } = this.#stage;
    const now = facts();
    const tell = {
      screen: snapshots.telling('screen', now),
      notes: snapshots.telling('notes', now),
    };
    for (const [peer, role] of this.#peers) tell[role](peer);
  }

  say(message: Landed): void {
    for (const peer of this.#peers.keys()) peer.say(message);
  }

  dismiss(say: (peer: Peer) => void): void {
    for (const peer of this.#peers.keys()) say(peer);
  }

  #receive(peer: Peer, wish: Wish): void {
    const { course, facts, used } = this.#stage;
    if (wish.type === 'steer' || wish.type === 'start' || wish.type === 'plan') {
      used();
      const rejection = course.steer(wish);
      if (rejection) peer.refuse(rejection);
    } else if (wish.type === 'report') {
      peer.say({ type: 'report', format: wish.format, text: classReport(facts(), wish.format) });
    } else {
      peer.refuse({ code: 'not-allowed', message: 'Only phones vote and measure.' });
    }
  }
}
