import { css, html, type TemplateResult } from 'lit';
import { type Experiment, experiments, linkTo } from '../../settings/experiments.ts';
import { readLink } from '../../settings/link.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

/** The experiments to choose from. */
export class ExperimentList extends SessionElement {
  static override styles = [
    base,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
        gap: var(--air, 0.6rem) 0.6rem;
        margin: var(--air, 0.4rem) 0;
        padding: 0;
        list-style: none;
      }
      li:last-child {
        align-self: end;
      }
      a {
        display: block;
        height: 100%;
        min-height: 44px;
        padding: 0.35rem 0.8rem 0.45rem;
        color: var(--ink);
        text-decoration: none;
        border: 1.5px solid var(--line);
        border-radius: 10px;
        background: var(--surface);
      }
      a:hover {
        border-color: var(--ink);
      }
      a[aria-current='true'] {
        border-inline-start-width: 8px;
      }
      :is(b, small) {
        display: block;
        line-height: 1.4;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const current = readLink();
    const chosen = this.session.settings.experiment;
    return html`
      <ul>
        ${experiments.map(
          (experiment) => html`
            <li>
              <a
                href=${linkTo(experiment, current)}
                aria-current=${experiment.name === chosen}
                @click=${(event: MouseEvent) => this.#try(event, experiment)}
              >
                <b>${experiment.name}</b>
                <small>${experiment.watch}</small>
              </a>
            </li>
          `,
        )}
        <li><button @click=${() => this.session.commands.backToNormal()}>Back to normal</button></li>
      </ul>
    `;
  }

  #try(event: MouseEvent, experiment: Experiment): void {
    // Another tab or window is the browser's to open.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.session.commands.tryExperiment(experiment);
    scrollTo(0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'experiment-list': ExperimentList;
  }
}
