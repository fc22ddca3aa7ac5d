import type { SideName } from '../../../protocol/messages.ts';
import type { Manner } from './message.ts';
import type { Arrow, Band, Picture, Span, View } from './picture.ts';

/** Colours as a canvas takes them, and the size of text in CSS pixels. */
export interface Look {
  http: string;
  ws: string;
  ink: string;
  muted: string;
  track: string;
  ground: string;
  fail: string;
  text: number;
}

/** Where the four lanes stand, in CSS pixels. */
export interface Lanes {
  width: number;
  height: number;
  /** Height of the headings above the lanes. */
  top: number;
  /** From a lane to the edge of its side. */
  inset: number;
  http: { browser: number; server: number };
  ws: { browser: number; server: number };
}

/** How text stands at its place, and how wide it may be in CSS pixels. */
interface Place {
  align?: 'left' | 'center' | 'right';
  widest?: number;
}

const SIDES: SideName[] = ['http', 'ws'];

/** Two lanes a side; the left margin holds the times. */
export function lanesOf(width: number, height: number, text: number): Lanes {
  const margin = text * 3;
  const side = (width - margin) / 2;
  const inset = Math.min(text * 2.6, side * 0.17);
  const lanes = (left: number) => ({ browser: left + inset, server: left + side - inset });
  return { width, height, top: text * 2, inset, http: lanes(margin), ws: lanes(margin + side) };
}

/** Height of a time in the picture: now is at the bottom. */
export function heightOf(time: number, view: View, lanes: Lanes): number {
  const share = (time - view.from) / (view.to - view.from);
  return lanes.top + share * (lanes.height - lanes.top - 2);
}

