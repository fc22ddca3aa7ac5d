import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Side } from '../../session/side.ts';
import { BLIND_ROUNDS } from '../../settings/url-settings.ts';
import { follow } from '../../ui/follow.ts';
import { dollars, percent, seconds } from '../../ui/format.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import type { Clue, Guess } from './blind.ts';
import { blindStyles } from './blind-styles.ts';
import type { BlindTest } from './blind-test.ts';

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
const CLUES: [Clue, string][] = [
  ['itself', 'It moved by itself'],
  ['fresh', 'It was quicker'],
  ['skips', 'The other one skipped prices'],
  ['nothing', 'Nothing did'],
];

/** The blind guess: two prices without names, and which is the WebSocket? */
export class BlindGuess extends SessionElement {
  static override styles = [base, blindStyles];

  @property({ attribute: false }) accessor test!: BlindTest;

  constructor() {
    super();
    follow(this, () => this.test, 'change');
    follow(this, () => this.session.left, 'change');
    follow(this, () => this.session.right, 'change');
    follow(
      this,
      () => this.session,
      'reveal',
      () => this.test.reveal(),
    );
  }

  override render(): TemplateResult {
    const { session, test } = this;
    const { hint, number, revealed, round, verdict } = test;
    const sides: [Side, Side] = [session.left, session.right];
    const [a, b] = test.webSocket === 'a' ? sides.reverse() : sides;
    return html`<main>
      <header>
        <h1>Which is which?</h1>
        <p translate="no">Round ${number} of ${BLIND_ROUNDS.length}</p>
        <button @click=${() => test.leave()}>Leave</button>
      </header>
      <p>The same stock, twice. One of the two prices comes over a WebSocket.</p>
      <div class="two">${this.#face('A', a)} ${this.#face('B', b)}</div>
      ${
        round.button && !revealed
          ? html`<p class="buttons"><button @click=${() => session.left.press()}>Get a new price</button></p>`
          : ''
      }
      ${revealed ? this.#truth() : this.#questions()}
      <p class="hidden" role="status" translate="no">${revealed ? verdict : hint}</p>
    </main>`;
  }

  #face(name: string, side: Side | undefined): TemplateResult {
    const shown = side?.run.shown;
    return html`
      <section aria-label=${name}>
        <h2>${name}</h2>
        <p class="price" translate="no">${shown ? dollars(shown.price) : '…'}</p>
        ${this.test.revealed && side ? this.#unveiled(side) : ''}
      </section>
    `;
  }

  #unveiled(side: Side): TemplateResult {
    const { measured, right } = this.session;
    const { rightFor, meanOutOfDate } = side.run.score;
    return html`
      <p><b>${side === right ? 'WebSocket' : 'HTTP'}</b></p>
      ${
        measured
          ? html`<p class="small" translate="no">Right for ${percent(rightFor)} of the time, on average ${seconds(meanOutOfDate)} out of date</p>`
          : ''
      }
    `;
  }

  #questions(): TemplateResult {
    return html`
      <div class="questions">
        ${this.#question('Which one is the WebSocket?', A_OR_B, 'guess')}
        ${this.#question('Which would you rather use?', A_OR_B, 'rather')}
        ${this.#question('How sure are you?', SURE, 'sure')}
      </div>
      <p class="buttons">
        <button class="main" @click=${() => this.test.reveal()}>Reveal</button>
        <span translate="no">${this.test.hint}</span>
      </p>
    `;
  }

  #question<Question extends keyof BlindTest['answers']>(
    words: string,
    options: [BlindTest['answers'][Question], string][],
    question: Question,
  ): TemplateResult {
    return html`
      <div>
        <h3>${words}</h3>
        <choice-row
          label=${words}
          .options=${options}
          .value=${this.test.answers[question]}
          @choose=${({ detail }: CustomEvent<BlindTest['answers'][Question]>) => this.test.answer(question, detail)}
        ></choice-row>
      </div>
    `;
  }

  #truth(): TemplateResult {
    const { test } = this;
    const { last, preference, round, score, verdict } = test;
    return html`
      <div class="verdict" translate="no">
        <p><b>${verdict}</b> The other one was ${round.was}. ${preference}</p>
        <p>${round.lesson}</p>
        ${last ? html`<p>${score}</p>` : ''}
      </div>
      ${this.#question('What gave it away?', CLUES, 'clue')}
      <p translate="no">${test.clueAnswered}</p>
      <p class="buttons last">
        ${
          last
            ? html`<button class="main" @click=${() => test.lookAtMessages()}>Look at the wire</button>`
            : html`<button class="main" @click=${() => test.next()}>Next round</button>`
        }
        <button @click=${() => test.leave()}>Back to the page</button>
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'blind-guess': BlindGuess;
  }
}
