import type { SideName } from '../../../protocol/tab.ts';
import { endsOf, heightOf, type Lanes } from './geometry.ts';
import type { Label } from './labels.ts';
import { TEAR, tubeOf } from './layout.ts';
import type { Period } from './message-history.ts';
import { fontOf, type Look, Pen, shortened } from './pen.ts';
import type { Arrow, Band, Picture, View } from './picture.ts';
import type { Span } from './spans.ts';

/** Those who are told of prices. */
const SIDES: SideName[] = ['http', 'ws'];

/** Draws the picture and its labels; `chosen` is the number of the message that stands out. */
export function paint(
  canvas: CanvasRenderingContext2D,
  picture: Picture,
  labels: readonly Label[],
  view: View,
  lanes: Lanes,
  look: Look,
  chosen: number | undefined,
): void {
  new Painter(new Pen(canvas, look), view, lanes, chosen).paint(picture, labels);
}

class Painter {
  readonly #pen: Pen;
  readonly #view: View;
  readonly #lanes: Lanes;
  readonly #chosen: number | undefined;

  constructor(pen: Pen, view: View, lanes: Lanes, chosen: number | undefined) {
    this.#pen = pen;
    this.#view = view;
    this.#lanes = lanes;
    this.#chosen = chosen;
  }

  paint({ damages, gaps, spans, bands, arrows, dots }: Picture, labels: readonly Label[]): void {
    const { canvas, look } = this.#pen;
    const { width, height, top } = this.#lanes;
    canvas.clearRect(0, 0, width, height);
    canvas.font = fontOf(look.text);
    canvas.lineWidth = 1;
    canvas.save();
    canvas.beginPath();
    canvas.rect(0, top, width, height - top);
    canvas.clip();
    this.#times();
    for (const { from, to } of damages) this.#area(from, to, look.fail, 0.35);
    for (const { from, to } of gaps) this.#area(from, to, look.muted, 0.5);
    for (const span of spans) {
      if (span.what === 'held') this.#held(span);
      else this.#tube(span);
    }
    this.#lines();
    for (const band of bands) this.#band(band);
    for (const arrow of arrows) this.#arrow(arrow);
    for (const dot of dots) {
      for (const side of SIDES) {
        this.#pen.spot(this.#lanes[side].server, this.#y(dot.at), dot[side]);
      }
    }
    for (const label of labels) this.#label(label, [...damages, ...gaps]);
    canvas.restore();
    this.#headings();
  }

  #y(time: number): number {
    return heightOf(time, this.#view, this.#lanes);
  }

  #times(): void {
    const { canvas, look } = this.#pen;
    canvas.textAlign = 'left';
    canvas.textBaseline = 'bottom';
    const seconds = (this.#view.to - this.#view.from) / 1000;
    for (let ago = 0; ago < seconds; ago += seconds > 4 ? 2 : 0.5) {
      const at = this.#y(this.#view.to - ago * 1000) - 1;
      canvas.fillStyle = look.track;
      for (const [from, to] of this.#besideLanes()) canvas.fillRect(from, at, to - from, 1);
      canvas.fillStyle = look.muted;
      canvas.fillText(ago === 0 ? 'now' : `−${ago} s`, 0, at - 1);
    }
  }

  /** Between the lanes a line would cross what stands there. */
  #besideLanes(): [from: number, to: number][] {
    const { users, width } = this.#lanes;
    const starts = [0, ...users.map((user) => this.#lanes[user].server)];
    const ends = [...users.map((user) => this.#lanes[user].browser), width];
    return starts.map((start, i) => [start, ends[i] ?? width]);
  }

  #headings(): void {
    const { canvas, look } = this.#pen;
    const { inset, top, users } = this.#lanes;
    canvas.textBaseline = 'middle';
    canvas.fillStyle = look.ink;
    for (const user of users) {
      const { browser, server } = this.#lanes[user];
      // Outwards from the lanes, so that they keep apart on a phone.
      const widest = (server - browser) / 2 + inset - 8;
      const write = (words: string, x: number) =>
        canvas.fillText(
          shortened(words, (text) => canvas.measureText(text).width <= widest),
          x,
          top / 2,
        );
      canvas.textAlign = 'left';
      write(user === 'terminal' ? 'Terminal' : 'Browser', browser - inset + 6);
      canvas.textAlign = 'right';
      write('Server', server + inset - 6);
    }
  }

  #lines(): void {
    const { canvas, look } = this.#pen;
    const { height, top, users } = this.#lanes;
    canvas.lineWidth = 2;
    for (const user of users) {
      canvas.strokeStyle = look[user];
      const { browser, server } = this.#lanes[user];
      for (const x of [browser, server]) this.#pen.line(x, top, x, height);
    }
  }

  /** A time in which something was wrong, hatched for all who use the line. */
  #area(from: number, to: number | undefined, color: string, alpha: number): void {
    const [start, stop] = this.#stretch(from, to);
    for (const user of this.#lanes.users) {
      const { browser, server } = this.#lanes[user];
      const height = Math.max(stop - start, 4);
      this.#pen.faintly(alpha, () =>
        this.#pen.hatch(browser, start, server - browser, height, color),
      );
    }
  }

