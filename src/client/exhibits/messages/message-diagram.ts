import { html, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { LinePart } from '../../../protocol/tab.ts';
import { looks } from '../../ui/chart/color.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { diagramStyles } from './diagram-styles.ts';
import { arrowAt, type Lanes, lanesOf } from './geometry.ts';
import type { Label } from './labels.ts';
import { labelsOf } from './layout.ts';
import { headings, legend } from './legend.ts';
import { fitCanvas, lookOf } from './look.ts';
import type { Message } from './message.ts';
import { historyOf } from './message-history.ts';
import { paint } from './paint.ts';
import { fontOf, type Look } from './pen.ts';
import { type Picture, pictureOf, type View } from './picture.ts';
import { Playback, SLOW_WINDOW } from './playback.ts';

/** How much of the past is seen, in ms: on a wide screen, on a phone. */
const WINDOW = { wide: 10_000, narrow: 6_000 };
const NARROW = 600;

/** The text's size as a share of the page's: as a rule, for the back row, where the canvas has few letters to a line. */
const SHARE = { usual: 0.78, projector: 1, least: 0.66 };
const FEW = 16;

/** Arrows closer than this are merged, in CSS pixels. */
const CLOSEST = 6;

/** Least time between two paints, in ms: 30 a second, and one where motion is unwelcome. */
const PAINT_EVERY = 33;
const CALM = 1_000;

/** Lines and dots grow with text that is larger than this, in CSS pixels: the back row is to see them, too. */
const TEXT = 13;

/** "See the messages": everything on the line of both sides, as it happens, and each message opened. */
export class MessageDiagram extends SessionElement {
  static override styles = [base, diagramStyles];

  @state() accessor #chosen: Message | undefined;
  @state() accessor #heartbeats = false;
  /** Who has lanes beside the two sides. */
  @state() accessor #others: readonly LinePart[] = [];
  @state() accessor #narrow = false;
  @query('canvas') accessor #canvas!: HTMLCanvasElement;

  readonly #playback = new Playback();
  #picture: Picture | undefined;
  #labels: Label[] = [];
  #view: View | undefined;
  #lanes: Lanes | undefined;
  #look: Look | undefined;
  /** By how much all is painted larger than in CSS pixels. */
  #zoom = 1;
  #lookedAt = 0;
  #paintedAt = 0;
  /** False while it is closed or scrolled away. */
  #inSight = false;
  readonly #sight = new IntersectionObserver((entries) => {
    this.#inSight = entries.at(-1)?.isIntersecting ?? false;
    if (this.#inSight) this.session.frames.request(this.#animate);
  });
  // In its new room the picture would else be seen stretched until it is painted next.
  readonly #resized = new ResizeObserver(() => this.#paintAnew());
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    const history = () => historyOf(this.session);
    follow(this, history, 'change', () => {
      const { others } = history();
      if (others.size !== this.#others.length) this.#others = [...others].sort();
    });
    for (const look of looks) {
      follow(
        this,
        () => look,
        'change',
        () => this.#paintAnew(),
      );
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.frames.cancel(this.#animate);
    this.#sight.disconnect();
    this.#resized.disconnect();
    this.#inSight = false;
  }

  override firstUpdated(): void {
    this.#observe();
  }

  #observe(): void {
    this.#sight.observe(this.#canvas);
    this.#resized.observe(this.#canvas);
  }

  #paintAnew(): void {
    this.#look = undefined;
    if (this.hasUpdated) this.#paintIfShown();
  }

  /** The observers tell of a diagram that is being closed only after the next frame. */
  #paintIfShown(): void {
    if (this.#canvas.checkVisibility()) this.paint();
  }

  override render(): TemplateResult {
    this.#follow();
    const { damage, settings } = this.session;
    const { paused } = settings;
    return html`
      <div class="buttons" role="group" aria-label="The picture">
        <button aria-pressed=${paused} @click=${() => this.session.commands.togglePaused()}>Pause</button>
        <button @click=${() => this.#step(-1)}>Step back</button>
        <button @click=${() => this.#step(1)}>Step forward</button>
        <button @click=${this.#slowDown}>Last 2 s in slow motion</button>
        <button translate="no" @click=${() => this.session.commands.toggleCut()}>
          ${damage === 'none' ? 'Cut the line' : 'Repair the line'}
        </button>
        <label>
          <input type="checkbox" .checked=${this.#heartbeats} @change=${this.#switch} />
          Heartbeats
        </label>
      </div>
      <div class="parts">
        <div dir="ltr">
          ${headings(this.#shown)}
          <canvas aria-hidden="true" @click=${this.#point}></canvas>
        </div>
        <message-list
          .session=${this.session}
          .history=${historyOf(this.session)}
          .until=${this.#playback.frozen}
          .heartbeats=${this.#heartbeats}
          .chosen=${this.#chosen}
          @choose=${({ detail }: CustomEvent<Message>) => (this.#chosen = detail)}
        ></message-list>
      </div>
      <message-xray .message=${this.#chosen}></message-xray>
      ${legend(this.#others.includes('shared'))}
    `;
  }

  /** Those of them for whom there is room. */
  get #shown(): readonly LinePart[] {
    return this.#others.filter((user) => user !== 'shared' || !this.#narrow);
  }

  /** Paints what is to be seen now. */
  paint(): void {
    const canvas = this.#canvas;
    const context = canvas.getContext('2d');
    const now = this.#playback.moment(this.session.clock.now, performance.now());
    if (!context || now === undefined) return;
    const look = this.#readLook();
    const { width, height, scale } = fitCanvas(canvas, this.#zoom);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#narrow = width < NARROW;
    const lanes = lanesOf(width, height, look.text, this.#shown);
    const span = this.#playback.slow ? SLOW_WINDOW : this.#narrow ? WINDOW.narrow : WINDOW.wide;
    this.#lanes = lanes;
    this.#view = {
      from: now - span,
      to: now,
      heartbeats: this.#heartbeats,
      densest: (CLOSEST * span) / (height - lanes.top),
    };
    this.#picture = pictureOf(historyOf(this.session), this.#view);
    const type = {
      size: look.text,
      widthOf: (words: string) => context.measureText(words).width,
    };
    const chosen = this.#chosen?.id;
    context.font = fontOf(look.text);
    this.#labels = labelsOf(this.#picture, this.#view, lanes, type, chosen, this.#labels);
    paint(context, this.#picture, this.#labels, this.#view, lanes, look, chosen);
  }

  /** Paints time and again, as long as the picture is in sight. */
  readonly #animate = () => {
    if (!this.#inSight) return;
    this.session.frames.request(this.#animate);
    const now = performance.now();
    if (now - this.#paintedAt < (this.#calm.matches ? CALM : PAINT_EVERY)) return;
    this.#paintedAt = now;
    this.#paintIfShown();
  };

  /** Freezes and goes on with the page's own Pause. */
  #follow(): void {
    this.#playback.follow(this.session.settings.paused, this.session.clock.now);
  }

  #freeze(): void {
    if (!this.session.settings.paused) this.session.commands.togglePaused();
    this.#follow();
  }

  #step(direction: 1 | -1): void {
    this.#freeze();
    const { messages } = historyOf(this.session);
    const seen = messages.filter(({ heartbeat }) => this.#heartbeats || !heartbeat);
    this.#chosen = this.#playback.step(seen, direction) ?? this.#chosen;
    this.requestUpdate();
  }

  #slowDown(): void {
    this.#freeze();
    this.#playback.slowDown(performance.now());
  }

  #switch(event: Event): void {
    this.#heartbeats = (event.target as HTMLInputElement).checked;
  }

  #point({ offsetX, offsetY }: MouseEvent): void {
    const [picture, view, lanes] = [this.#picture, this.#view, this.#lanes];
    if (!picture || !view || !lanes) return;
    const [x, y] = [offsetX / this.#zoom, offsetY / this.#zoom];
    const arrow = arrowAt(x, y, picture.arrows, view, lanes);
    if (!arrow) return;
    this.#chosen = historyOf(this.session).messages.find(({ id }) => id === arrow.id);
  }

  /** Colours and text size, read anew now and then: theme and zoom may change. */
  #readLook(): Look {
    const now = performance.now();
    if (this.#look && now - this.#lookedAt < 1_000) return this.#look;
    this.#lookedAt = now;
    const size = Number.parseFloat(getComputedStyle(this).fontSize);
    const few = this.#canvas.clientWidth < FEW * size;
    const text =
      size *
      SHARE[this.session.settings.view === 'projector' ? 'projector' : few ? 'least' : 'usual'];
    this.#zoom = Math.max(1, text / TEXT);
    this.#look = lookOf(this.#canvas, text / this.#zoom);
    return this.#look;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'message-diagram': MessageDiagram;
  }
}
