import type { Use } from './use.ts';

/** The most bytes of a packet: Ethernet's 1500 without the headers of IPv4 and TCP (RFC 9293 §3.7.1). */
const SEGMENT = 1_460;

/**
 * What Linux adds to the round trip at least before it sends a packet again, in ms. RFC 6298 §2.4 would
 * have it wait for a second.
 */
const LEAST_WAIT = 200;

/**
 * The packets of one direction of a connection. Every n-th is lost, so that chance favours neither side.
 * It arrives once it has been sent again, and TCP hands on nothing of what is behind it before: that is
 * head-of-line blocking.
 */
export class PacketLoss {
  /** Packets so far, while some were lost. */
  #sent = 0;

  /** How long that many bytes take with none ahead of them, in ms. */
  delayOf(bytes: number, { transit, loss }: Pick<Use, 'transit' | 'loss'>): number {
    if (loss === 0) return transit;
    const before = this.#sent;
    this.#sent += Math.ceil(bytes / SEGMENT);
    const lost = Math.floor(this.#sent / loss) > Math.floor(before / loss);
    return lost ? transit + retransmissionTimeout(2 * transit) : transit;
  }
}

/**
 * After so long without an acknowledgement a packet is sent again, in ms: as on a line whose round trip
 * hardly varies (RFC 6298 §2.3). Duplicate acknowledgements seldom bring that about sooner (RFC 5681
 * §3.2): three more packets would have to follow.
 * @param rtt round trip, in ms
 */
const retransmissionTimeout = (rtt: number) => rtt + LEAST_WAIT;
