import { html, LitElement, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Replay } from '../../recording/replay.ts';
import { damageInWords } from '../../session/line-words.ts';
import { readLink, writeLink } from '../../settings/link.ts';
import { seconds } from '../../ui/format.ts';
import { base } from '../../ui/styles.ts';
import { Player } from './player.ts';
import { replayMessages } from './replay-messages.ts';
import { replayStyles } from './replay-styles.ts';

/** One step of the slider is about so long, in ms; the last one ends with the run. */
const STEP = 100;

const SPEEDS: [string, string][] = [
  ['0.25', '¼ ×'],
  ['1', '1 ×'],
  ['4', '4 ×'],
  ['16', '16 ×'],
];

/** A recorded run over the whole page, which goes on beneath it; or why a file is none. */
export class ReplayView extends LitElement {
  static override styles = [base, replayStyles];

  /** The run, or a sentence. */
  @property({ attribute: false }) accessor content: Replay | string = '';

  @state() accessor #player = new Player(0, 0);

  @query('dialog') accessor #dialog!: HTMLDialogElement;

  #frame = 0;

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('content') || typeof this.content === 'string') return;
    this.#player = new Player(this.content.begins, this.content.ends);
  }

  override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title origin" @close=${this.#close}>
        <div class="head">
          <h2 id="title">${typeof this.content === 'string' ? 'No run to replay' : 'Ask or be told?'}</h2>
          <button autofocus @click=${() => this.#dialog.close()}>Back to live</button>
        </div>
        ${
          typeof this.content === 'string'
            ? html`<p translate="no">${this.content}</p>`
            : this.#run(this.content)
        }
      </dialog>
    `;
  }

  override firstUpdated(): void {
    this.#dialog.showModal();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  #run(replay: Replay): TemplateResult {
    const { session, recording } = replay;
    const { settings, cut, browser } = recording;
    return html`
      <p id="origin" translate="no">
        A run recorded on ${dayInWords(recording.day)}, replayed: nothing here comes from a server.
      </p>
      <div class="sides">
        <replay-side class="http" .session=${session} .side=${session.left}></replay-side>
        <replay-side class="ws" .session=${session} .side=${session.right}></replay-side>
      </div>
      ${this.#controls(replay)}
      <p class="small bad" translate="no">
        ${session.damage === 'none' ? '' : damageInWords[session.damage]}
      </p>
      <score-board .session=${session}></score-board>
      <p class="small muted" translate="no">
        The numbers are computed anew from what each side was told, and when. ${atTheEnd(replay)}
        ${cut ? 'The run went on: it was too long to be recorded whole.' : ''}
      </p>
      <p class="small muted browser" translate="no">
        ${settings.symbol} · HTTP/${settings.http} · ${browser}
      </p>
      ${replayMessages(recording, replay.moment, replay.begins)}
    `;
  }

  #controls({ begins, ends }: Replay): TemplateResult {
    const { moment, playing, speed } = this.#player;
    const steps = Math.max(1, Math.round((ends - begins) / STEP));
    const step = (ends - begins) / steps || 1;
    const words = `${seconds(moment - begins)} of ${seconds(ends - begins)}`;
    return html`
      <div class="controls">
        <button class="play" @click=${this.#toggle}>${playing ? 'Pause' : 'Play'}</button>
        <label>
          <span>Moment</span>
          <input
            type="range"
            min="0"
            max=${steps}
            .value=${String(Math.round((moment - begins) / step))}
            aria-valuetext=${words}
            @input=${(event: Event) => this.#seek(begins + (event.target as HTMLInputElement).valueAsNumber * step)}
          />
          <output translate="no">${words}</output>
        </label>
        <choice-row
          label="Speed"
          .options=${SPEEDS}
          .value=${String(speed)}
          @choose=${({ detail }: CustomEvent<string>) => this.#setSpeed(Number(detail))}
        ></choice-row>
      </div>
    `;
  }

  readonly #close = () => {
    const link = readLink();
    link.delete('run');
    writeLink(link);
    this.remove();
  };

  readonly #toggle = () => {
    if (this.#player.playing) this.#player.pause();
    else this.#player.play(performance.now());
    this.#go();
  };

  #setSpeed(speed: number): void {
    this.#player.advance(performance.now());
    this.#player.speed = speed;
    this.requestUpdate();
  }

  #seek(moment: number): void {
    this.#player.seek(moment, performance.now());
    this.#go();
  }

  /** Shows where the player is, and goes on while it plays. */
  readonly #go = () => {
    cancelAnimationFrame(this.#frame);
    this.#player.advance(performance.now());
    if (typeof this.content !== 'string') this.content.seek(this.#player.moment);
    if (this.#player.playing) this.#frame = requestAnimationFrame(this.#go);
    this.requestUpdate();
  };
}

/** Whether the replay ends as the run did. */
function atTheEnd({ moment, ends, scores, recording: { left, right } }: Replay): string {
  if (moment < ends) return '';
  const same =
    JSON.stringify(scores) === JSON.stringify({ left: left.scores, right: right.scores });
  return same
    ? 'At the end they match those saved in the file.'
    : 'At the end they differ from those in the file, so it was changed after it was saved.';
}

/** Such as 31 January 2026. */
const dayInWords = (day: string) =>
  new Date(`${day}T00:00Z`).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

declare global {
  interface HTMLElementTagNameMap {
    'replay-view': ReplayView;
  }
}
