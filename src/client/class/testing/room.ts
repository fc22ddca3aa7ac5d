/** What a class's server says in the tests. */
import type { RoundView } from '../../../protocol/class/round.ts';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';

export const round: RoundView = {
  id: 'news',
  title: 'News!',
  number: 3,
  of: 8,
  question: 'Who knows first?',
  choices: ['The button', 'The timer', 'The WebSocket'],
  ways: ['press', 'timer', 'websocket'],
  poll: 1,
  tap: false,
  askFirst: true,
  seconds: 30,
  rate: 2,
};

export const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  type: 'snapshot',
  code: '123456',
  step: 1,
  phase: 'lobby',
  since: 0,
  members: 3,
  hidden: 0,
  voted: 0,
  away: false,
  rate: 2,
  ...changes,
});
