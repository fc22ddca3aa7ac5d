import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../../session/session.ts';
import { BEATS, type Beat, type StepProgress } from './progress.ts';
import type { Step } from './steps.ts';

const BEAT_WORDS: Record<Beat, string> = { predict: 'Predict', do: 'Do', see: 'See', why: 'Why' };

/** A step's title, which beat is on, and the button that folds the strip where there is little room. */
export function head(
  place: string,
  title: string,
  beat: Beat,
  folded: boolean,
  fold: () => void,
): TemplateResult {
  return html`
    <div class="head">
      <h2 tabindex="-1"><small>${place}</small> ${title}</h2>
      <ol aria-label="Beats of this step">
        ${BEATS.map(
          (name) =>
            html`<li aria-current=${name === beat ? 'step' : nothing}>${BEAT_WORDS[name]}</li>`,
        )}
      </ol>
      <button class="fold" aria-expanded=${folded ? 'false' : 'true'} @click=${fold}>
        <span aria-hidden="true">${folded ? '▲' : '▼'}</span>
        <span class="hidden">${folded ? 'Unfold the lesson' : 'Fold the lesson'}</span>
      </button>
    </div>
  `;
}

/** The question, with its answers to choose from. */
export function predict({ predict }: Step, guess: (answer: number) => void): TemplateResult {
  return html`
    <p>${predict.question}</p>
    <div class="answers">
      ${predict.answers.map(
        (answer, index) => html`<button @click=${() => guess(index)}>${answer}</button>`,
      )}
    </div>
  `;
}

/** @param told how far the visitor is with it, in a few words */
export function task(
  { do: { text, button } }: Step,
  told: string,
  session: Session,
): TemplateResult {
  const press = () => button?.press(session);
  const busy = button?.busy?.(session) ? 'true' : 'false';
  return html`
    <p><b>${text}</b> <span class="told">${told}</span></p>
    ${button && html`<button class="next" aria-disabled=${busy} @click=${press}>${button.label}</button>`}
  `;
}

/** The guess beside what was measured, and the explanation once it has been asked for. */
export function outcome(
  { predict: { answers }, why }: Step,
  { guess = 0, measured, explained }: StepProgress,
  explain: () => void,
): TemplateResult {
  const right = guess === measured?.bearsOut;
  return html`
    <p>
      You said “${answers[guess]}”.
      ${
        right
          ? html`<b class="right">✓ So it was.</b>`
          : html`<b class="wrong">✗ It was “${answers[measured?.bearsOut ?? 0]}”.</b>`
      }
    </p>
    <p>${measured?.text}</p>
    ${
      explained
        ? html`<p class="why">${why}</p>`
        : html`<button class="next" @click=${explain}>Why?</button>`
    }
  `;
}
