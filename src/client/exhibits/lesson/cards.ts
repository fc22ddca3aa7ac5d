import { html, type TemplateResult } from 'lit';
import { saveText } from '../../ui/save-file.ts';
import { type Idea, summary, summaryText } from './summary.ts';

/** Asks somebody who has left the lesson in the middle where to go on. */
export function welcomeBack(
  step: number,
  goOn: () => void,
  startAgain: () => void,
  leave: () => void,
): TemplateResult {
  return html`
    <div class="head"><h2 tabindex="-1">Welcome back</h2></div>
    <p class="beat">Go on at step ${step}, or start again?</p>
    <div class="buttons">
      <button class="next" @click=${goOn}>Go on</button>
      <button @click=${startAgain}>Start again</button>
      <button @click=${leave}>Leave</button>
    </div>
  `;
}

/** What was guessed and measured, after the last step. */
export function ending(
  ideas: readonly Idea[],
  back: () => void,
  finish: () => void,
  startAgain: () => void,
): TemplateResult {
  const save = () => saveText('ask-or-be-told.md', 'text/markdown', summaryText(ideas));
  return html`
    <div class="head"><h2 tabindex="-1">What you have seen</h2></div>
    ${summary(ideas)}
    <div class="buttons">
      <button @click=${back}>Back</button>
      <button class="next" @click=${finish}>Done</button>
      <button @click=${startAgain}>Start again</button>
      <button @click=${save}>Take it with you</button>
    </div>
  `;
}
