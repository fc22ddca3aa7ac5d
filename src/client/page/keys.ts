import { RATE, RTT } from '../../protocol/limits.ts';
import type { Session } from '../session/session.ts';
import { recall, remember } from '../settings/storage.ts';
import { typedKey } from '../ui/typed-key.ts';
import { type LeftWay, leftWays } from '../ways/index.ts';
import { RTT_STEP } from './panels/network-panel.ts';

const STORED = 'single-key-shortcuts';

/** Whether single keys act; some people's input tools press keys by themselves (WCAG 2.1.4). */
export const shortcuts = {
  get on(): boolean {
    return recall(STORED) !== 'off';
  },
  set on(on: boolean) {
    remember(STORED, on ? 'on' : 'off');
  },
};

type Key = [key: string, does: string, act: (session: Session) => void];

/** The page's keys, with what each does in words. */
export const keys: Key[] = [
  ['r', 'Get price', (session) => session.left.press()],
  ...leftWays.map(
    ({ id, label }, i): Key => [
      `${i + 1}`,
      `Left side asks: ${label}`,
      (session) => choose(session, id),
    ],
  ),
  ['p', 'Pause the display', (session) => session.commands.togglePaused()],
  ['[', 'Less delay', (session) => changeRtt(session, -RTT_STEP)],
  [']', 'More delay', (session) => changeRtt(session, RTT_STEP)],
  ['-', 'Slower market', (session) => changeRate(session, 1 / 2)],
  ['=', 'Faster market', (session) => changeRate(session, 2)],
  ['x', 'Cut the line, or repair it', (session) => session.commands.toggleCut()],
  ['n', 'News: the price jumps', (session) => session.commands.news()],
  ['d', 'See the messages', (session) => session.commands.setDiagram(!session.settings.diagram)],
  [
    'b',
    'Blind test',
    (session) => session.commands.setBlind(session.settings.blind ? undefined : '1'),
  ],
  ['e', 'Reveal, in the blind test', (session) => session.emit('reveal')],
  ['f', 'Projector view', (session) => session.commands.toggleProjector()],
  ['0', 'Reset', (session) => void session.commands.reset()],
  ['?', 'This help', (session) => session.emit('help')],
];

/** All others could tell the sides apart while somebody guesses. */
const WHILE_BLIND = ['r', 'b', 'e', 'f'];

function changeRtt(session: Session, by: number): void {
  const rtt = session.rtt;
  if (rtt === undefined) return;
  session.commands.setRtt(Math.min(Math.max(rtt + by, RTT.min), RTT.max));
}

/** The keys slow the market down to one price change a minute: what is slower can't be watched. */
const SLOWEST = 1 / 60;

function changeRate(session: Session, by: number): void {
  const rate = session.instruments.rate || SLOWEST;
  session.commands.setRate(Math.min(Math.max(rate * by, SLOWEST), RATE.max));
}

function choose(session: Session, way: LeftWay): void {
  if (session.settings.left !== way) void session.commands.setLeft(way);
}

/** Where keys are text, or choose by their first letter. */
const TYPING = 'input:not([type=radio], [type=checkbox], [type=range]), select, textarea';

/** Lets the keys act, except where somebody types or chooses. */
export function listenToKeys(session: Session): void {
  document.addEventListener('keydown', (event) => {
    if (!shortcuts.on || event.repeat) return;
    const [target] = event.composedPath();
    if (target instanceof HTMLElement && target.matches(TYPING)) return;
    if (document.querySelector('help-overlay')?.open) return;
    const typed = typedKey(event);
    const found = keys.find(([key]) => key === typed);
    if (!found || (session.settings.blind && !WHILE_BLIND.includes(found[0]))) return;
    event.preventDefault();
    found[2](session);
  });
}
