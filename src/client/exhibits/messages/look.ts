import { color } from '../../ui/chart/color.ts';
import type { Look } from './pen.ts';

/** The colours of the page's theme as they are now. @param text size of text, in CSS pixels */
export function lookOf(canvas: HTMLCanvasElement, text: number): Look {
  const token = (name: string) => color(canvas, name);
  return {
    http: token('--http'),
    ws: token('--ws'),
    shared: token('--muted'),
    terminal: token('--muted'),
    ink: token('--ink'),
    muted: token('--muted'),
    track: token('--track'),
    ground: token('--ground'),
    fail: token('--fail'),
    text,
  };
}

/**
 * Gives a canvas as many pixels as the screen has there.
 * @param zoom how large what is painted is to be seen, 1 as it is
 * @returns its size in the units in which it is painted, and how many pixels one of them has
 */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  zoom: number,
): { width: number; height: number; scale: number } {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const [across, down] = [width, height].map((size) => Math.round(size * devicePixelRatio));
  if (canvas.width !== across) canvas.width = across ?? 0;
  if (canvas.height !== down) canvas.height = down ?? 0;
  return { width: width / zoom, height: height / zoom, scale: devicePixelRatio * zoom };
}
