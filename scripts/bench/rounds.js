// @ts-check

const ROUNDS = 3;

/**
 * Measures one after another, several times over, so that whatever else the machine does meanwhile
 * falls on all of them alike.
 * @template {{ name: string }} Item
 * @template Result
 * @param {Item[]} items
 * @param {(item: Item) => Promise<Result>} measure
 * @returns {Promise<Result[][]>} what came of each, in the order of the items
 */
export async function inRounds(items, measure) {
  /** @type {Result[][]} */
  const results = items.map(() => []);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [i, item] of items.entries()) {
      console.log(`Round ${round} of ${ROUNDS}: ${item.name}…`);
      results[i]?.push(await measure(item));
    }
  }
  return results;
}

/** The one in the middle. @param {number[]} values */
export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
