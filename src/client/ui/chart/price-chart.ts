import { css, html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type uPlot from 'uplot';
import plotStyle from 'uplot/dist/uPlot.min.css';
import { extremes, widthFor } from '../../measure/trace.ts';
import type { Side } from '../../session/side.ts';
import { follow } from '../follow.ts';
import { SessionElement } from '../session-element.ts';
import { base } from '../styles.ts';
import { color, hatched, looks } from './color.ts';

/** With reduced motion the chart is drawn this often, in ms. */
const CALM = 1_000;

/** The prices at the side are so wide, in letters, and take at most this share of the chart. */
const AXIS = 4.6;
const MOST = 0.5;

/** Lines are as wide as beside text of this size, in CSS pixels, and grow with it. */
const NORMAL = 16;

/** Two prices closer than so many lines of text are not both written. */
const LINE = 1.3;

/**
 * The last minute of one side: what it showed against what was true, the difference hatched in. Both
 * sides' charts have the same scale; the lowest and the highest true price are marked.
 */
export class PriceChart extends SessionElement {
  static override styles = [
    base,
    unsafeCSS(plotStyle),
    css`
      .plot {
        position: var(--chart-position, static);
        inset: 0;
        display: var(--chart-display);
        height: calc(var(--chart) - 1.1 * var(--tiny));
      }
      .times {
        display: var(--chart-display);
        padding-inline-end: var(--axis, 0);
        font-size: var(--tiny);
        line-height: 1.1;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .times p {
        display: flex;
        justify-content: space-between;
      }
      :is(.plot, .times)[hidden] {
        display: none;
      }
      load-problem {
        display: var(--chart-display);
        min-height: var(--chart);
      }
      /* As wide as text is large. */
      .em {
        position: absolute;
        width: 1em;
        height: 1px;
        visibility: hidden;
      }
    `,
  ];

  @property({ attribute: false }) accessor side!: Side;

  @query('.plot') accessor #box!: HTMLElement;

  /** Whether the library that draws could not be loaded. */
  @state() accessor #unloaded = false;

  @query('.em') accessor #em!: HTMLElement;

  /** How much of the past is drawn, in s. */
  @state() accessor #width = widthFor(0);

  #plot: uPlot | undefined;
  /** Of both sides: all prices drawn, and of these the true ones. */
  #drawnRange: Range;
  #trueRange: Range;
  #drawn = 0;
  /** Room and text size decide on the axis too, so the plot is made anew where one of them changes. */
  readonly #resized = new ResizeObserver(() => {
    if (this.#box.clientWidth > 0) void this.#build();
  });
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    for (const look of looks) {
      follow(
        this,
        () => look,
        'change',
        () => void this.#build(),
      );
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  override render(): TemplateResult {
    return html`
      <div class="plot" ?hidden=${this.#unloaded} aria-hidden="true" dir="ltr"></div>
      <div class="times" ?hidden=${this.#unloaded} aria-hidden="true" translate="no" dir="ltr">
        <p><span>${this.#width} s ago</span><span>now</span></p>
      </div>
      ${
        this.#unloaded
          ? html`<load-problem what="The chart" @again=${() => this.#build()}></load-problem>`
          : nothing
      }
      <i class="em" aria-hidden="true"></i>
    `;
  }

  override firstUpdated(): void {
    this.#begin();
  }

  #begin(): void {
    this.#resized.observe(this.#box);
    this.#resized.observe(this.#em);
  }

  override updated(): void {
    const now = performance.now();
    if (this.#calm.matches && now - this.#drawn < CALM) return;
    this.#drawn = now;
    this.#draw();
  }

  // The chart library comes after the page's own first paint.
  async #build(): Promise<void> {
    const Plot = await loadPlot().catch(() => undefined);
    this.#unloaded = !Plot;
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (!Plot || !this.isConnected || width === 0) return;
    this.#plot?.destroy();
    const style = getComputedStyle(this);
    const token = (name: string) => color(this.#box, name);
    const letter = Number.parseFloat(style.fontSize);
    const share = this.session.settings.view === 'projector' ? 1 : 0.72;
    const size = Math.round(letter * share);
    // From the back row thin lines can't be seen beside large text.
    const line = letter / NORMAL;
    const axis = size * AXIS <= width * MOST ? Math.ceil(size * AXIS) : 0;
    this.style.setProperty('--axis', `${axis}px`);
    const stepped = Plot.paths.stepped?.({ align: 1 });
    const paths = stepped ? { paths: stepped } : {};
    const fill = hatched(token('--gap'));
    this.#plot = new Plot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 0, 4, 0],
        scales: {
          x: { time: false, range: () => [-this.#width, 0] },
          // Without a price there is no scale, and no number on it.
          y: {
            range: () => {
              const range = this.#drawnRange;
              return range ? [range.low - 0.05, range.high + 0.05] : [null, null];
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
            stroke: token('--muted'),
            grid: { stroke: token('--track'), width: line },
            ticks: { show: false },
            splits: (plot) => {
              if (!this.#trueRange) return [];
              const { low, high } = this.#trueRange;
              const apart = plot.valToPos(low, 'y') - plot.valToPos(high, 'y');
              return apart < size * LINE ? [high] : [low, high];
            },
            values: (_, splits) => splits.map((price) => `$${price.toFixed(2)}`),
          },
        ],
        series: [
          {},
          {
            ...paths,
            stroke: token('--muted'),
            width: 2 * line,
            dash: [5 * line, 4 * line],
            points: { show: false },
          },
          { ...paths, stroke: token('--hue'), width: 3 * line, points: { show: false } },
        ],
        bands: [
          { series: [1, 2], fill },
          { series: [2, 1], fill },
        ],
      },
      [[], [], []],
      this.#box,
    );
    this.#draw();
  }

  #draw(): void {
    const now = this.session.clock.now;
    if (!this.#plot || now === undefined) return;
    const all = this.session.sides.map(({ run }): [Line, Line] => [
      run.trace.truth.window(now),
      run.trace.shown.window(now),
    ]);
    this.#trueRange = extremes(...all.map(([truth]) => truth[1]));
    this.#drawnRange = extremes(...all.flat().map(([, prices]) => prices));
    const first = Math.min(now, ...all.flat().flatMap(([times]) => times.slice(0, 1)));
    this.#width = widthFor((first - now) / 1000);
    const mine = all[this.session.sides.indexOf(this.side)];
    if (mine) this.#plot.setData(align(...mine, now));
  }
}

type Range = ReturnType<typeof extremes>;

/** uPlot asks Intl for numbers as the browser writes them; where its language is none, such as C, it throws. */
async function loadPlot(): Promise<typeof uPlot> {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
  return (await import('uplot')).default;
}

type Line = [number[], (number | null)[]];

/** Both lines on the union of their times, each holding its price until its next change. */
function align(truth: Line, shown: Line, now: number): uPlot.AlignedData {
  const times = [...new Set([...truth[0], ...shown[0]])].sort((a, b) => a - b);
  const hold = ([at, prices]: Line) => {
    let i = -1;
    return times.map((time) => {
      while (i + 1 < at.length && (at[i + 1] as number) <= time) i += 1;
      return prices[i] ?? null;
    });
  };
  return [times.map((time) => (time - now) / 1000), hold(truth), hold(shown)];
}

declare global {
  interface HTMLElementTagNameMap {
    'price-chart': PriceChart;
  }
}
