import type { ChoosePlan, StartRound, Steer } from '../../protocol/class/steering.ts';
import type { ClassState, Intention } from './class-state.ts';
import type { Rejection } from './peer.ts';
import type { Round } from './round/rounds.ts';

/** What the instructor wants of a class. */
export type Steering = Steer | StartRound | ChoosePlan;

/** Why the instructor can't have this, wherever the class stands. */
export function objectionTo(
  wish: Steering,
  { step }: ClassState,
  rounds: readonly Round[],
): Rejection | undefined {
  if (wish.step !== step) {
    return {
      code: 'somebody-else-did',
      message: 'The class has moved on meanwhile. Look where it is, then press again.',
    };
  }
  if (wish.type === 'start' && !rounds.some(({ id }) => id === wish.round)) {
    const names = rounds.map(({ id }) => id).join(', ');
    return {
      code: 'not-allowed',
      message: `There is no round called ${wish.round}. There are ${names}.`,
    };
  }
  return undefined;
}

/** What is to become of the class's state. News changes nothing of it. */
export function intentionOf(wish: Steering): Intention | 'news' {
  if (wish.type === 'start') return { start: wish.round };
  if (wish.type === 'plan') return { plan: wish.plan };
  return wish.action;
}
