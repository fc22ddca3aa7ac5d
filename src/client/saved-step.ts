import { STEPS } from './settings.ts';

const STORED = 'lesson-step';

/** The step at which somebody left the lesson in this browser, or the first one. */
export function savedStep(): number {
  const step = Number(localStorage.getItem(STORED));
  return Number.isInteger(step) && step >= STEPS.min && step <= STEPS.max ? step : STEPS.min;
}

export function saveStep(step: number): void {
  localStorage.setItem(STORED, String(step));
}
