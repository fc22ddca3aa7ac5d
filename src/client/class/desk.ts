import type { AskReport } from '../../protocol/class/report.ts';
import type { Snapshot } from '../../protocol/class/snapshot.ts';
import type { Action } from '../../protocol/class/steering.ts';
import type { StockSymbol } from '../../protocol/tick.ts';
import { TypedEventTarget } from '../session/typed-event-target.ts';
import { saveText } from '../ui/save-file.ts';
import type { ClassConnection } from './connection/class-connection.ts';
import { Landings } from './landings.ts';

const FILES: Record<AskReport['format'], { ending: string; type: string }> = {
  markdown: { ending: 'md', type: 'text/markdown' },
  csv: { ending: 'csv', type: 'text/csv' },
};

/** The company whose price a class gets. */
const SHOWN: StockSymbol = 'ACME';

const LOST =
  'The server has lost steps of this class, with their votes and results. The phones come back by themselves: go on from here.';

interface DeskEvents {
  /** There is something else to show. */
  change: Event;
  /** A sentence for the status line. */
  say: CustomEvent<string>;
}

/** Where the instructor stands: what a screen or the notes know of the class, and can do. */
export class Desk extends TypedEventTarget<DeskEvents> {
  readonly connection: ClassConnection;
  readonly landings = new Landings();
  /** The true price now, in dollars; undefined while it can't be known. */
  price: number | undefined;
  #lost = false;
  /** The step that it saw last. */
  #step = 0;

  constructor(connection: ClassConnection) {
    super();
    this.connection = connection;
  }

  start(): void {
    const { connection } = this;
    connection.addEventListener('change', () => this.#follow());
    connection.addEventListener('landed', ({ detail }) => {
      this.landings.add(detail);
      this.emit('change');
    });
    connection.addEventListener('truth', ({ detail: { ticks } }) => {
      this.price = ticks.find(({ symbol }) => symbol === SHOWN)?.price ?? this.price;
      this.emit('change');
    });
    connection.addEventListener('rejection', ({ detail }) => this.emit('say', detail.message));
    connection.addEventListener('report', ({ detail: { format, text } }) => {
      const { ending, type } = FILES[format];
      const day = new Date().toISOString().slice(0, 10);
      saveText(`class-${day}.${ending}`, type, text);
      this.emit('say', 'The report is saved.');
    });
    connection.join();
  }

  get snapshot(): Snapshot | undefined {
    return this.connection.snapshot;
  }

  /** Moves the class on; while the line is lost nothing can be moved, and that is said. */
  steer(action: Action): void {
    if (this.#reachable()) this.connection.steer(action);
  }

  begin(round: string): void {
    if (this.#reachable()) this.connection.start(round);
  }

  report(format: AskReport['format']): void {
    if (this.#reachable()) this.connection.askReport(format);
  }

  /** All the rounds, or those that fit into ten minutes. */
  switchPlan(): void {
    const { snapshot } = this;
    if (!snapshot || !this.#reachable()) return;
    this.connection.choosePlan(snapshot.plan === 'ten-minutes' ? 'all' : 'ten-minutes');
  }

  #reachable(): boolean {
    const { state } = this.connection.standing;
    if (state !== 'joined') this.emit('say', 'Not connected right now. Try again in a moment.');
    return state === 'joined';
  }

  #follow(): void {
    const { state } = this.connection.standing;
    // Whoever comes back is told of all that has landed, once more.
    if (state === 'joined' && this.#lost) this.landings.clear();
    this.#lost = state !== 'joined';
    if (this.#lost) this.price = undefined;
    this.#lookBack();
    this.emit('change');
  }

  /** A class goes back only where its server has ended: to what was kept of it, or to the beginning. */
  #lookBack(): void {
    const step = this.snapshot?.step ?? 0;
    if (step < this.#step) this.emit('say', LOST);
    this.#step = step;
  }
}
