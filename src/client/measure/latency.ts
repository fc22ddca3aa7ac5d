/** How long one price took from becoming true to being on the screen, in ms, by what it waited for. */
export interface Journey {
  /** The price was true, but nobody had asked yet. */
  unasked: number;
  /** From then on until it was here: question and answer, or just the message. */
  underWay: number;
  /** Until the frame that shows it was done. */
  drawing: number;
}

/** How many are remembered. */
const REMEMBERED = 1_000;

/**
 * @param trueSince when the price became true; all times are server time, in ms since 1970
 * @param asked when the question was sent that brought it, or the line was opened
 */
export function journey(trueSince: number, asked: number, arrived: number, drawn: number): Journey {
  // The clocks may differ by their error; no part can take less than no time.
  const unasked = Math.max(0, asked - trueSince);
  return {
    unasked,
    underWay: Math.max(0, arrived - trueSince - unasked),
    drawing: drawn - arrived,
  };
}

const total = ({ unasked, underWay, drawing }: Journey) => unasked + underWay + drawing;

/** The journeys of the last prices of a run. */
export class Journeys {
  #all: Journey[] = [];

  add(journey: Journey): void {
    this.#all.push(journey);
    if (this.#all.length > REMEMBERED) this.#all.shift();
  }

  get count(): number {
    return this.#all.length;
  }

  /** Mean of each part, in ms; the parts add up to the mean of all. */
  get mean(): Journey | undefined {
    if (this.count === 0) return undefined;
    const mean = (part: keyof Journey) =>
      this.#all.reduce((sum, journey) => sum + journey[part], 0) / this.count;
    return { unasked: mean('unasked'), underWay: mean('underWay'), drawing: mean('drawing') };
  }

  /** This share (0 to 1) of the prices took at most so long, in ms. */
  quantile(share: number): number | undefined {
    const sorted = this.#all.map(total).sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }
}