/** Draws the picture; `chosen` is the number of the message that stands out. */
export function paint(
  canvas: CanvasRenderingContext2D,
  picture: Picture,
  view: View,
  lanes: Lanes,
  look: Look,
  chosen: number | undefined,
): void {
  const y = (time: number) => heightOf(time, view, lanes);
  const bottom = lanes.height;
  /** Below the label that was drawn last on a side, in a direction, there is room again. */
  const roomFrom = new Map<string, number>();

  canvas.clearRect(0, 0, lanes.width, lanes.height);
  canvas.font = `${look.text}px system-ui, sans-serif`;
  canvas.lineWidth = 1;
  canvas.save();
  canvas.beginPath();
  canvas.rect(0, lanes.top, lanes.width, bottom - lanes.top);
  canvas.clip();

  times();
  for (const { from, to, damage } of picture.damages) broken(from, to ?? view.to, damage);
  for (const gap of picture.gaps) missing(gap.from, gap.to ?? view.to, gap.dropped);
  for (const span of picture.spans) lasting(span);
  lines();
  for (const band of picture.bands) merged(band);
  for (const arrow of picture.arrows) flying(arrow);
  for (const dot of picture.dots) {
    for (const side of SIDES) spot(lanes[side].server, y(dot.at), dot[side]);
  }
  canvas.restore();
  headings();

  function times(): void {
    canvas.textAlign = 'left';
    canvas.textBaseline = 'bottom';
    const seconds = (view.to - view.from) / 1000;
    for (let ago = 0; ago < seconds; ago += seconds > 4 ? 2 : 0.5) {
      const at = y(view.to - ago * 1000) - 1;
      canvas.fillStyle = look.track;
      canvas.fillRect(0, at, lanes.width, 1);
      canvas.fillStyle = look.muted;
      canvas.fillText(ago === 0 ? 'now' : `−${ago} s`, 0, at - 1);
    }
  }

  function headings(): void {
    canvas.textBaseline = 'middle';
    canvas.fillStyle = look.ink;
    for (const side of SIDES) {
      // Outwards from the lanes, so that they keep apart on a phone.
      canvas.textAlign = 'left';
      canvas.fillText('Browser', lanes[side].browser - lanes.inset + 6, lanes.top / 2);
      canvas.textAlign = 'right';
      canvas.fillText('Server', lanes[side].server + lanes.inset - 6, lanes.top / 2);
    }
  }

  function lines(): void {
    canvas.lineWidth = 2;
    for (const side of SIDES) {
      canvas.strokeStyle = look[side];
      for (const x of [lanes[side].browser, lanes[side].server]) {
        canvas.beginPath();
        canvas.moveTo(x, lanes.top);
        canvas.lineTo(x, bottom);
        canvas.stroke();
      }
    }
  }

  function hatch(x: number, from: number, width: number, height: number, color: string): void {
    canvas.save();
    canvas.beginPath();
    canvas.rect(x, from, width, height);
    canvas.clip();
    canvas.strokeStyle = color;
    canvas.lineWidth = 1.5;
    canvas.beginPath();
    // Anchored to the lanes, so that the hatching moves with what it fills.
    for (let at = x - height; at < x + width; at += 9) {
      canvas.moveTo(at, from + height);
      canvas.lineTo(at + height, from);
    }
    canvas.stroke();
    canvas.restore();
  }

  function broken(from: number, to: number, damage: string): void {
    const [start, end] = [Math.max(y(from), lanes.top), y(to)];
    for (const side of SIDES) {
      const { browser, server } = lanes[side];
      canvas.globalAlpha = 0.35;
      hatch(browser, start, server - browser, end - start, look.fail);
      canvas.globalAlpha = 1;
      const words = damage === 'cut' ? 'line cut' : 'line stalled';
      if (end - start > look.text * 1.5)
        text(words, (browser + server) / 2, start + look.text, look.fail);
    }
  }

  function missing(from: number, to: number, dropped: number): void {
    const start = Math.max(y(from), lanes.top);
    const height = Math.max(y(to) - start, 4);
    for (const side of SIDES) {
      const { browser, server } = lanes[side];
      canvas.globalAlpha = 0.5;
      hatch(browser, start, server - browser, height, look.muted);
      canvas.globalAlpha = 1;
      const words = `not shown: ${dropped}`;
      const widest = server - browser - 16;
      if (height > look.text * 1.5)
        text(words, (browser + server) / 2, start + look.text, look.ink, { widest });
    }
  }

  function lasting({ side, what, from, to, end }: Span): void {
    const { browser, server } = lanes[side];
    const [start, stop] = [Math.max(y(from), lanes.top - 9), y(to ?? view.to)];
    if (what === 'held') {
      if (stop - start < 6) return;
      canvas.fillStyle = look.ground;
      canvas.fillRect(server, start, look.text, stop - start);
      hatch(server, start, look.text, stop - start, look[side]);
      return;
    }
    const tube = Math.min(look.text * 0.9, (server - browser) * 0.12);
    canvas.globalAlpha = 0.13;
    canvas.fillStyle = look[side];
    // A line takes messages both ways, a stream one way: the tube is open at one end only.
    canvas.fillRect(
      browser - (what === 'line' ? tube : 0),
      start,
      server - browser + (what === 'line' ? 2 : 1) * tube,
      stop - start,
    );
    canvas.globalAlpha = 1;
    const doubt = picture.damages.find(
      (damage) => damage.damage === 'stall' && (to === undefined || damage.from < to),
    );
    if (doubt && what === 'line') {
      text('?', server + tube * 1.6, Math.max(y(doubt.from), lanes.top) + look.text * 2, look.fail);
    }
    const left = browser + 8;
    if (y(from) > lanes.top) {
      const words = what === 'line' ? 'line open' : 'stream open';
      text(words, left, y(from) + look.text, look[side], { align: 'left' });
    }
    if (to === undefined) return;
    if (end === '1006' || what === 'stream') torn(browser - tube, server + tube, stop);
    if (!end) return;
    const words = end === '1006' ? 'torn: 1006' : `closed: ${end}`;
    text(words, left, stop + look.text, look.fail, { align: 'left' });
  }

  function torn(from: number, to: number, at: number): void {
    canvas.strokeStyle = look.fail;
    canvas.lineWidth = 2.5;
    canvas.beginPath();
    for (let x = from, up = false; x <= to; x += 7, up = !up) canvas.lineTo(x, at + (up ? -4 : 4));
    canvas.stroke();
  }

  function merged({ side, direction, manner, count, first, last }: Band): void {
    const [start, end] = ends(side, direction);
    canvas.fillStyle = look[side];
    canvas.globalAlpha = manner === 'answer' ? 0.3 : 0.45;
    canvas.beginPath();
    canvas.moveTo(start, y(first.sent) - 2);
    canvas.lineTo(end, y(first.received) - 2);
    canvas.lineTo(end, y(last.received) + 2);
    canvas.lineTo(start, y(last.sent) + 2);
    canvas.fill();
    canvas.globalAlpha = 1;
    const offset = direction === 'up' ? -0.22 : 0.12;
    text(
      `×${count}`,
      (start + end) / 2 + Math.abs(end - start) * offset,
      (y(first.sent) + y(last.received)) / 2,
      look.ink,
    );
  }

  function flying(arrow: Arrow): void {
    const { id, side, direction, manner, label, sent, tip, progress, state } = arrow;
    const [start, end] = ends(side, direction);
    const x = start + (end - start) * progress;
    const [from, to] = [y(sent), y(tip)];
    const bold = id === chosen;
    canvas.strokeStyle = state === 'lost' ? look.fail : look[side];
    canvas.fillStyle = canvas.strokeStyle;
    canvas.lineWidth = bold ? 5 : 2;
    canvas.setLineDash(manner === 'answer' ? [7, 5] : []);
    canvas.beginPath();
    canvas.moveTo(start, from);
    canvas.lineTo(x, to);
    canvas.stroke();
    canvas.setLineDash([]);
    if (manner === 'push') disc(start, from, 3.5);
    if (state === 'lost') text('✕', x, to, look.fail);
    else if (state === 'untold') text('?', x, to, look.ink);
    else head(x, to, Math.atan2(to - from, x - start), bold ? 12 : 8);
    const room = `${side} ${direction}`;
    if (from >= (roomFrom.get(room) ?? 0)) {
      roomFrom.set(room, from + look.text * 1.35);
      name(label, manner, side, from);
    }
  }

  /** A question's name stands above its tail, an answer's below, so that the two keep apart. */
  function name(label: string, manner: Manner, side: SideName, from: number): void {
    const { browser, server } = lanes[side];
    const widest = server - browser - 16;
    const near = look.text * 0.7;
    if (manner === 'request')
      text(label, browser + 8, from - near, look.ink, { align: 'left', widest });
    else if (manner === 'answer')
      text(label, server - 8, from + near, look.ink, { align: 'right', widest });
    else text(label, (browser + server) / 2, from - near / 2, look.ink, { widest });
  }

  function ends(side: SideName, direction: 'up' | 'down'): [number, number] {
    const { browser, server } = lanes[side];
    return direction === 'up' ? [browser, server] : [server, browser];
  }

  function head(x: number, at: number, angle: number, size: number): void {
    canvas.beginPath();
    canvas.moveTo(x, at);
    for (const turn of [0.42, -0.42]) {
      canvas.lineTo(x - size * Math.cos(angle + turn), at - size * Math.sin(angle + turn));
    }
    canvas.fill();
  }

  function disc(x: number, at: number, radius: number): void {
    canvas.beginPath();
    canvas.arc(x, at, radius, 0, 2 * Math.PI);
    canvas.fill();
  }

  function spot(x: number, at: number, delivered: boolean): void {
    canvas.fillStyle = delivered ? look.ink : look.ground;
    canvas.strokeStyle = look.ink;
    canvas.lineWidth = 1.5;
    canvas.beginPath();
    canvas.arc(x, at, 4, 0, 2 * Math.PI);
    canvas.fill();
    canvas.stroke();
  }

  /** Text that stays readable on whatever is below it. */
  function text(words: string, x: number, at: number, color: string, place: Place = {}): void {
    const { align = 'center', widest = Number.POSITIVE_INFINITY } = place;
    canvas.textAlign = align;
    canvas.textBaseline = 'middle';
    let shown = words;
    while (shown.length > 3 && canvas.measureText(shown).width > widest) {
      shown = `${shown.slice(0, shown.endsWith('…') ? -2 : -1)}…`;
    }
    canvas.strokeStyle = look.ground;
    canvas.lineWidth = 4;
    canvas.lineJoin = 'round';
    canvas.strokeText(shown, x, at);
    canvas.fillStyle = color;
    canvas.fillText(shown, x, at);
  }
}
