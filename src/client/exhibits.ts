import type { SessionElement } from './element.ts';
import type { Session } from './session.ts';

type Elements = Record<string, CustomElementConstructor>;

/** What is loaded only when it is opened: the id of its `<details>`, and its elements. */
const exhibits: Record<string, () => Promise<Elements>> = {
  async messages() {
    const [diagram, list, xray] = await Promise.all([
      import('./exhibits/message-diagram.ts'),
      import('./exhibits/message-list.ts'),
      import('./exhibits/message-xray.ts'),
    ]);
    return {
      'message-xray': xray.MessageXray,
      'message-list': list.MessageList,
      'message-diagram': diagram.MessageDiagram,
    };
  },
  async bytes() {
    const { ByteLedger } = await import('./exhibits/byte-ledger.ts');
    return { 'byte-ledger': ByteLedger };
  },
  async duplex() {
    const { DuplexExhibit } = await import('./exhibits/duplex-exhibit.ts');
    return { 'duplex-exhibit': DuplexExhibit };
  },
  async uses() {
    const { UseQuiz } = await import('./exhibits/use-quiz.ts');
    return { 'use-quiz': UseQuiz };
  },
};

/** Loads each exhibit when its `<details>` is opened, and gives its elements the session. */
export function openExhibits(session: Session): void {
  for (const [id, load] of Object.entries(exhibits)) {
    const details = document.getElementById(id) as HTMLDetailsElement;
    const open = async () => {
      if (!details.open) return;
      details.removeEventListener('toggle', open);
      try {
        define(await load(), details, session);
      } catch {
        details.addEventListener('toggle', open);
        session.say('This part could not be loaded. Close it and open it again.');
      }
    };
    details.addEventListener('toggle', open);
    void open();
  }
}

function define(elements: Elements, details: HTMLDetailsElement, session: Session): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
    for (const made of details.querySelectorAll<SessionElement>(name)) made.session = session;
  }
}
