/** What decides which side has done better in a run. */
export interface Result {
  /** Share of the run in which the price shown was the true one, 0 to 1. */
  rightFor: number | undefined;
  bytes: number;
}

/** With fewer bytes than this share of the other's, a side has clearly used fewer. */
const CLEARLY = 0.9;

/** As it is shown: in whole percent. */
const percent = (share: number) => Math.round(share * 100);

/** A sentence where asking was the better choice, made from the run's numbers alone. */
export function whereAskingWins(asked: Result, told: Result): string | undefined {
  if (asked.rightFor === undefined || told.rightFor === undefined) return undefined;
  const behind = percent(told.rightFor) - percent(asked.rightFor);
  if (behind > 0 || asked.bytes > told.bytes * CLEARLY) return undefined;
  const right = behind === 0 ? 'as long' : 'for longer';
  return `In this run asking cost fewer bytes and was right ${right}.`;
}
