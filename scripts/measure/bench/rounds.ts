/**
 * Measures one after another, several times over, so that whatever else the machine does meanwhile
 * affects all of them alike.
 * @returns the results of each, in the order of the items
 */
export async function inRounds<Item extends { name: string }, Result>(
  items: Item[],
  measure: (item: Item) => Promise<Result>,
  rounds = 3,
): Promise<Result[][]> {
  const results: Result[][] = items.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [i, item] of items.entries()) {
      console.log(`Round ${round} of ${rounds}: ${item.name}…`);
      results[i]?.push(await measure(item));
    }
  }
  return results;
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
