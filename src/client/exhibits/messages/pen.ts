/** Colours as a canvas takes them, and the size of text in CSS pixels. */
export interface Look {
  http: string;
  ws: string;
  shared: string;
  terminal: string;
  ink: string;
  muted: string;
  track: string;
  ground: string;
  fail: string;
  text: number;
}

/** The font of all text on the canvas. @param size in CSS pixels */
export const fontOf = (size: number) => `${size}px system-ui, sans-serif`;

/** How far apart the lines of a hatching are, in CSS pixels. */
const HATCH = 9;

/** Draws the shapes of which the picture is made. */
export class Pen {
  readonly canvas: CanvasRenderingContext2D;
  readonly look: Look;

  constructor(canvas: CanvasRenderingContext2D, look: Look) {
    this.canvas = canvas;
    this.look = look;
  }

  /** Draws what is behind something else. @param alpha from 0 to 1 */
  faintly(alpha: number, draw: () => void): void {
    this.canvas.globalAlpha = alpha;
    draw();
    this.canvas.globalAlpha = 1;
  }

  hatch(x: number, y: number, width: number, height: number, color: string): void {
    const { canvas } = this;
    canvas.save();
    canvas.beginPath();
    canvas.rect(x, y, width, height);
    canvas.clip();
    canvas.strokeStyle = color;
    canvas.lineWidth = 1.5;
    canvas.beginPath();
    // Anchored to the lanes, so that the hatching moves with what it fills.
    for (let at = x - height; at < x + width; at += HATCH) {
      canvas.moveTo(at, y + height);
      canvas.lineTo(at + height, y);
    }
    canvas.stroke();
    canvas.restore();
  }

  /** A line from one place to another, in the colour and width that are set. */
  line(fromX: number, fromY: number, toX: number, toY: number): void {
    const { canvas } = this;
    canvas.beginPath();
    canvas.moveTo(fromX, fromY);
    canvas.lineTo(toX, toY);
    canvas.stroke();
  }

  /** The jagged edge of what was torn. @param half half of its height, in CSS pixels */
  tear(from: number, to: number, y: number, half: number): void {
    const { canvas } = this;
    canvas.strokeStyle = this.look.fail;
    canvas.lineWidth = 2.5;
    canvas.beginPath();
    for (let x = from, sign = 1; x <= to; x += 7, sign = -sign) canvas.lineTo(x, y + sign * half);
    canvas.stroke();
  }

  /** The head of an arrow that comes in at this angle, in the colour that is set. */
  head(x: number, y: number, angle: number, size: number): void {
    const { canvas } = this;
    canvas.beginPath();
    canvas.moveTo(x, y);
    for (const turn of [0.42, -0.42]) {
      canvas.lineTo(x - size * Math.cos(angle + turn), y - size * Math.sin(angle + turn));
    }
    canvas.fill();
  }

  /** A disc in the colour that is set. */
  disc(x: number, y: number, radius: number): void {
    const { canvas } = this;
    canvas.beginPath();
    canvas.arc(x, y, radius, 0, 2 * Math.PI);
    canvas.fill();
  }

  /** A price change, filled once it has been delivered. */
  spot(x: number, y: number, delivered: boolean): void {
    const { canvas, look } = this;
    canvas.fillStyle = delivered ? look.ink : look.ground;
    canvas.strokeStyle = look.ink;
    canvas.lineWidth = 1.5;
    this.disc(x, y, 4);
    canvas.stroke();
  }

  /** Text around a place, which stays readable on whatever is below it. */
  text(words: string, x: number, y: number, color: string): void {
    const { canvas, look } = this;
    canvas.textAlign = 'center';
    canvas.textBaseline = 'middle';
    canvas.strokeStyle = look.ground;
    canvas.lineWidth = 4;
    canvas.lineJoin = 'round';
    canvas.strokeText(words, x, y);
    canvas.fillStyle = color;
    canvas.fillText(words, x, y);
  }
}

/** As many of the words' characters as fit, and at least two. */
export function shortened(words: string, fits: (words: string) => boolean): string {
  let shown = words;
  while (shown.length > 3 && !fits(shown)) {
    shown = `${shown.slice(0, shown.endsWith('…') ? -2 : -1)}…`;
  }
  return shown;
}
