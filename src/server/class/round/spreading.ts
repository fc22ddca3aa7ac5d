import type { WayId } from '../../../protocol/class/round.ts';

/** A number from 0 up to, but not, 1. */
export type Random = () => number;

/** Somebody who is to get a way, and those that it has had, oldest first. */
export interface Candidate {
  readonly id: string;
  readonly had: readonly WayId[];
}

/**
 * Spreads phones over ways in random blocks: each block gets each way once, so that of no way there
 * is ever more than one phone more than of another. Within a block each phone gets what it has had
 * least, so that good and bad phones even out from round to round.
 */
export function spread(
  candidates: readonly Candidate[],
  ways: readonly WayId[],
  random: Random,
): Map<string, WayId> {
  const orders = permutations(ways);
  const queue = mixed(candidates, random);
  const given = new Map<string, WayId>();
  for (let i = 0; i < queue.length; i += ways.length) {
    const block = queue.slice(i, i + ways.length);
    const order = leastHad(block, shuffled(orders, random));
    block.forEach(({ id }, k) => {
      given.set(id, order[k] as WayId);
    });
  }
  return given;
}

/** In random order, but those who had the same way last are spread evenly, so that blocks are mixed. */
function mixed(candidates: readonly Candidate[], random: Random): Candidate[] {
  const groups = new Map<WayId | undefined, Candidate[]>();
  for (const candidate of shuffled(candidates, random)) {
    const last = candidate.had.at(-1);
    groups.set(last, [...(groups.get(last) ?? []), candidate]);
  }
  return [...groups.values()]
    .flatMap((group) =>
      group.map((candidate, k) => ({ candidate, place: (k + 0.5) / group.length })),
    )
    .sort((a, b) => a.place - b.place)
    .map(({ candidate }) => candidate);
}

/** The order of ways that gives a block least of what its members have had; of equal ones the first. */
function leastHad(block: readonly Candidate[], orders: readonly WayId[][]): WayId[] {
  const cost = (order: WayId[]) =>
    block.reduce((sum, { had }, k) => sum + had.filter((way) => way === order[k]).length ** 2, 0);
  return orders.reduce((best, order) => (cost(order) < cost(best) ? order : best));
}

function permutations(ways: readonly WayId[]): WayId[][] {
  if (ways.length === 0) return [[]];
  return ways.flatMap((way) =>
    permutations(ways.filter((other) => other !== way)).map((rest) => [way, ...rest]),
  );
}

/** A fair shuffle (Fisher and Yates). */
function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [mixed[i], mixed[k]] = [mixed[k] as Item, mixed[i] as Item];
  }
  return mixed;
}
