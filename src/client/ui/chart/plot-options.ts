import type uPlot from 'uplot';
import type { extremes } from '../../measure/trace.ts';
import { color, hatched } from './color.ts';

/** The prices at the side are so wide, in letters, and take at most this share of the chart. */
const AXIS = 4.6;
const MAX_AXIS_SHARE = 0.5;

/** Lines are as wide as beside text of this size, in CSS pixels, and grow with it. */
const NORMAL = 16;

/** Two prices closer than so many lines of text are not both written. */
const LINE = 1.3;

/** What a chart covers; it changes with every drawing. */
export interface Scale {
  /** How much of the past, in s. */
  width: number;
  /** All prices drawn… */
  drawn: ReturnType<typeof extremes>;
  /** …and of these the true ones. */
  truth: ReturnType<typeof extremes>;
}

/** What a chart's room and text size come to, in CSS pixels. */
export interface Fit {
  width: number;
  height: number;
  /** Size of the prices at the side. */
  size: number;
  /** Width of the prices at the side; 0 where there is no room for them. */
  axis: number;
  /** Width of a thin line: from the back row it can't be seen beside large text. */
  line: number;
}

/**
 * @param letter size of the text around the chart, in CSS pixels
 * @param share so large are the prices at the side, beside that text
 */
export function fit({ clientWidth, clientHeight }: Element, letter: number, share: number): Fit {
  const size = Math.round(letter * share);
  return {
    width: clientWidth,
    height: clientHeight,
    size,
    axis: size * AXIS <= clientWidth * MAX_AXIS_SHARE ? Math.ceil(size * AXIS) : 0,
    line: letter / NORMAL,
  };
}

/**
 * @param box holds the chart, and has its colours
 * @param paths draws steps
 */
export function plotOptions(
  { width, height, size, axis, line }: Fit,
  box: HTMLElement,
  paths: uPlot.Series.PathBuilder | undefined,
  scale: () => Scale,
): uPlot.Options {
  const stroke = (token: string) => color(box, token);
  const fill = hatched(stroke('--gap'));
  const series = { ...(paths && { paths }), points: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 0, 4, 0],
    scales: {
      x: { time: false, range: () => [-scale().width, 0] },
      // Without a price there is no scale, and no number on it.
      y: {
        range: () => {
          const { drawn } = scale();
          return drawn ? [drawn.low - 0.05, drawn.high + 0.05] : [null, null];
        },
      },
    },
    axes: [
      { show: false },
      {
        show: axis > 0,
        side: 1,
        size: axis,
        gap: 4,
        font: `${size}px system-ui`,
        stroke: stroke('--muted'),
        grid: { stroke: stroke('--track'), width: line },
        ticks: { show: false },
        splits: (plot) => marks(plot, scale(), size),
        values: (_, splits) => splits.map((price) => `$${price.toFixed(2)}`),
      },
    ],
    series: [
      {},
      { ...series, stroke: stroke('--muted'), width: 2 * line, dash: [5 * line, 4 * line] },
      { ...series, stroke: stroke('--hue'), width: 3 * line },
    ],
    bands: [
      { series: [1, 2], fill },
      { series: [2, 1], fill },
    ],
  };
}

/** The lowest and the highest true price, or the highest alone where they are too close to write both. */
function marks(plot: uPlot, { truth }: Scale, size: number): number[] {
  if (!truth) return [];
  const { low, high } = truth;
  const apart = plot.valToPos(low, 'y') - plot.valToPos(high, 'y');
  return apart < size * LINE ? [high] : [low, high];
}
