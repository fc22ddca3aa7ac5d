import type { Session } from '../../session/session.ts';
import { sayUnloaded } from '../../ui/load-problem.ts';
import type { BlindTest } from './blind-test.ts';

/**
 * Takes the whole page away while somebody guesses blindly, and puts the guess in its place: what is
 * not in the document can't give anything away. The session, its two sides and their lines live on.
 * @returns once a guess that the page's link wants is ready
 */
export function followBlindGuess(session: Session): Promise<void> {
  let page: { parts: ChildNode[]; title: string; description: Element | null } | undefined;
  let test: BlindTest | undefined;

  const close = async () => {
    // Empty until the guess is here, so that nothing is seen before.
    page = {
      parts: [...document.body.childNodes],
      title: document.title,
      description: document.head.querySelector('meta[name="description"]'),
    };
    document.body.replaceChildren();
    document.title = 'Which is which?';
    page.description?.remove();
    const [{ BlindGuess }, { BlindTest }] = await Promise.all([
      import('./blind-guess.ts'),
      import('./blind-test.ts'),
    ]);
    // The wish may have changed while it was loaded.
    if (!page) return;
    if (!customElements.get('blind-guess')) customElements.define('blind-guess', BlindGuess);
    test = new BlindTest(session);
    test.follow();
    const guess = document.createElement('blind-guess');
    guess.session = session;
    guess.test = test;
    document.body.replaceChildren(guess);
    await guess.updateComplete;
  };

  const open = () => {
    if (!page) return;
    const { parts, title, description } = page;
    page = undefined;
    document.body.replaceChildren(...parts);
    document.title = title;
    if (description) document.head.append(description);
    test?.end();
    test = undefined;
  };

  /** The page is put back, with a sentence. */
  const sendError = () => {
    const round = session.settings.blind;
    session.commands.setBlind(undefined);
    const title = document.querySelector('.title');
    if (title)
      sayUnloaded('The blind guess', title, session, () => session.commands.setBlind(round));
  };

  const follow = async () => {
    if (!session.settings.blind) return open();
    if (page) test?.follow();
    else await close().catch(sendError);
  };
  session.addEventListener('change', follow);
  return follow();
}
