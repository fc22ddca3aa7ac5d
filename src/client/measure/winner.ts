/** What decides which side has done better in a run. */
export interface Result {
  /** Share of the run in which the price shown was the true one, 0 to 1. */
  rightFor: number | undefined;
  bytes: number;
  /** HTTP requests sent. */
  questions: number;
}

/** With fewer bytes than this share of the other's, a side has clearly used fewer. */
const CLEARLY = 0.9;

/** As it is shown: in whole percent. */
const percent = (share: number) => Math.round(share * 100);

/**
 * A sentence where asking was the better choice, made from the run's numbers alone. Asking has to be
 * ahead after its next question too: just before it, asking always looks cheap.
 * @param noun how the left side asks
 */
export function whereAskingWins(
  noun: string,
  asked: Result,
  told: Omit<Result, 'questions'>,
): string | undefined {
  if (asked.rightFor === undefined || told.rightFor === undefined) return undefined;
  // Nothing has been counted yet.
  if (asked.bytes === 0) return undefined;
  const behind = percent(told.rightFor) - percent(asked.rightFor);
  const soon = asked.bytes + asked.bytes / Math.max(asked.questions, 1);
  if (behind > 0 || soon > told.bytes * CLEARLY) return undefined;
  const right = behind === 0 ? 'for just as long' : 'for longer';
  return `In this run ${noun} cost fewer bytes, and the price was right ${right}.`;
}
