import type { GuidedLesson } from '../exhibits/lesson/guided-lesson.ts';
import type { Session } from '../session/session.ts';
import { sayUnloaded } from '../ui/load-problem.ts';
import type { SessionElement } from '../ui/session-element.ts';

type Elements = Record<string, CustomElementConstructor>;

/** What is loaded only when it is opened: the id of its `<details>`, and its elements. */
const exhibits: Record<string, () => Promise<Elements>> = {
  async messages() {
    const [diagram, list, xray, files] = await Promise.all([
      import('../exhibits/messages/message-diagram.ts'),
      import('../exhibits/messages/message-list.ts'),
      import('../exhibits/messages/xray/message-xray.ts'),
      import('../exhibits/messages/files/message-files.ts'),
    ]);
    return {
      'message-xray': xray.MessageXray,
      'message-list': list.MessageList,
      'message-files': files.MessageFiles,
      'message-diagram': diagram.MessageDiagram,
    };
  },
  async bytes() {
    const { ByteBreakdown } = await import('../exhibits/bytes/byte-breakdown.ts');
    return { 'byte-breakdown': ByteBreakdown };
  },
  async compare() {
    const [exhibit, buttons] = await Promise.all([
      import('../exhibits/compare/compare-exhibit.ts'),
      import('../report/report-buttons.ts'),
    ]);
    return { 'report-buttons': buttons.ReportButtons, 'compare-exhibit': exhibit.CompareExhibit };
  },
  async duplex() {
    const { DuplexExhibit } = await import('../exhibits/both-ways/duplex-exhibit.ts');
    return { 'duplex-exhibit': DuplexExhibit };
  },
  async handshake() {
    const [exhibit, steps] = await Promise.all([
      import('../exhibits/handshake/handshake-exhibit.ts'),
      import('../exhibits/handshake/handshake-steps.ts'),
    ]);
    return {
      'handshake-steps': steps.HandshakeSteps,
      'handshake-exhibit': exhibit.HandshakeExhibit,
    };
  },
  async secure() {
    const { SecureExhibit } = await import('../exhibits/security/secure-exhibit.ts');
    return { 'secure-exhibit': SecureExhibit };
  },
  async network() {
    const [network, http2, market] = await Promise.all([
      import('./panels/network-panel.ts'),
      import('../exhibits/http2/http2-choice.ts'),
      import('./panels/market-panel.ts'),
    ]);
    return {
      'network-panel': network.NetworkPanel,
      'http2-choice': http2.Http2Choice,
      'market-panel': market.MarketPanel,
    };
  },
  async report() {
    const [report, buttons, file] = await Promise.all([
      import('../report/run-report.ts'),
      import('../report/report-buttons.ts'),
      import('../report/run-file.ts'),
    ]);
    return {
      'report-buttons': buttons.ReportButtons,
      'run-file': file.RunFile,
      'run-report': report.RunReport,
    };
  },
  async terminal() {
    const [exhibit, box, xray] = await Promise.all([
      import('../exhibits/terminal/terminal-exhibit.ts'),
      import('../exhibits/terminal/frame-box.ts'),
      import('../exhibits/messages/xray/message-xray.ts'),
    ]);
    return {
      'message-xray': xray.MessageXray,
      'terminal-exhibit': exhibit.TerminalExhibit,
      'frame-box': box.FrameBox,
    };
  },
  async why() {
    const { PriceJourney } = await import('../exhibits/why/price-journey.ts');
    return { 'price-journey': PriceJourney };
  },
  async fair() {
    const { FairNumbers } = await import('../exhibits/fair/fair-numbers.ts');
    return { 'fair-numbers': FairNumbers };
  },
  async uses() {
    const { UseQuiz } = await import('../exhibits/quiz/use-quiz.ts');
    return { 'use-quiz': UseQuiz };
  },
};

/** Loads the guided lesson when somebody takes it. */
export function followLesson(session: Session): void {
  const lesson = document.querySelector('guided-lesson') as GuidedLesson;
  const load = async () => {
    const module = await import('../exhibits/lesson/guided-lesson.ts').catch(() => undefined);
    if (!module) return sayUnloaded('The lesson', lesson, session, load);
    customElements.define('guided-lesson', module.GuidedLesson);
    lesson.session = session;
  };
  const follow = () => {
    if (session.settings.step === undefined) return;
    session.removeEventListener('change', follow);
    void load();
  };
  session.addEventListener('change', follow);
  follow();
}

/** Loads each exhibit when its `<details>` is opened, and gives its elements the session. */
export function openExhibits(session: Session): void {
  for (const [id, load] of Object.entries(exhibits)) {
    const details = document.getElementById(id) as HTMLDetailsElement;
    const fill = async () => {
      const elements = await load().catch(() => undefined);
      if (!elements) return sayUnloaded('This part', details, session, fill);
      await define(elements, details, session);
      session.emit('exhibit', id);
    };
    const open = () => {
      if (!details.open) return;
      details.removeEventListener('toggle', open);
      void fill();
    };
    details.addEventListener('toggle', open);
    open();
  }
  followDiagram(session);
}

/** Keeps the messages open or closed as the session has it: a key and a link can say so. */
function followDiagram(session: Session): void {
  const details = document.getElementById('messages') as HTMLDetailsElement;
  const follow = () => {
    const { diagram } = session.settings;
    if (diagram === details.open) return;
    details.open = diagram;
    if (diagram) details.scrollIntoView();
  };
  session.addEventListener('exhibit', ({ detail }) => {
    // Only now is it as tall as it will be.
    if (detail === 'messages') details.scrollIntoView();
  });
  details.addEventListener('toggle', () => session.commands.setDiagram(details.open));
  session.addEventListener('change', follow);
  follow();
}

/** Defines elements and waits until those that are there have been drawn. */
async function define(
  elements: Elements,
  details: HTMLDetailsElement,
  session: Session,
): Promise<void> {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
    for (const made of details.querySelectorAll<SessionElement>(name)) {
      made.session = session;
      await made.updateComplete;
    }
  }
}
