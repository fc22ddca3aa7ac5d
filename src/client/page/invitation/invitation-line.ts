import { css, html, type TemplateResult } from 'lit';
import { STEPS } from '../../settings/url-settings.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import type { Invitation } from './invitation.ts';
import { visitOf } from './visit.ts';

/** The line between title and cards that says what to do next. */
export class InvitationLine extends SessionElement {
  static override styles = [
    base,
    css`
      :host {
        min-height: 1.5em;
      }
      button {
        min-height: 0;
        padding: 0.1em 0;
        color: inherit;
        background: none;
        border: 0;
        text-align: inherit;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const { text, links } = visitOf(this.session).invitation;
    return html`<p translate="no">${text} ${links.map((link) => this.#link(link))}</p>`;
  }

  #link(link: Invitation['links'][number]): TemplateResult {
    const { session } = this;
    switch (link) {
      case 'timer':
        return html`<button @click=${() => void session.commands.setLeft('timer')}>Try “On a timer”</button>`;
      case 'compare':
        return html`<button @click=${compare}>Compare all five ways</button>`;
      case 'lesson':
        return html`<button @click=${() => session.commands.setStep(STEPS.min)}>Take the lesson</button>`;
    }
  }
}

function compare(): void {
  const details = document.getElementById('compare') as HTMLDetailsElement;
  details.open = true;
  details.scrollIntoView();
}

declare global {
  interface HTMLElementTagNameMap {
    'invitation-line': InvitationLine;
  }
}
