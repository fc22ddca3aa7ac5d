import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from './progress.ts';
import type { Step } from './steps.ts';

/** One of the eight ideas, with what the visitor guessed and measured on the way to it. */
export interface Idea {
  title: string;
  idea: string;
  guess: string | undefined;
  right: boolean | undefined;
  measured: string | undefined;
}

/** What has become of each step so far. */
export function ideasOf(steps: readonly Step[], progress: Progress): Idea[] {
  return steps.map(({ title, idea, predict }, index) => {
    const { guess, measured } = progress.at(index + 1);
    return {
      title,
      idea,
      guess: guess === undefined ? undefined : predict.answers[guess],
      right: measured && guess === measured.bearsOut,
      measured: measured?.text,
    };
  });
}

/** The ideas as a list. */
export function summary(ideas: readonly Idea[]): TemplateResult {
  return html`
    <ol class="summary" translate="no">
      ${ideas.map(
        ({ title, idea, guess, right, measured }) => html`
          <li>
            <h3>${title}</h3>
            <p><b>${idea}</b></p>
            ${
              guess === undefined
                ? html`<p class="muted">Skipped.</p>`
                : html`<p class="muted">You said: ${guess} ${right === undefined ? nothing : right ? '✓' : '✗'}</p>`
            }
            ${measured ? html`<p>${measured}</p>` : nothing}
          </li>
        `,
      )}
    </ol>
  `;
}

/** The same as Markdown, to keep. */
export function summaryText(ideas: readonly Idea[]): string {
  const parts = ideas.map(({ title, idea, guess, right, measured }, index) =>
    [
      `## ${index + 1}. ${title}`,
      idea,
      guess === undefined
        ? 'Skipped.'
        : `You said: ${guess}${right === undefined ? '' : right ? ' (right)' : ' (not this time)'}`,
      measured,
    ]
      .filter(Boolean)
      .join('\n\n'),
  );
  return `# Ask or be told?\n\n${parts.join('\n\n')}\n`;
}
