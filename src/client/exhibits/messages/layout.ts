/** What stands where on the canvas: the lines of the picture, and the labels that have room between them. */
import type { Damage } from '../../../protocol/instruments/line.ts';
import type { LinePart } from '../../../protocol/tab.ts';
import { endsOf, heightOf, type Lanes } from './geometry.ts';
import {
  type Box,
  type Candidate,
  type Drawn,
  extentOf,
  type Label,
  placeLabels,
  type Stroke,
} from './labels.ts';
import { shortened } from './pen.ts';
import type { Arrow, Band, Picture, View } from './picture.ts';
import type { Span } from './spans.ts';

const DAMAGE: Record<Exclude<Damage, 'none'>, string> = { cut: 'line cut', stall: 'line stalled' };

/** From a lane to a label beside it, in CSS pixels: a price's dot on the lane has room. */
const BESIDE = 8;

/** Half as wide as an arrow's line and a little air, in CSS pixels. */
const HALF = 2;

/** A label is moved down by at most so many steps of half a line. */
const STEPS = 8;

/** Ranks: the message that somebody has chosen, what begins and ends, all other messages, the minor ones. */
const CHOSEN = 0;
const TURN = 1;
const OTHER = 2;
const MINOR = 3;

/** With more than this share of the room between its lanes a message's whole name is too wide. */
const ROOMY = 0.6;

/** An answer that comes in pieces has lines so close to each other, in CSS pixels: its name stands below them. */
const PIECES = 3;

/** How text is measured. */
export interface Type {
  /** Its size, in CSS pixels. */
  size: number;
  /** @returns how wide these words are, in CSS pixels */
  widthOf(words: string): number;
}

/** Half of a tear's height, in CSS pixels. */
export const TEAR = 4;

/** How far the tube of an open line goes beyond its lanes, in CSS pixels. */
export function tubeOf(lanes: Lanes, side: LinePart, text: number): number {
  const { browser, server } = lanes[side];
  return Math.min(text * 0.9, (server - browser) * 0.12);
}

/** The labels of a picture. @param before those of the picture before this one */
export function labelsOf(
  picture: Picture,
  view: View,
  lanes: Lanes,
  type: Type,
  chosen: number | undefined,
  before: readonly Label[],
): Label[] {
  const layout = new Layout(view, lanes, type);
  const { arrows, bands, spans, damages, gaps } = picture;
  const candidates = [
    ...spans.flatMap((span) => layout.span(span)),
    ...damages.flatMap(({ from, to, damage }) =>
      damage === 'none' ? [] : layout.period(from, to, DAMAGE[damage], 'fail'),
    ),
    ...gaps.flatMap(({ from, to, dropped }) =>
      layout.period(from, to, `not shown: ${dropped}`, 'ink'),
    ),
    ...bands.map((band) => layout.band(band)),
    ...arrows.map((arrow) => layout.arrow(arrow, chosen)),
  ];
  return placeLabels(candidates, layout.drawn(picture), before, lanes.height);
}

class Layout {
  readonly #view: View;
  readonly #lanes: Lanes;
  readonly #type: Type;
  /** Of a line of text, in CSS pixels. */
  readonly #height: number;

  constructor(view: View, lanes: Lanes, type: Type) {
    this.#view = view;
    this.#lanes = lanes;
    this.#type = type;
    this.#height = type.size * 1.1;
  }

