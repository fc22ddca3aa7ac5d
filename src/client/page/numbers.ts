import { html, type TemplateResult } from 'lit';
import type { Meter } from '../../protocol/instruments/bytes.ts';
import type { Run } from '../session/runs/run.ts';
import type { Session } from '../session/session.ts';
import { bytes, dollars, percent, UNKNOWN } from '../ui/format.ts';

/** A number of the run, shown for both sides. */
export interface RunNumber {
  name: string;
  /** What it is, exactly. */
  means: string;
  value: (run: Run, session: Session) => string | TemplateResult;
  /** The same of the visitor's terminal, where it can be said of one. */
  terminal?: (meter: Meter) => string | TemplateResult;
}

/** The two that say it all. */
export const headlines: readonly RunNumber[] = [
  {
    name: 'Prices you didn’t see',
    means:
      'Prices that were true in this run and did not come before a newer one: passed over, or still waiting. Recovered: those that came later, when a lost connection was back.',
    value: ({ score }, { clock, rtt }) => {
      const unseen = score.unseen(clock.now ?? 0, (rtt ?? 0) / 2);
      return score.recovered > 0
        ? html`${unseen} <small>${score.recovered} recovered</small>`
        : `${unseen}`;
    },
  },
  {
    name: 'Right for',
    means: 'Share of this run’s time in which the price shown was the true one.',
    value: ({ score }) => percent(score.rightFor),
  },
];

/** The server tells of bytes up to a second after they have moved; until then they are not known. */
const areBytesKnown = ({ bytes, counts }: Run) =>
  bytes > 0 || counts.questions + counts.received === 0;

const bytesMoved = (count: number) =>
  html`<data value=${count} title="${count} bytes">${bytes(count)}</data>`;

const connectionsUsed = ({ connections, open }: Pick<Meter, 'connections' | 'open'>) =>
  html`${connections} <small>${open} open now</small>`;

/** All others. */
export const numbers: readonly RunNumber[] = [
  {
    name: 'Not seen yet',
    means: 'True prices newer than the one shown.',
    value: ({ score }) => String(score.waiting ?? UNKNOWN),
  },
  {
    name: 'Average error',
    means: 'Distance from the true price, averaged over this run’s time.',
    value: ({ score }) => dollars(score.meanOffBy),
  },
  {
    name: 'Asked',
    means: 'HTTP requests sent; for the WebSocket its handshake.',
    value: ({ counts }) => String(counts.questions),
  },
  {
    name: 'Received',
    means:
      'HTTP answers; on an open line, the messages that came over it. Failed: refused, or never answered.',
    value: ({ counts }) => {
      const came = counts.received || counts.answers;
      return counts.failures ? html`${came} <small>${counts.failures} failed</small>` : `${came}`;
    },
  },
  {
    name: 'Bytes',
    means:
      'Read and written at this side’s TCP sockets on the server: headers and handshake included, TCP and IP headers not. Over HTTP/2: the frames of its own streams.',
    value: (run) => (areBytesKnown(run) ? bytesMoved(run.bytes) : UNKNOWN),
    terminal: ({ read, written }) => bytesMoved(read + written),
  },
  {
    name: 'Bytes per new price',
    means: 'Bytes divided by the new prices shown in this run (calculated).',
    value: (run) =>
      bytes(
        areBytesKnown(run) && run.score.arrivals > 0 ? run.bytes / run.score.arrivals : undefined,
      ),
  },
  {
    name: 'Connections',
    means:
      'TCP connections that this side has used in this run, and how many of them it holds open now. Over HTTP/2 both sides share one.',
    value: (run) => (areBytesKnown(run) ? connectionsUsed(run.moved) : UNKNOWN),
    terminal: connectionsUsed,
  },
  {
    name: 'Idle cost',
    means:
      'Bytes a minute while no price had changed for 5 s, measured over a minute or more: polls that bring nothing new; for the WebSocket its heartbeats, the pings and pongs of page and server.',
    value: ({ idleCost }) => {
      const cost = bytes(idleCost.perMinute);
      return cost === UNKNOWN ? UNKNOWN : `${cost}/min`;
    },
  },
];
