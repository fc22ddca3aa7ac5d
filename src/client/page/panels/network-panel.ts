import { css, html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Damage, Loss } from '../../../protocol/instruments/line.ts';
import { LOSSES, RTT } from '../../../protocol/limits.ts';
import { follow } from '../../ui/follow.ts';
import { UNKNOWN } from '../../ui/format.ts';
import { isWebSocketApart } from '../../ui/http2-words.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

/** Added round trips one may know from life, in ms. */
const PRESETS = [
  ['None', 0],
  ['Nearby', 60],
  ['Far away', 600],
  ['Weak signal', 2000],
] as const;

const DAMAGES: [Damage, string][] = [
  ['none', 'Working'],
  ['cut', 'Cut: connections drop and can’t reconnect'],
  ['stall', 'Stall: connections look open, but nothing gets through'],
];

const LOSS_OPTIONS = LOSSES.map((loss): [string, string] => [
  String(loss),
  loss === 0 ? 'None' : `1 in ${loss}`,
]);

/** One step of the slider, in ms. */
const RTT_STEP = 20;

/** "Change the network": the delay and the damage done to both sides on purpose. */
export class NetworkPanel extends SessionElement {
  static override styles = [
    base,
    css`
      .presets {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      label {
        margin-top: 0.4rem;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 1rem;
      }
      input {
        flex: 1 1 12rem;
        min-width: 0;
        height: 44px;
        accent-color: var(--focus);
      }
      output {
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      p {
        padding: var(--air, 0.5rem) 0;
      }
    `,
  ];

  /** Where the slider is while it is held, in ms. */
  @state() accessor #held: number | undefined;

  constructor() {
    super();
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const { rtt, instruments } = this.session;
    return html`
      <p>
        We add this delay on purpose, the same for both sides. Your server is too close to feel it.
        <small class="muted">simulated</small>
      </p>
      <div class="presets" role="group" aria-label="Added round trip">
        ${PRESETS.map(
          ([name, ms]) => html`
            <button aria-pressed=${rtt === ms} @click=${() => this.#set(ms)}>${name} <small>${ms} ms</small></button>
          `,
        )}
      </div>
      <label>
        <span>Added round trip</span>
        <input
          type="range"
          min=${RTT.min}
          max=${RTT.max}
          step=${RTT_STEP}
          .value=${String(rtt ?? 0)}
          ?disabled=${rtt === undefined}
          @input=${(event: Event) => {
            this.#held = (event.target as HTMLInputElement).valueAsNumber;
          }}
          @change=${this.#letGo}
        />
        <output translate="no">${this.#held ?? rtt ?? UNKNOWN} ms</output>
      </label>
      <p>
        Lose a packet now and then. It has to be sent again, and whatever is behind it on the same connection
        waits. <small class="muted">simulated</small>
      </p>
      <choice-row
        label="Lost packets"
        .options=${LOSS_OPTIONS}
        .value=${String(instruments.loss)}
        @choose=${({ detail }: CustomEvent<string>) => this.session.commands.setLoss(Number(detail) as Loss)}
      ></choice-row>
      <p class="small" ?hidden=${instruments.loss === 0}>
        Both sides wait, because TCP delivers in order: this is head-of-line blocking. ${
          isWebSocketApart(this.session)
            ? 'Each connection waits for its own lost packets.'
            : 'Over HTTP/2 both sides share one connection, so a lost packet of one holds up the other.'
        } HTTP/3 and WebTransport run over QUIC: there, only the stream that lost the packet would wait.
      </p>
      <p>
        Break both connections. The measurements keep working.
        <small class="muted">simulated</small>
      </p>
      <choice-row
        label="State of the line"
        .options=${DAMAGES}
        .value=${this.session.damage}
        @choose=${({ detail }: CustomEvent<Damage>) => this.session.commands.setDamage(detail)}
      ></choice-row>
    `;
  }

  #letGo(event: Event): void {
    this.#held = undefined;
    this.#set((event.target as HTMLInputElement).valueAsNumber);
  }

  #set(ms: number): void {
    this.session.commands.setRtt(ms);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'network-panel': NetworkPanel;
  }
}
