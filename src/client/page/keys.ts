import { RATE } from '../../protocol/limits.ts';
import type { Session } from '../session/session.ts';
import { experiments } from '../settings/experiments.ts';
import { shortcuts } from '../settings/shortcuts.ts';
import { STEPS } from '../settings/url-settings.ts';
import { typedKey } from '../ui/typed-key.ts';
import { type LeftWay, leftWays } from '../ways/index.ts';
import { goBack, toggleExhibit, toggleFullScreen } from './projector.ts';

interface Key {
  /** One key, or two that are pressed one after the other. */
  keys: string;
  does: string;
  act: (session: Session) => void;
  /** Acts again and again while the key is held. */
  repeats?: true;
  /** All others could tell the sides apart while somebody guesses. */
  whileBlind?: true;
}

/** Added round trips that make a difference, in ms. */
const DELAYS = [0, 60, 200, 600, 2000, 4000];

/** What can be opened below the first sight, by the second key. */
const EXHIBITS: [key: string, id: string, name: string][] = [
  ['w', 'why', 'Why?'],
  ['f', 'fair', 'Is this fair?'],
  ['q', 'uses', 'Quiz: which would you use?'],
  ['h', 'handshake', 'Handshake'],
  ['b', 'bytes', 'Bytes'],
  ['d', 'duplex', 'Both ways'],
  ['s', 'secure', 'Is it secure?'],
  ['c', 'compare', 'Compare all five ways'],
  ['l', 'network', 'Break the line'],
  ['r', 'report', 'Run report'],
  ['t', 'terminal', 'From your terminal'],
];

/** What the first of two keys begins. */
const FIRST: Record<string, string> = { t: 'Try', o: 'Open' };

/** The page's keys, with what each does in words. */
export const keys: Key[] = [
  { keys: 'r', does: 'Get price', act: ({ left }) => left.press(), whileBlind: true },
  ...leftWays.map(
    ({ id, label }, i): Key => ({
      keys: `${i + 1}`,
      does: `How to ask: ${label}`,
      act: (session) => choose(session, id),
    }),
  ),
  { keys: 'p', does: 'Pause the display', act: ({ commands }) => commands.togglePaused() },
  { keys: '[', does: 'Less delay', act: (session) => lessDelay(session), repeats: true },
  { keys: ']', does: 'More delay', act: (session) => moreDelay(session), repeats: true },
  { keys: '-', does: 'Slower market', act: (session) => slower(session), repeats: true },
  { keys: '=', does: 'Faster market', act: (session) => faster(session), repeats: true },
  { keys: 'x', does: 'Cut the line, or repair it', act: ({ commands }) => commands.toggleCut() },
  { keys: 'n', does: 'News: the price jumps', act: ({ commands }) => commands.news() },
  {
    keys: 'd',
    does: 'See the messages',
    act: ({ commands, settings }) => commands.setDiagram(!settings.diagram),
  },
  ...EXHIBITS.map(
    ([key, id, name]): Key => ({ keys: `o${key}`, does: name, act: () => toggleExhibit(id) }),
  ),
  ...experiments.map(
    (experiment, i): Key => ({
      keys: `t${i + 1}`,
      does: experiment.name,
      act: ({ commands }) => void commands.tryExperiment(experiment),
    }),
  ),
  { keys: 't0', does: 'Back to normal', act: ({ commands }) => void commands.backToNormal() },
  { keys: 'l', does: 'Take the lesson', act: (session) => takeLesson(session) },
  {
    keys: 'b',
    does: 'Blind test',
    act: ({ commands, settings }) => commands.setBlind(settings.blind ? undefined : '1'),
    whileBlind: true,
  },
  {
    keys: 'e',
    does: 'Reveal, in the blind test',
    act: (session) => session.emit('reveal'),
    whileBlind: true,
  },
  {
    keys: 'c',
    does: 'Colours: light, dark, or as in your browser',
    act: ({ commands }) => commands.nextTheme(),
    whileBlind: true,
  },
  {
    keys: 'f',
    does: 'Projector view, in full screen',
    act: (session) => void toggleFullScreen(session),
    whileBlind: true,
  },
  { keys: '0', does: 'Reset', act: ({ commands }) => void commands.reset() },
  { keys: '?', does: 'This help', act: (session) => session.emit('help') },
  { keys: 'escape', does: 'Back, in the projector view', act: goBack, whileBlind: true },
];