  drawn({ arrows, bands, spans }: Picture): Drawn {
    const { size } = this.#type;
    const tears = spans.flatMap((span) => this.#tear(span));
    return {
      lines: [...arrows.map((arrow) => this.#line(arrow)), ...tears],
      areas: bands.map((band) => this.#bandArea(band)),
      signs: arrows
        .filter(({ state }) => state === 'lost' || state === 'untold')
        .map((arrow) => {
          const { to } = this.#line(arrow);
          const y = (to.top + to.bottom) / 2;
          const half = size * 0.6;
          return { left: to.x - half, right: to.x + half, top: y - half, bottom: y + half };
        }),
    };
  }

  /** A message's name: an answer's stands below it, all others' above, so that it's clear whose it is. */
  arrow(arrow: Arrow, chosen: number | undefined): Candidate {
    const { id, side, manner, label, brief, minor, opens } = arrow;
    const { words, boxes } = this.#across(label, side, manner, brief);
    const line = this.#whole(arrow);
    const positions = [0, PIECES].flatMap((clear) =>
      boxes.map(({ left, right }) => {
        const { top, bottom } = extentOf(line, left, right) ?? line.from;
        const edge = manner === 'answer' ? bottom + clear : top - clear - this.#height;
        return this.#box(left, right, edge);
      }),
    );
    const rank = id === chosen ? CHOSEN : opens ? TURN : minor ? MINOR : OTHER;
    return { key: `message ${id}`, words, ink: 'ink', rank, positions };
  }

  band(band: Band): Candidate {
    const { side, direction, manner, count, first } = band;
    const { from, to } = this.#bandArea(band);
    const words = `×${count}`;
    const width = this.#type.widthOf(words);
    const y = (from.top + from.bottom + to.top + to.bottom) / 4;
    const shares = direction === 'up' ? [0.28, 0.5, 0.72] : [0.62, 0.4, 0.84];
    const positions = shares.map((share) => {
      const x = Math.min(from.x, to.x) + Math.abs(to.x - from.x) * share;
      return this.#box(x - width / 2, x + width / 2, y - this.#height / 2);
    });
    const key = `band ${side} ${direction} ${manner} ${first.sent}`;
    return { key, words, ink: 'ink', rank: OTHER, positions, onArea: true };
  }

  /** That a line was opened, and how it ended. */
  span({ side, what, from, to, end }: Span): Candidate[] {
    if (what === 'held') return [];
    const found: Candidate[] = [];
    const say = (said: string, time: number, ink: Candidate['ink'], clear: number) => {
      const { words, boxes } = this.#across(said, side, 'request');
      const top = this.#y(time) + clear;
      if (top < this.#lanes.top) return;
      const positions = this.#steps().flatMap((step) =>
        boxes.map(({ left, right }) => this.#box(left, right, top + step)),
      );
      found.push({ key: `${side} ${from} ${said}`, words, ink, rank: TURN, positions });
    };
    say(what === 'line' ? 'line open' : 'stream open', from, side, 2);
    if (to !== undefined && end) {
      say(end === '1006' ? 'torn: 1006' : `closed: ${end}`, to, 'fail', TEAR + 2);
    }
    return found;
  }

  /** What was wrong for a time, on both sides. */
  period(from: number, to: number | undefined, said: string, ink: Candidate['ink']): Candidate[] {
    const top = Math.max(this.#y(from), this.#lanes.top) + 2;
    const bottom = this.#y(to ?? this.#view.to);
    return this.#lanes.users.map((side) => {
      const { words, boxes } = this.#across(said, side, 'push');
      const positions = this.#steps()
        .flatMap((step) => boxes.map(({ left, right }) => this.#box(left, right, top + step)))
        .filter((box) => box.bottom <= bottom);
      return { key: `${side} ${from} ${said}`, words, ink, rank: TURN, positions };
    });
  }

  /** Words as wide as there is room between the lanes, and where they may be: one place, or three. */
  #across(said: string, side: LinePart, manner: Arrow['manner'], brief?: string) {
    const [left, right] = [this.#lanes[side].browser + BESIDE, this.#lanes[side].server - BESIDE];
    const fits = (text: string, share = 1) => this.#type.widthOf(text) <= (right - left) * share;
    // A wide name is soon crossed by the next arrow.
    const short = brief === undefined || fits(said, ROOMY) ? said : brief;
    const words = shortened(short, fits);
    const width = this.#type.widthOf(words);
    const starts = { left, middle: (left + right - width) / 2, right: right - width };
    const order = {
      request: [starts.left, starts.middle, starts.right],
      answer: [starts.right, starts.middle, starts.left],
      push: [starts.middle, starts.left, starts.right],
    }[manner];
    const boxes = order
      .map((start) => ({ left: start, right: start + width }))
      .filter((box) => box.left >= left && box.right <= right + 0.01);
    return { words, boxes };
  }

  #steps(): number[] {
    return Array.from({ length: STEPS }, (_, step) => (step * this.#height) / 2);
  }

  #box(left: number, right: number, top: number): Box {
    return { left, right, top, bottom: top + this.#height };
  }

  #y(time: number): number {
    return heightOf(time, this.#view, this.#lanes);
  }

  /** An arrow as far as it has come. */
  #line({ side, direction, sent, tip, progress }: Arrow): Stroke {
    const [start, end] = endsOf(this.#lanes, side, direction);
    return thick(start, this.#y(sent), start + (end - start) * progress, this.#y(tip));
  }

  /** An arrow as it will be once it has arrived, so that its name needn't move on the way. */
  #whole(arrow: Arrow): Stroke {
    const { side, direction, sent, tip, progress } = arrow;
    const [start, end] = endsOf(this.#lanes, side, direction);
    const whole = sent + (tip - sent) / Math.max(progress, 0.05);
    return thick(start, this.#y(sent), end, this.#y(whole));
  }

  #bandArea({ side, direction, first, last }: Band): Stroke {
    const [start, end] = endsOf(this.#lanes, side, direction);
    return {
      from: { x: start, top: this.#y(first.sent) - 2, bottom: this.#y(last.sent) + 2 },
      to: { x: end, top: this.#y(first.received) - 2, bottom: this.#y(last.received) + 2 },
    };
  }

  #tear({ side, what, to, end }: Span): Stroke[] {
    if (what === 'held' || to === undefined || (what === 'line' && end !== '1006')) return [];
    const { browser, server } = this.#lanes[side];
    const y = this.#y(to);
    const edge = { top: y - TEAR - 1, bottom: y + TEAR + 1 };
    return [{ from: { x: browser, ...edge }, to: { x: server, ...edge } }];
  }
}

/** A line with a little air. */
function thick(fromX: number, fromY: number, toX: number, toY: number): Stroke {
  return {
    from: { x: fromX, top: fromY - HALF, bottom: fromY + HALF },
    to: { x: toX, top: toY - HALF, bottom: toY + HALF },
  };
}
