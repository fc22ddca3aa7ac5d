/** Where things stand on the canvas, in CSS pixels. */
import type { Direction, LinePart } from '../../../protocol/tab.ts';
import type { Arrow, View } from './picture.ts';

/** Where the lanes stand, two for each who uses the line. */
export interface Lanes {
  width: number;
  height: number;
  /** Height of the headings above the lanes. */
  top: number;
  /** From a lane to the edge of its side. */
  inset: number;
  /** Whose lanes are seen, from left to right. */
  users: readonly LinePart[];
  http: Pair;
  ws: Pair;
  shared: Pair;
  terminal: Pair;
}

interface Pair {
  browser: number;
  server: number;
}

/**
 * Two lanes a side; the left margin holds the times.
 * @param others who has lanes beside the two sides
 */
export function lanesOf(
  width: number,
  height: number,
  text: number,
  others: readonly LinePart[] = [],
): Lanes {
  const users: LinePart[] = ['http', 'ws', ...others];
  const margin = Math.min(text * 3, width * 0.12);
  const side = (width - margin) / users.length;
  const inset = Math.min(text * 2.6, side * 0.17);
  const lanes = (user: LinePart) => {
    // Those who are not seen are beyond the right edge.
    const place = users.includes(user) ? users.indexOf(user) : users.length;
    const left = margin + place * side;
    return { browser: left + inset, server: left + side - inset };
  };
  return {
    width,
    height,
    top: text * 2,
    inset,
    users,
    http: lanes('http'),
    ws: lanes('ws'),
    shared: lanes('shared'),
    terminal: lanes('terminal'),
  };
}

/** Height of a time: now is at the bottom. */
export function heightOf(time: number, view: View, lanes: Lanes): number {
  const share = (time - view.from) / (view.to - view.from);
  return lanes.top + share * (lanes.height - lanes.top - 2);
}

/** Where a message starts from, and where it goes. */
export function endsOf(
  lanes: Lanes,
  side: LinePart,
  direction: Direction,
): [from: number, to: number] {
  const { browser, server } = lanes[side];
  return direction === 'up' ? [browser, server] : [server, browser];
}

/** A click this close to an arrow means it. */
const REACH = 14;

/** The arrow that a click at this place means, if any. */
export function arrowAt(
  x: number,
  y: number,
  arrows: readonly Arrow[],
  view: View,
  lanes: Lanes,
): Arrow | undefined {
  let reach = REACH;
  let nearest: Arrow | undefined;
  for (const arrow of arrows) {
    const { side, direction, sent, tip, progress } = arrow;
    const [start, end] = endsOf(lanes, side, direction);
    const share = (x - start) / (end - start);
    if (share < 0 || share > progress) continue;
    const at = heightOf(sent, view, lanes);
    const height = at + ((heightOf(tip, view, lanes) - at) * share) / progress;
    if (Math.abs(height - y) >= reach) continue;
    reach = Math.abs(height - y);
    nearest = arrow;
  }
  return nearest;
}
