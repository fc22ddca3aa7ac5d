import { recall, remember } from '../../settings/storage.ts';

const STORED = 'lesson';

/** The four beats of a step. */
export const BEATS = ['predict', 'do', 'see', 'why'] as const;
export type Beat = (typeof BEATS)[number];

/** What has been measured in a step. */
export interface Measured {
  /** In one or two sentences. */
  text: string;
  /** Index of the answer that the measurement bears out. */
  bearsOut: number;
}

/** How far somebody has come in a step. */
export interface StepProgress {
  /** Index of the answer chosen. */
  guess?: number;
  measured?: Measured;
  /** The explanation has been asked for. */
  explained?: boolean;
}

/** How far somebody has come in the lesson; kept in this browser from visit to visit. */
export class Progress {
  /** By number of the step, from 1. */
  readonly #steps: Record<number, StepProgress> = {};
  /** The step that was on last. */
  #last: number | undefined;

  /** @param answers how many answers each step offers, in order */
  constructor(answers: readonly number[]) {
    const kept = read();
    this.#last = isWithin(kept.last, 1, answers.length) ? kept.last : undefined;
    answers.forEach((count, index) => {
      const step = stepOf(kept.steps?.[index + 1], count);
      if (step) this.#steps[index + 1] = step;
    });
  }

  /** The step to go on at, if the lesson was left in the middle. */
  get last(): number | undefined {
    return this.#last;
  }

  at(step: number): Readonly<StepProgress> {
    return this.#steps[step] ?? {};
  }

  beatOf(step: number): Beat {
    const { guess, measured, explained } = this.at(step);
    if (guess === undefined) return 'predict';
    if (!measured) return 'do';
    return explained ? 'why' : 'see';
  }

  goTo(step: number): void {
    this.#last = step;
    this.#keep();
  }

  guess(step: number, answer: number): void {
    this.#steps[step] = { guess: answer };
    this.#keep();
  }

  measured(step: number, measured: Measured): void {
    this.#steps[step] = { ...this.#steps[step], measured };
    this.#keep();
  }

  explained(step: number): void {
    this.#steps[step] = { ...this.#steps[step], explained: true };
    this.#keep();
  }

  /** Forgets everything: the lesson begins anew. */
  clear(): void {
    for (const step of Object.keys(this.#steps)) delete this.#steps[Number(step)];
    this.#last = undefined;
    this.#keep();
  }

  #keep(): void {
    remember(STORED, JSON.stringify({ last: this.#last, steps: this.#steps }));
  }
}

interface Kept {
  last?: number;
  steps?: Record<number, unknown>;
}

/** What an earlier visit has kept. Anything may stand there: an older page's, or another program's. */
function read(): Kept {
  try {
    const kept: unknown = JSON.parse(recall(STORED) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

const isWithin = (value: unknown, min: number, max: number): value is number =>
  Number.isInteger(value) && Number(value) >= min && Number(value) <= max;

/** A step as it was kept, without what makes no sense. */
function stepOf(kept: unknown, answers: number): StepProgress | undefined {
  const { guess, measured, explained } = Object(kept) as Record<keyof StepProgress, unknown>;
  const answer = (value: unknown): value is number => isWithin(value, 0, answers - 1);
  if (!answer(guess)) return undefined;
  const { text, bearsOut } = Object(measured) as Record<keyof Measured, unknown>;
  if (typeof text !== 'string' || !answer(bearsOut)) return { guess };
  return { guess, measured: { text, bearsOut }, ...(explained === true ? { explained } : {}) };
}
