import { css, html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type uPlot from 'uplot';
import plotStyle from 'uplot/dist/uPlot.min.css';
import { extremes, widthFor } from '../../measure/trace.ts';
import type { Side } from '../../session/side.ts';
import { follow } from '../follow.ts';
import { SessionElement } from '../session-element.ts';
import { base } from '../styles.ts';
import { looks } from './color.ts';
import { align, type Line } from './lines.ts';
import { loadPlot } from './load-plot.ts';
import { fit, plotOptions, type Scale } from './plot-options.ts';

/** With reduced motion the chart is drawn this often, in ms. */
const CALM = 1_000;

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

  #library: typeof uPlot | undefined;
  #plot: uPlot | undefined;
  /** Of both sides: all prices drawn, and of these the true ones. */
  #drawnRange: Scale['drawn'];
  #trueRange: Scale['truth'];
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

  // The chart library comes after the page's own first paint. From then on nothing is waited for: a
  // browser that prints doesn't wait either.
  async #build(): Promise<void> {
    this.#library ??= await loadPlot().catch(() => undefined);
    const Plot = this.#library;
    this.#unloaded = !Plot;
    if (!Plot || !this.isConnected || this.#box.clientWidth === 0) return;
    this.#plot?.destroy();
    const letter = Number.parseFloat(getComputedStyle(this).fontSize);
    const room = fit(this.#box, letter, this.session.settings.view === 'projector' ? 1 : 0.72);
    this.style.setProperty('--axis', `${room.axis}px`);
    const options = plotOptions(room, this.#box, Plot.paths.stepped?.({ align: 1 }), () => ({
      width: this.#width,
      drawn: this.#drawnRange,
      truth: this.#trueRange,
    }));
    this.#plot = new Plot(options, [[], [], []], this.#box);
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

declare global {
  interface HTMLElementTagNameMap {
    'price-chart': PriceChart;
  }
}
