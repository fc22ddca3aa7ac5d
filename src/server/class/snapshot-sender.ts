import type { ClassRole } from '../../protocol/class/join.ts';
import type { Snapshot, You } from '../../protocol/class/snapshot.ts';
import { Backpressure } from '../realtime/backpressure.ts';
import type { Health } from '../realtime/health.ts';
import { jsonFrame } from '../realtime/subscribers.ts';
import type { Peer } from './peer.ts';
import { type ClassFacts, snapshotFor } from './snapshot.ts';

/**
 * Sends snapshots. What all of a role are told is encoded once; what one phone is told of itself is
 * put behind it, once for all phones of which the same is true. A peer that is slow gets the newest.
 */
export class SnapshotSender {
  readonly #backpressure: Backpressure;

  constructor(health: Pick<Health, 'skipped' | 'disconnected'>) {
    this.#backpressure = new Backpressure(health);
  }

  add(peer: Peer): void {
    this.#backpressure.add(peer, [].values());
  }

  remove(peer: Peer): void {
    this.#backpressure.remove(peer);
  }

  /** @returns sends a peer of this role the snapshot of these facts, with what is true of it alone */
  telling(role: ClassRole, facts: ClassFacts): (peer: Peer, you?: You) => void {
    const common: Omit<Snapshot, 'you'> = snapshotFor(role, facts);
    const frames = new Map<string, Buffer>();
    return (peer, you) => {
      if (!peer.isOpen()) return;
      const key = you ? JSON.stringify(you) : '';
      const frame = frames.get(key) ?? jsonFrame(you ? { ...common, you } : common);
      frames.set(key, frame);
      this.#backpressure.write(peer, frame);
    };
  }
}
