import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Side } from '../../session/side.ts';
import { BLIND_ROUNDS, type BlindRound, type Poll } from '../../session/url-settings.ts';
import { follow } from '../../ui/follow.ts';
import { dollars } from '../../ui/format.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { type Guess, type Round, rounds, toss, verdict } from './blind.ts';

const A_OR_B: [Guess, string][] = [
  ['a', 'A'],
  ['b', 'B'],
  ['none', 'Can’t tell'],
];
const SURE: [string, string][] = [
  ['guess', 'I guess'],
  ['fairly', 'Fairly sure'],
  ['sure', 'Sure'],
];
const CLUES: [string, string][] = [
  ['itself', 'It moved by itself'],
  ['fresh', 'It was quicker'],
  ['skips', 'The other one skipped prices'],
  ['nothing', 'Nothing did'],
];

/** The blind guess: two prices without names, and which is the WebSocket? */
export class BlindGuess extends SessionElement {
  static override styles = [
    base,
    css`
      :host {
        max-width: 62rem;
        margin: 0 auto;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        justify-content: space-between;
      }
      h1 {
        margin: 0;
        font-size: clamp(1.45rem, 3vw, 1.9rem);
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: clamp(0.5rem, 2vw, 1.25rem);
        margin: 0.8rem 0;
      }
      section {
        min-width: 0;
        padding: 0.6rem 1rem;
        text-align: center;
        border: 2px solid var(--line);
        border-radius: 14px;
        background: var(--surface);
        container-type: inline-size;
      }
      h2 {
        font-size: var(--title);
      }
      .price {
        min-height: 1.2em;
        font-size: min(var(--price), 19cqi);
        font-weight: 700;
        line-height: 1.2;
        font-variant-numeric: tabular-nums;
      }
      .questions {
        display: grid;
        gap: 0.9rem;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
        margin: 0.8rem 0;
      }
      h3 {
        margin-bottom: 0.3rem;
        font-size: 1rem;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .last {
        margin-top: 0.9rem;
      }
      .main {
        font-weight: 600;
        color: var(--ground);
        background: var(--ink);
      }
      .verdict {
        padding: 0.6rem 0.9rem;
        margin: 0.8rem 0;
        border: 2px solid var(--line);
        border-left-width: 8px;
        border-radius: 10px;
      }
      .verdict b {
        font-size: 1.15em;
      }
    `,
  ];

  @state() accessor #revealed = false;
  @state() accessor #guess: Guess | '' = '';
  @state() accessor #rather = '';
  @state() accessor #sure = '';
  @state() accessor #clue = '';
  @state() accessor #hint = '';

  #round: BlindRound | undefined;
  #webSocketIsA = false;
  #right: boolean[] = [];
  /** How the page was before, to be put back. */
  #before: { left: Round['left']; poll: Poll; rate: number | undefined } | undefined;

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    follow(this, () => this.session.left, 'change');
    follow(this, () => this.session.right, 'change');
    follow(
      this,
      () => this.session,
      'reveal',
      () => this.#reveal(),
    );
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { blind } = this.session.settings;
    if (blind && blind !== this.#round) this.#begin(blind);
  }

  override render(): TemplateResult {
    const round = rounds[this.#round ?? '1'];
    const { left, right } = this.session;
    const [a, b] = this.#webSocketIsA ? [right, left] : [left, right];
    return html`<main>
      <header>
        <h1>Which is which?</h1>
        <p translate="no">Round ${this.#round} of ${BLIND_ROUNDS.length}</p>
        <button @click=${this.#leave}>Leave</button>
      </header>
      <p>The same stock, twice. One of the two prices comes over a WebSocket.</p>
      <div class="two">${this.#face('A', a)} ${this.#face('B', b)}</div>
      ${
        round.button && !this.#revealed
          ? html`<p class="buttons"><button @click=${() => this.session.left.press()}>Ask for a new price</button></p>`
          : ''
      }
      ${this.#revealed ? this.#truth(round) : this.#questions()}
      <p class="hidden" role="status" translate="no">${this.#revealed ? this.#sentence : this.#hint}</p>
    </main>`;
  }

  #face(name: string, side: Side): TemplateResult {
    return html`
      <section aria-label=${name}>
        <h2>${name}</h2>
        <p class="price" translate="no">${side.run.shown ? dollars(side.run.shown.price) : '…'}</p>
        ${this.#revealed ? html`<p>${side === this.session.right ? 'WebSocket' : 'HTTP'}</p>` : ''}
      </section>
    `;
  }

