import { css, html, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { color, looks } from '../../ui/color.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import type { Message } from './message.ts';
import { historyOf, type LineHistory } from './message-history.ts';
import { heightOf, type Lanes, type Look, lanesOf, paint } from './paint.ts';
import { type Picture, pictureOf, type View } from './picture.ts';

/** So much of the past is seen, in ms: on a wide screen, on a phone, in slow motion. */
const WINDOW = { wide: 10_000, narrow: 6_000, slow: 2_000 };
const NARROW = 600;

/** Arrows closer than this are merged, in CSS pixels. */
const CLOSEST = 6;

/** Least time between two paints, in ms: 30 a second, and one where motion is unwelcome. */
const PAINT_EVERY = 33;
const CALM = 1_000;

/** Slow motion shows this long a piece of the past at so small a share of its speed. */
const SLOW = 1 / 8;

/** A capture this close to an arrow means it, in CSS pixels. */
const REACH = 14;

/** "See the messages": everything on the line of both sides, as it happens, and each message opened. */
export class MessageDiagram extends SessionElement {
  static override styles = [
    base,
    css`
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        padding: 0.2rem 0 0.5rem;
      }
      .buttons label {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 44px;
      }
      input {
        width: 1.3em;
        height: 1.3em;
        accent-color: var(--focus);
      }
      .buttons {
        display: var(--exhibit-controls, flex);
      }
      .parts {
        display: grid;
        gap: 0.8rem;
        grid-template-columns: minmax(0, 1fr);
      }
      @media (min-width: 1000px) {
        .parts {
          grid-template-columns: var(--diagram-columns, minmax(0, 1fr) 23rem);
        }
      }
      .sides {
        display: grid;
        grid-template-columns: 3em 1fr 1fr;
        text-align: center;
        font-weight: 700;
      }
      .http {
        color: var(--http);
      }
      .ws {
        color: var(--ws);
      }
      canvas {
        display: block;
        width: 100%;
        height: var(--canvas-height, clamp(360px, 62vh, 900px));
        cursor: pointer;
      }
      .legend {
        display: var(--exhibit-list, block);
      }
      message-list {
        display: var(--exhibit-list, block);
      }
    `,
  ];

  @state() accessor #chosen: Message | undefined;
  @state() accessor #heartbeats = false;
  /** The moment that is seen while the view is paused, by the server's clock in ms. */
  @state() accessor #frozen: number | undefined;
  @query('canvas') accessor #canvas!: HTMLCanvasElement;

  #history: LineHistory | undefined;
  #picture: Picture | undefined;
  #view: View | undefined;
  #lanes: Lanes | undefined;
  #look: Look | undefined;
  #lookedAt = 0;
  #paintedAt = 0;
  #frame = 0;
  /** While slow motion runs: when it began, by the page's clock in ms, and where it ends. */
  #slow: { began: number; end: number } | undefined;
  /** False while it is closed or scrolled away. */
  #inSight = false;
  readonly #sight = new IntersectionObserver((entries) => {
    this.#inSight = entries.at(-1)?.isIntersecting ?? false;
  });
  // In its new room the picture would else be seen stretched until it is painted next.
  readonly #resized = new ResizeObserver(() => this.#paintAnew());
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');

  constructor() {
    super();
    follow(this, () => this.session, 'change');
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
    this.#frame = requestAnimationFrame((now) => this.#animate(now));
    if (this.hasUpdated) this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
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
    this.paint();
  }

  override render(): TemplateResult {
    this.#history ??= historyOf(this.session);
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
        <div>
          <p class="sides"><span></span><span class="http">Ask</span><span class="ws">Be told</span></p>
          <canvas aria-hidden="true" @click=${this.#point}></canvas>
        </div>
        <message-list
          .session=${this.session}
          .history=${this.#history}
          .until=${this.#frozen}
          .heartbeats=${this.#heartbeats}
          .chosen=${this.#chosen}
          @choose=${({ detail }: CustomEvent<Message>) => this.#choose(detail)}
        ></message-list>
      </div>
      <message-xray .message=${this.#chosen}></message-xray>
      <p class="legend small muted">
        Time runs down. An arrow begins when a message is sent and ends when it is received: its slope
        is the delay. Solid: a request, or sent without being asked (with a round tail); dashed: an
        answer. Price changes: ● delivered, ○ missed. Hatched bar: a request that the server holds. Grey
        hatching: more happened than can be shown; ? marks a message whose fate is unknown. Bytes and
        times are measured at the server’s TCP sockets, at both ends of the simulated line; the slopes
        leave out your real network delay.
      </p>
    `;
  }

  /** Paints what is to be seen now. */
  paint(): void {
    const canvas = this.#canvas;
    const context = canvas.getContext('2d');
    const now = this.#moment();
    if (!context || !this.#history || now === undefined) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    const look = this.#readLook();
    const lanes = lanesOf(width, height, look.text);
    const scale = devicePixelRatio;
    if (
      canvas.width !== Math.round(width * scale) ||
      canvas.height !== Math.round(height * scale)
    ) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const span = this.#slow ? WINDOW.slow : width < NARROW ? WINDOW.narrow : WINDOW.wide;
    this.#lanes = lanes;
    this.#view = {
      from: now - span,
      to: now,
      heartbeats: this.#heartbeats,
      densest: (CLOSEST * span) / (height - lanes.top),
    };
    this.#picture = pictureOf(this.#history, this.#view);
    paint(context, this.#picture, this.#view, lanes, look, this.#chosen?.id);
  }

  #animate(now: number): void {
    this.#frame = requestAnimationFrame((next) => this.#animate(next));
    // A picture that nobody sees, or that stands still, is not painted.
    if (document.hidden || !this.#inSight) return;
    if (now - this.#paintedAt < (this.#calm.matches ? CALM : PAINT_EVERY)) return;
    this.#paintedAt = now;
    this.paint();
  }

  /** The moment that is seen, by the server's clock in ms. */
  #moment(): number | undefined {
    if (this.#slow) {
      const past = (performance.now() - this.#slow.began) * SLOW;
      const moment = this.#slow.end - WINDOW.slow + past;
      if (moment < this.#slow.end) return moment;
      this.#slow = undefined;
    }
    return this.#frozen ?? this.session.clock.now;
  }

  /** Freezes and goes on with the page's own Pause. */
  #follow(): void {
    if (!this.session.settings.paused) this.#frozen = undefined;
    else this.#frozen ??= this.session.clock.now;
  }

  #freeze(): number | undefined {
    if (!this.session.settings.paused) this.session.commands.togglePaused();
    this.#follow();
    return this.#frozen;
  }

  /** Goes to the next moment, back or on, at which something was sent or arrived. */
  #step(direction: 1 | -1): void {
    const frozen = this.#freeze();
    if (frozen === undefined || !this.#history) return;
    this.#slow = undefined;
    let nearest: number | undefined;
    for (const message of this.#history.messages) {
      if (message.heartbeat && !this.#heartbeats) continue;
      for (const time of [message.sent, message.received ?? message.lost]) {
        if (time === undefined || (time - frozen) * direction <= 0) continue;
        if (nearest !== undefined && (time - nearest) * direction >= 0) continue;
        nearest = time;
        this.#chosen = message;
      }
    }
    if (nearest !== undefined) this.#frozen = nearest;
  }

  #slowDown(): void {
    const end = this.#freeze();
    if (end !== undefined) this.#slow = { began: performance.now(), end };
  }

  #switch(event: Event): void {
    this.#heartbeats = (event.target as HTMLInputElement).checked;
  }

  #choose(message: Message | undefined): void {
    this.#chosen = message;
  }

  #point(event: MouseEvent): void {
    const [view, lanes] = [this.#view, this.#lanes];
    if (!view || !lanes) return;
    let reach = REACH;
    for (const { id, side, direction, sent, tip, progress } of this.#picture?.arrows ?? []) {
      const { browser, server } = lanes[side];
      const [start, end] = direction === 'up' ? [browser, server] : [server, browser];
      const share = (event.offsetX - start) / (end - start);
      if (share < 0 || share > progress) continue;
      const at = heightOf(sent, view, lanes);
      const height = at + ((heightOf(tip, view, lanes) - at) * share) / progress;
      if (Math.abs(height - event.offsetY) >= reach) continue;
      reach = Math.abs(height - event.offsetY);
      this.#choose(this.#history?.messages.find((message) => message.id === id));
    }
  }

  /** Colours and text size, read anew now and then: theme and zoom may change. */
  #readLook(): Look {
    const now = performance.now();
    if (this.#look && now - this.#lookedAt < 1_000) return this.#look;
    this.#lookedAt = now;
    const token = (name: string) => color(this.#canvas, name);
    this.#look = {
      http: token('--http'),
      ws: token('--ws'),
      ink: token('--ink'),
      muted: token('--muted'),
      track: token('--track'),
      ground: token('--ground'),
      fail: token('--fail'),
      text: Number.parseFloat(getComputedStyle(this).fontSize) * this.#textShare,
    };
    return this.#look;
  }

  get #textShare(): number {
    return this.session.settings.view === 'projector' ? 1 : 0.78;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'message-diagram': MessageDiagram;
  }
}
