import type { Phase } from '../../protocol/class/round.ts';
import type { Snapshot } from '../../protocol/class/snapshot.ts';
import type { Action } from '../../protocol/class/steering.ts';

/** Something that the instructor can do now. */
export interface Control {
  action: Action;
  label: string;
  /** As it is written: the keys that do it. */
  keys: string;
}

/** What `next` leads to, in a word or three. */
function nextLabel({ phase, round }: Snapshot): string | undefined {
  const runs = (round?.ways.length ?? 0) > 0;
  const tryOut = runs ? 'Run it' : 'Show the answer';
  const labels: Record<Phase, string | undefined> = {
    lobby: 'Start',
    predict: 'Open the vote',
    vote: 'Close the vote',
    closed: tryOut,
    discuss: 'Vote again',
    revote: tryOut,
    run: 'Show the answer',
    reveal: round && round.number >= round.of ? 'Summary' : 'Next round',
    // A remote pressed once too often must not send everybody home.
    summary: undefined,
    ended: undefined,
  };
  return labels[phase];
}

/** The phases in which an action makes sense, in the order of the buttons. */
const EXTRAS: (Control & { phases: readonly Phase[] })[] = [
  { action: 'news', label: 'News!', keys: 'N', phases: ['run'] },
  { action: 'discuss', label: 'Talk first', keys: 'D', phases: ['vote', 'closed'] },
  {
    action: 'vote-again',
    label: 'Reset the vote',
    keys: 'V',
    phases: ['vote', 'closed', 'discuss', 'revote'],
  },
  {
    action: 'skip',
    label: 'Skip this round',
    keys: 'S',
    phases: ['predict', 'vote', 'closed', 'discuss', 'revote', 'run'],
  },
  { action: 'summary', label: 'Summary', keys: 'Z', phases: ['predict', 'reveal'] },
];

const BACK: readonly Phase[] = [
  'predict',
  'vote',
  'closed',
  'discuss',
  'revote',
  'run',
  'reveal',
  'summary',
];

/** What can be done now, the most likely first. */
export function controlsFor(snapshot: Snapshot): Control[] {
  const { phase } = snapshot;
  const label = nextLabel(snapshot);
  return [
    ...(label ? [{ action: 'next', label, keys: 'PageDown, →' } as const] : []),
    ...EXTRAS.filter(({ phases }) => phases.includes(phase)).map(
      ({ phases: _, ...control }) => control,
    ),
    ...(BACK.includes(phase)
      ? [{ action: 'back', label: 'Back', keys: 'PageUp, ←' } as const]
      : []),
  ];
}

/** The keys of a presenter's remote, and others that mean the same. */
const TURNS: Record<string, 'next' | 'back'> = {
  pagedown: 'next',
  arrowright: 'next',
  pageup: 'back',
  arrowleft: 'back',
};

/** What a key does now; undefined if nothing. @param key in lower case */
export function actionOf(key: string, snapshot: Snapshot): Action | undefined {
  const wanted = (control: Control) =>
    control.action === TURNS[key] || control.keys.toLowerCase() === key;
  return controlsFor(snapshot).find(wanted)?.action;
}