/** What a key does, with what the first of two begins. */
export function meaningOf({ keys, does }: Key): string {
  const first = keys.length === 2 ? FIRST[keys.charAt(0)] : undefined;
  return first ? `${first}: ${does}` : does;
}

/** The single keys to press for it, as they are written. */
export function writtenKeys({ keys }: Key): string[] {
  return keys === 'escape' ? ['Esc'] : [...keys.toUpperCase()];
}

/** The delay that is wanted, in ms; undefined while the line is out of reach. */
function delayOf({ line, rtt }: Session): number | undefined {
  return rtt === undefined ? undefined : (line.rtt ?? rtt);
}

function lessDelay(session: Session): void {
  const now = delayOf(session);
  const next = DELAYS.findLast((delay) => now !== undefined && delay < now);
  if (next !== undefined) session.commands.setRtt(next);
}

function moreDelay(session: Session): void {
  const now = delayOf(session);
  const next = DELAYS.find((delay) => now !== undefined && delay > now);
  if (next !== undefined) session.commands.setRtt(next);
}

/** The keys slow the market down to one price change a minute: what is slower can't be watched. */
const SLOWEST = 1 / 60;

/** Half as fast; from the slowest on the market stands still. */
function slower({ commands, instruments: { rate } }: Session): void {
  if (rate > 0) commands.setRate(rate > SLOWEST ? Math.max(rate / 2, SLOWEST) : 0);
}

function faster({ commands, instruments: { rate } }: Session): void {
  if (rate < RATE.max) commands.setRate(Math.min(Math.max(rate * 2, SLOWEST), RATE.max));
}

function takeLesson({ commands, settings }: Session): void {
  if (settings.step === undefined) commands.setStep(STEPS.min);
}

function choose(session: Session, way: LeftWay): void {
  if (session.settings.left !== way) void session.commands.setLeft(way);
}

/** Where keys are text, or choose by their first letter. */
const TYPING = 'input:not([type=radio], [type=checkbox], [type=range]), select, textarea';

/** Whether the key is another element's: of a field, or of a dialog that is open. */
function isTaken(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (event.defaultPrevented || document.querySelector('help-overlay')?.open) return true;
  if (target instanceof HTMLElement && target.matches(TYPING)) return true;
  return event.composedPath().some((element) => element instanceof HTMLDialogElement);
}

/** Lets the keys act, except where somebody types or chooses. */
export function listenToKeys(session: Session): void {
  /** The first of two keys, until the second comes. */
  let first = '';
  document.addEventListener('keydown', (event) => {
    const typed = typedKey(event);
    if (!typed || isTaken(event)) return;
    if (!shortcuts.on && typed !== 'escape') return;
    const pressed = first + typed;
    const begun = keys.filter(({ keys }) => keys.length === 2 && keys.startsWith(pressed));
    const key = keys.find(({ keys }) => keys === pressed);
    // Shift and other keys that only change the next one are not the second.
    if (typed.length === 1 || typed === 'escape') first = '';
    if (session.settings.blind && !key?.whileBlind) return;
    if (begun.length > 1 && !event.repeat) {
      first = pressed;
      const choice = begun.map((key) => `${key.keys.slice(1).toUpperCase()} ${key.does}`);
      session.say(`${FIRST[pressed]}: ${choice.join(' · ')}`);
    } else if (key && (key.repeats || !event.repeat)) {
      // What could be chosen has been.
      if (key.keys.length === 2) session.say('');
      key.act(session);
    } else return;
    event.preventDefault();
  });
}
