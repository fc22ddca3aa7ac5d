/** Which labels there is room for: none over another, none crossed by a line. The list beside the picture has them all. */
import type { Look } from './pen.ts';

/** A rectangle on the canvas, in CSS pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What is drawn from one position to another: a line, or the area between two. In CSS pixels. */
export interface Stroke {
  from: { x: number; top: number; bottom: number };
  to: { x: number; top: number; bottom: number };
}

/** Words to be placed. */
export interface Candidate {
  /** Names it from one picture to the next. */
  key: string;
  words: string;
  ink: keyof Omit<Look, 'text'>;
  /** Those of a lower rank are placed first. */
  rank: number;
  /** Where it may be, the best position first. */
  positions: Box[];
  /** It belongs on an area, so it may cover one. */
  onArea?: boolean;
}

/** Words that have been placed. */
export interface Label extends Candidate {
  box: Box;
  /** Which of its positions that is. */
  position: number;
}

/** What labels keep clear of. */
export interface Drawn {
  lines: readonly Stroke[];
  /** Bands of merged arrows. */
  areas: readonly Stroke[];
  /** Signs that are always drawn. */
  signs: readonly Box[];
}

/** Overlaps smaller than this are ignored, in CSS pixels: times are added up anew in each picture. */
const NOTHING = 0.02;

export function overlap(a: Box, b: Box): boolean {
  return (
    a.left < b.right - NOTHING &&
    b.left < a.right - NOTHING &&
    a.top < b.bottom - NOTHING &&
    b.top < a.bottom - NOTHING
  );
}

/** The lowest top and the highest bottom of a stroke between two positions; undefined where it is not. */
export function extentOf(
  { from, to }: Stroke,
  left: number,
  right: number,
): { top: number; bottom: number } | undefined {
  const start = Math.max(left, Math.min(from.x, to.x));
  const end = Math.min(right, Math.max(from.x, to.x));
  if (start > end) return undefined;
  const at = (x: number, edge: 'top' | 'bottom') =>
    from[edge] + ((to[edge] - from[edge]) * (x - from.x)) / (to.x - from.x || 1);
  return {
    top: Math.min(at(start, 'top'), at(end, 'top')),
    bottom: Math.max(at(start, 'bottom'), at(end, 'bottom')),
  };
}

function crosses(stroke: Stroke, { left, right, top, bottom }: Box): boolean {
  const { from, to } = stroke;
  if (Math.min(from.top, to.top) >= bottom || Math.max(from.bottom, to.bottom) <= top) return false;
  const extent = extentOf(stroke, left, right);
  return extent !== undefined && extent.top < bottom - NOTHING && extent.bottom > top + NOTHING;
}

/**
 * Gives each label the first of its positions that is free, or none.
 * @param before the labels of the picture before: they come first and stay where they are, so that
 *   nothing flickers as time runs on
 * @param lowest the bottom of the canvas, in CSS pixels
 */
export function placeLabels(
  candidates: readonly Candidate[],
  { lines, areas, signs }: Drawn,
  before: readonly Label[],
  lowest: number,
): Label[] {
  const kept = new Map(before.map(({ key, position }) => [key, position]));
  const order = (candidate: Candidate) => candidate.rank * 2 + (kept.has(candidate.key) ? 0 : 1);
  const placed: Label[] = [];
  const isFree = (box: Box, onArea = false) =>
    box.bottom <= lowest &&
    !placed.some((other) => overlap(other.box, box)) &&
    !signs.some((sign) => overlap(sign, box)) &&
    !lines.some((line) => crosses(line, box)) &&
    (onArea || !areas.some((area) => crosses(area, box)));
  for (const candidate of candidates.toSorted((a, b) => order(a) - order(b))) {
    const { key, positions, onArea } = candidate;
    const last = kept.get(key);
    const box = last === undefined ? undefined : positions[last];
    const position =
      box && isFree(box, onArea) ? last : positions.findIndex((box) => isFree(box, onArea));
    const free = positions[position ?? -1];
    if (position !== undefined && free) placed.push({ ...candidate, position, box: free });
  }
  return placed;
}
