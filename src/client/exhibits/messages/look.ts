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