  /** On a hatching a label has a ground of its own. */
  #label({ words, ink, box }: Label, hatched: readonly Period[]): void {
    const { canvas, look } = this.#pen;
    const { left, right, top, bottom } = box;
    canvas.fillStyle = look.ground;
    for (const { from, to } of hatched) {
      const [start, stop] = this.#stretch(from, to);
      if (start < bottom && stop > top)
        canvas.fillRect(left - 2, top, right - left + 4, bottom - top);
    }
    this.#pen.text(words, (left + right) / 2, (top + bottom) / 2, look[ink]);
  }

  /** A question that the server holds. */
  #held({ side, from, to }: Span): void {
    const { canvas, look } = this.#pen;
    const { server } = this.#lanes[side];
    const [start, stop] = this.#stretch(from, to);
    if (stop - start < 6) return;
    canvas.fillStyle = look.ground;
    canvas.fillRect(server, start, look.text, stop - start);
    this.#pen.hatch(server, start, look.text, stop - start, look[side]);
  }

  #stretch(from: number, to: number | undefined): [number, number] {
    return [Math.max(this.#y(from), this.#lanes.top - 9), this.#y(to ?? this.#view.to)];
  }

  /** A line takes messages both ways, a stream one way: its tube is open at one end only. */
  #tube({ side, what, from, to, end }: Span): void {
    const { canvas, look } = this.#pen;
    const { browser, server } = this.#lanes[side];
    const [start, stop] = this.#stretch(from, to);
    const line = what === 'line';
    const tube = tubeOf(this.#lanes, side, look.text);
    this.#pen.faintly(0.13, () => {
      canvas.fillStyle = look[side];
      const left = browser - (line ? tube : 0);
      canvas.fillRect(left, start, server + tube - left, stop - start);
    });
    if (to !== undefined && (end === '1006' || !line)) {
      this.#pen.tear(browser - tube, server + tube, stop, TEAR);
    }
  }

  #band({ side, direction, manner, first, last }: Band): void {
    const { canvas, look } = this.#pen;
    const [start, end] = endsOf(this.#lanes, side, direction);
    this.#pen.faintly(manner === 'answer' ? 0.3 : 0.45, () => {
      canvas.fillStyle = look[side];
      canvas.beginPath();
      canvas.moveTo(start, this.#y(first.sent) - 2);
      canvas.lineTo(end, this.#y(first.received) - 2);
      canvas.lineTo(end, this.#y(last.received) + 2);
      canvas.lineTo(start, this.#y(last.sent) + 2);
      canvas.fill();
    });
  }

  #arrow({ id, side, direction, manner, sent, tip, progress, state }: Arrow): void {
    const { canvas, look } = this.#pen;
    const [start, end] = endsOf(this.#lanes, side, direction);
    const x = start + (end - start) * progress;
    const [from, to] = [this.#y(sent), this.#y(tip)];
    const bold = id === this.#chosen;
    canvas.strokeStyle = state === 'lost' ? look.fail : look[side];
    canvas.fillStyle = canvas.strokeStyle;
    canvas.lineWidth = bold ? 5 : 2;
    canvas.setLineDash(manner === 'answer' ? [7, 5] : []);
    this.#pen.line(start, from, x, to);
    canvas.setLineDash([]);
    if (manner === 'push') this.#pen.disc(start, from, 3.5);
    if (state === 'lost') this.#pen.text('✕', x, to, look.fail);
    else if (state === 'untold') this.#pen.text('?', x, to, look.ink);
    else this.#pen.head(x, to, Math.atan2(to - from, x - start), bold ? 12 : 8);
  }
}
