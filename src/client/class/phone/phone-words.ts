import { html, nothing, type TemplateResult } from 'lit';
import { recall, remember } from '../../settings/storage.ts';

const HINTED = 'class-awake-hint';

/**
 * @param awake whether the page keeps the screen on by itself
 * @param again draws this anew
 */
export function lobby(awake: boolean, again: () => void): TemplateResult {
  return html`
    <div class="center">
      <svg class="tick" viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r="46" fill="currentColor"></circle>
        <path d="M27 52l16 16 31-34" fill="none" stroke="var(--on-hue)" stroke-width="10"
          stroke-linecap="round" stroke-linejoin="round"></path>
      </svg>
      <h1 tabindex="-1">You are in. Look to the front.</h1>
      <p class="muted">Keep this page open. It follows the class by itself.</p>
      ${awake || recall(HINTED) ? nothing : awakeHint(again)}
    </div>
  `;
}

/** Over plain http no page can keep a screen on. */
function awakeHint(again: () => void): TemplateResult {
  const got = () => {
    remember(HINTED, 'seen');
    again();
  };
  return html`
    <div class="hint">
      <p><b>Keep your screen awake.</b> A phone that sleeps can’t take part. Touch it now and then.</p>
      <button @click=${got}>I will</button>
    </div>
  `;
}

/** Another tab of this phone has taken the place. */
export function replaced(takeBack: () => void): TemplateResult {
  return html`
    <div class="center">
      <h1 tabindex="-1">You went on in another tab</h1>
      <p>This phone takes part once. The other tab has your place and your answers.</p>
      <button class="solid" @click=${takeBack}>Go on here instead</button>
    </div>
  `;
}

export function over(phase: 'summary' | 'ended'): TemplateResult {
  if (phase === 'summary') {
    return html`
      <div class="center">
        <h1 tabindex="-1">Look to the front</h1>
        <p>The screen shows what your class has measured.</p>
      </div>
    `;
  }
  return html`
    <div class="center">
      <h1 tabindex="-1">The class is over</h1>
      <p>Thank you. You can close this page, or try all of it by yourself.</p>
      <a href="/">Ask or be told?</a>
    </div>
  `;
}
