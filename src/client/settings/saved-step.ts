import { recall, remember } from './storage.ts';
import { STEPS } from './url-settings.ts';

const STORED = 'lesson-step';

/** The step at which somebody left the lesson in this browser, or the first one. */
export function savedStep(): number {
  const step = Number(recall(STORED));
  return Number.isInteger(step) && step >= STEPS.min && step <= STEPS.max ? step : STEPS.min;
}

export function saveStep(step: number): void {
  remember(STORED, String(step));
}
