import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { base } from '../../ui/styles.ts';
import {
  type Application,
  advice,
  applications,
  type Choice,
  choices,
  choicesMade,
  judge,
} from './uses.ts';

const OPTIONS = Object.entries(choices).map(([value, { words }]) => [value, words] as const);

/**
 * "Which would you use?": real applications to choose for. Answers may be changed. Says `say` with
 * each judgement, for the page to speak.
 */
export class UseQuiz extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
      }
      dl {
        order: var(--terms, 0);
      }
      dl,
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
        column-gap: 0.6rem;
        margin: 0;
        padding: 0.3rem 0 0;
        list-style: none;
      }
      dl div,
      li {
        margin-bottom: var(--air, 0.6rem);
      }
      dl div {
        padding-inline-start: 0.7rem;
        border-inline-start: 4px solid;
        color: var(--http);
      }
      dl div:last-child {
        color: var(--ws);
      }
      dt {
        font-weight: 700;
      }
      dd {
        color: var(--ink);
      }
      dl,
      li p {
        font-size: var(--small);
        line-height: 1.4;
      }
      /* Three rows each, shared with the neighbours, so that their buttons stand in one line. */
      li {
        display: grid;
        grid-row: span 3;
        grid-template-rows: subgrid;
        padding: var(--air, 0.7rem) 0.8rem;
        background: var(--surface);
        border: 1px solid var(--edge);
        border-radius: 14px;
      }
      h4 {
        font-size: 1.05rem;
        line-height: 1.3;
      }
      choice-row {
        padding-top: var(--air, 0.5rem);
        --choice-size: 0.8rem;
      }
      .answer p {
        padding-top: 0.5rem;
      }
      .answer .sentence {
        font-size: 1rem;
        font-weight: 700;
      }
      .mark {
        display: inline-grid;
        place-items: center;
        width: 1.5em;
        height: 1.5em;
        margin-inline-end: 0.2em;
        vertical-align: middle;
        font-size: var(--small);
        border: 2px dotted var(--line);
        border-radius: 50%;
      }
      .mark.yes {
        color: var(--ground);
        background: var(--ink);
        border: 2px solid var(--ink);
      }
      .sentence:has(.no),
      .no {
        color: var(--fail);
      }
      .mark.no {
        border: 2px solid;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
        padding-bottom: var(--air, 0.5rem);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`
      <p>Nine real applications. Which would you use for each? Some have two right answers.</p>
      <dl>
        ${Object.values(choices).map(
          ({ words, means }) => html`<div><dt>${words}</dt><dd>${means}</dd></div>`,
        )}
      </dl>
      <ul>
        ${applications.map((application) => this.#card(application))}
      </ul>
      ${this.#tally()}
    `;
  }

  #card(application: Application): TemplateResult {
    const { id, name, happens } = application;
    const choice = choicesMade.get(id);
    return html`
      <li>
        <div>
          <h4>${name}</h4>
          <p class="muted">${happens}</p>
        </div>
        <choice-row
          label="${name}: which would you use?"
          .options=${OPTIONS}
          .value=${choice ?? ''}
          @choose=${({ detail }: CustomEvent<Choice>) => this.#choose(application, detail)}
        ></choice-row>
        ${choice ? this.#answer(application, choice) : nothing}
      </li>
    `;
  }

  #answer(application: Application, choice: Choice): TemplateResult {
    const { right, sentence, why } = judge(application, choice);
    return html`
      <div class="answer" translate="no">
        <p class="sentence">${mark(right)} ${sentence}</p>
        ${why.map((text) => html`<p>${text}</p>`)}
      </div>
    `;
  }

  #tally(): TemplateResult {
    const marks = applications.map((application) => {
      const choice = choicesMade.get(application.id);
      return choice && judge(application, choice).right;
    });
    const answered = choicesMade.size;
    const right = marks.filter(Boolean).length;
    return html`
      <footer>
        <span aria-hidden="true">${marks.map(mark)}</span>
        <b translate="no">${answered} of ${marks.length} answered${answered > 0 ? `, ${right} of ${marks.length} match an engineer’s choice` : ''}</b>
        <button @click=${this.#restart}>Start again</button>
      </footer>
      ${answered === marks.length ? html`<p>${advice}</p>` : nothing}
    `;
  }

  #choose(application: Application, choice: Choice): void {
    choicesMade.set(application.id, choice);
    this.requestUpdate();
    const { sentence, why } = judge(application, choice);
    this.#say([`${application.name}.`, sentence, ...why].join(' '));
  }

  #restart(): void {
    choicesMade.clear();
    this.requestUpdate();
    this.#say('Answers cleared.');
  }

  #say(detail: string): void {
    this.dispatchEvent(new CustomEvent('say', { detail, bubbles: true, composed: true }));
  }
}

/** A sign of its own shape for right, not right, and not answered; words always stand beside it. */
function mark(right: boolean | undefined): TemplateResult {
  if (right === undefined) return html`<span class="mark"></span>`;
  return right
    ? html`<span class="mark yes" aria-hidden="true">✓</span>`
    : html`<span class="mark no" aria-hidden="true">✗</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'use-quiz': UseQuiz;
  }
}
