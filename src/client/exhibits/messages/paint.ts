import type { Damage, SideName } from '../../../protocol/messages.ts';
import { endsOf, heightOf, type Lanes } from './geometry.ts';
import type { Manner } from './message.ts';
import { type Look, Pen } from './pen.ts';
import type { Arrow, Band, Picture, View } from './picture.ts';
import type { Span } from './spans.ts';

const SIDES: SideName[] = ['http', 'ws'];

const DAMAGE: Record<Exclude<Damage, 'none'>, string> = { cut: 'line cut', stall: 'line stalled' };

/** Draws the picture; `chosen` is the number of the message that stands out. */
export function paint(
  canvas: CanvasRenderingContext2D,
  picture: Picture,
  view: View,
  lanes: Lanes,
  look: Look,
  chosen: number | undefined,
): void {
  new Painter(new Pen(canvas, look), view, lanes, chosen).paint(picture);
}

class Painter {
  readonly #pen: Pen;
  readonly #view: View;
  readonly #lanes: Lanes;
  readonly #chosen: number | undefined;
  /** Below the label that was drawn last on a side, in a direction, there is room again. */
  readonly #roomFrom = new Map<string, number>();

  constructor(pen: Pen, view: View, lanes: Lanes, chosen: number | undefined) {
    this.#pen = pen;
    this.#view = view;
    this.#lanes = lanes;
    this.#chosen = chosen;
  }

  paint({ damages, gaps, spans, bands, arrows, dots }: Picture): void {
    const { canvas, look } = this.#pen;
    const { width, height, top } = this.#lanes;
    canvas.clearRect(0, 0, width, height);
    canvas.font = `${look.text}px system-ui, sans-serif`;
    canvas.lineWidth = 1;
    canvas.save();
    canvas.beginPath();
    canvas.rect(0, top, width, height - top);
    canvas.clip();
    this.#times();
    for (const { from, to, damage } of damages) {
      if (damage !== 'none') this.#area(from, to, DAMAGE[damage], look.fail, look.fail, 0.35);
    }
    for (const { from, to, dropped } of gaps) {
      this.#area(from, to, `not shown: ${dropped}`, look.muted, look.ink, 0.5);
    }
    for (const span of spans) {
      if (span.what === 'held') this.#held(span);
      else this.#tube(span, damages);
    }
    this.#lines();
    for (const band of bands) this.#band(band);
    for (const arrow of arrows) this.#arrow(arrow);
    for (const dot of dots) {
      for (const side of SIDES) {
        this.#pen.spot(this.#lanes[side].server, this.#y(dot.at), dot[side]);
      }
    }
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
      canvas.fillRect(0, at, this.#lanes.width, 1);
      canvas.fillStyle = look.muted;
      canvas.fillText(ago === 0 ? 'now' : `−${ago} s`, 0, at - 1);
    }
  }

  #headings(): void {
    const { canvas, look } = this.#pen;
    const { inset, top } = this.#lanes;
    canvas.textBaseline = 'middle';
    canvas.fillStyle = look.ink;
    for (const side of SIDES) {
      // Outwards from the lanes, so that they keep apart on a phone.
      canvas.textAlign = 'left';
      canvas.fillText('Browser', this.#lanes[side].browser - inset + 6, top / 2);
      canvas.textAlign = 'right';
      canvas.fillText('Server', this.#lanes[side].server + inset - 6, top / 2);
    }
  }

  #lines(): void {
    const { canvas, look } = this.#pen;
    const { height, top } = this.#lanes;
    canvas.lineWidth = 2;
    for (const side of SIDES) {
      canvas.strokeStyle = look[side];
      const { browser, server } = this.#lanes[side];
      for (const x of [browser, server]) this.#pen.line(x, top, x, height);
    }
  }

  /** A time in which something was wrong, hatched on both sides, with words where there is room. */
  #area(
    from: number,
    to: number | undefined,
    words: string,
    color: string,
    ink: string,
    alpha: number,
  ): void {
    const { text } = this.#pen.look;
    const start = Math.max(this.#y(from), this.#lanes.top);
    const height = Math.max(this.#y(to ?? this.#view.to) - start, 4);
    for (const side of SIDES) {
      const { browser, server } = this.#lanes[side];
      const width = server - browser;
      this.#pen.faintly(alpha, () => this.#pen.hatch(browser, start, width, height, color));
      if (height <= text * 1.5) continue;
      this.#pen.text(words, (browser + server) / 2, start + text, ink, { widest: width - 16 });
    }
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
  #tube({ side, what, from, to, end }: Span, damages: Picture['damages']): void {
    const { canvas, look } = this.#pen;
    const { browser, server } = this.#lanes[side];
    const [start, stop] = this.#stretch(from, to);
    const line = what === 'line';
    const tube = Math.min(look.text * 0.9, (server - browser) * 0.12);
    this.#pen.faintly(0.13, () => {
      canvas.fillStyle = look[side];
      const left = browser - (line ? tube : 0);
      canvas.fillRect(left, start, server + tube - left, stop - start);
    });
    const doubt = damages.find(
      ({ damage, from }) => damage === 'stall' && (to === undefined || from < to),
    );
    if (doubt && line) {
      const y = Math.max(this.#y(doubt.from), this.#lanes.top) + look.text * 2;
      this.#pen.text('?', server + tube * 1.6, y, look.fail);
    }
    const label = (words: string, at: number, color: string) =>
      this.#pen.text(words, browser + 8, at + look.text, color, { align: 'left' });
    if (this.#y(from) > this.#lanes.top) {
      label(line ? 'line open' : 'stream open', this.#y(from), look[side]);
    }
    if (to === undefined) return;
    if (end === '1006' || !line) this.#pen.tear(browser - tube, server + tube, stop);
    if (end) label(end === '1006' ? 'torn: 1006' : `closed: ${end}`, stop, look.fail);
  }

  #band({ side, direction, manner, count, first, last }: Band): void {
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
    const x = (start + end) / 2 + Math.abs(end - start) * (direction === 'up' ? -0.22 : 0.12);
    const y = (this.#y(first.sent) + this.#y(last.received)) / 2;
    this.#pen.text(`×${count}`, x, y, look.ink);
  }

  #arrow({ id, side, direction, manner, label, sent, tip, progress, state }: Arrow): void {
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
    const room = `${side} ${direction}`;
    if (from < (this.#roomFrom.get(room) ?? 0)) return;
    this.#roomFrom.set(room, from + look.text * 1.35);
    this.#name(label, manner, side, from);
  }

  /** A question's name stands above its tail, an answer's below, so that the two keep apart. */
  #name(label: string, manner: Manner, side: SideName, from: number): void {
    const { ink, text } = this.#pen.look;
    const { browser, server } = this.#lanes[side];
    const widest = server - browser - 16;
    const near = text * 0.7;
    if (manner === 'request')
      this.#pen.text(label, browser + 8, from - near, ink, { align: 'left', widest });
    else if (manner === 'answer')
      this.#pen.text(label, server - 8, from + near, ink, { align: 'right', widest });
    else this.#pen.text(label, (browser + server) / 2, from - near / 2, ink, { widest });
  }
}