  #questions(): TemplateResult {
    return html`
      <div class="questions">
        ${this.#question('Which one is the WebSocket?', A_OR_B, this.#guess, (value) => {
          this.#guess = value as Guess;
          this.#hint = '';
        })}
        ${this.#question('Which would you rather use?', A_OR_B, this.#rather, (value) => {
          this.#rather = value;
        })}
        ${this.#question('How sure are you?', SURE, this.#sure, (value) => {
          this.#sure = value;
        })}
      </div>
      <p class="buttons"><button class="main" @click=${this.#reveal}>Reveal</button> <span translate="no">${this.#hint}</span></p>
    `;
  }

  #question(
    words: string,
    options: [string, string][],
    value: string,
    choose: (value: string) => void,
  ): TemplateResult {
    return html`
      <div>
        <h3>${words}</h3>
        <choice-row
          label=${words}
          .options=${options}
          .value=${value}
          @choose=${({ detail }: CustomEvent<string>) => choose(detail)}
        ></choice-row>
      </div>
    `;
  }

  #truth(round: Round): TemplateResult {
    const last = this.#round === BLIND_ROUNDS.at(-1);
    const webSocket = this.#webSocketIsA ? 'a' : 'b';
    const rather =
      this.#rather === '' || this.#rather === 'none'
        ? ''
        : `You would rather use ${this.#rather === webSocket ? 'the WebSocket' : 'the other one'}.`;
    return html`
      <div class="verdict" translate="no">
        <p><b>${this.#sentence}</b> The other one was ${round.was}. ${rather}</p>
        <p>${round.lesson}</p>
        ${last ? html`<p>${this.#right.filter(Boolean).length} of ${this.#right.length} guesses were right.</p>` : ''}
      </div>
      ${this.#question('What gave it away?', CLUES, this.#clue, (value) => {
        this.#clue = value;
      })}
      <p class="buttons last">
        ${
          last
            ? html`<button class="main" @click=${this.#lookAtMessages}>Look at the wire</button>`
            : html`<button class="main" @click=${this.#next}>Next round</button>`
        }
        <button @click=${this.#leave}>Back to the page</button>
      </p>
    `;
  }

  get #sentence(): string {
    return verdict(this.#guess || 'none', this.#webSocketIsA ? 'a' : 'b');
  }

  #begin(number: BlindRound): void {
    const { session } = this;
    const { left, poll, rate } = rounds[number];
    this.#before ??= {
      left: session.settings.left,
      poll: session.settings.poll,
      rate: session.instruments.hello && session.instruments.rate,
    };
    this.#round = number;
    this.#webSocketIsA = toss();
    this.#revealed = false;
    this.#guess = this.#rather = this.#sure = this.#clue = this.#hint = '';
    void session.commands.setLeft(left, poll ?? session.settings.poll);
    if (rate !== undefined && session.mayMoveMarket) session.commands.setRate(rate);
  }

  #reveal(): void {
    if (this.#revealed) return;
    if (this.#guess === '') {
      this.#hint = 'Choose A, B or “Can’t tell” first.';
      return;
    }
    this.#right.push(this.#guess === (this.#webSocketIsA ? 'a' : 'b'));
    this.#revealed = true;
  }

  #next(): void {
    this.session.commands.setBlind(BLIND_ROUNDS[BLIND_ROUNDS.indexOf(this.#round ?? '1') + 1]);
  }

  #leave(): void {
    this.session.commands.setBlind(undefined);
  }

  #lookAtMessages(): void {
    this.#before = undefined;
    this.#leave();
    this.session.commands.setDiagram(true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (!this.#before) return;
    const { left, poll, rate } = this.#before;
    void this.session.commands.setLeft(left, poll);
    if (
      rate !== undefined &&
      rate !== this.session.instruments.rate &&
      this.session.mayMoveMarket
    ) {
      this.session.commands.setRate(rate);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'blind-guess': BlindGuess;
  }
}
