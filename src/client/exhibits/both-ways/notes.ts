/** The notes that somebody has sent both ways, and what has become of them. */
import { NOTE_LENGTH } from '../../../protocol/limits.ts';
import type { NoteBody } from '../../../protocol/note.ts';
import type { Direction, SideName } from '../../../protocol/tab.ts';
import type { NoteFate } from '../../ways/way.ts';
import { type Message, sizeOf } from '../messages/message.ts';

/** How many of the last notes are kept. */
const KEPT = 6;

/** What became of a note on one side. */
interface Fate {
  state: 'under way' | NoteFate;
  /** From sending to its return, in ms. */
  took?: number;
}

/** What there is to say of a note that is not back. */
export const FATES: Record<Exclude<Fate['state'], 'back'>, string> = {
  'under way': 'Under way…',
  unsent: 'Not sent: the connection is not open.',
  refused: 'The server refused it.',
  lost: 'Lost: no answer.',
};

export interface SentNote extends NoteBody, Record<SideName, Fate> {
  /** When, in ms of the page's clock. */
  sent: number;
}

export class SentNotes {
  /** The newest first. */
  all: SentNote[] = [];
  // Begins anywhere, so that the notes of a page that was loaded again are not taken for these.
  #lastId = Math.floor(Math.random() * 1_000_000);
  #count = 0;

  /**
   * @param text empty for a text of our own
   * @param sent when, in ms of the page's clock
   */
  add(text: string, sent: number): NoteBody {
    this.#lastId += 1;
    this.#count += 1;
    const note = { id: this.#lastId, text: text || `note ${this.#count}` };
    const fates = { http: { state: 'under way' }, ws: { state: 'under way' } } as const;
    this.all = [{ ...note, ...fates, sent }, ...this.all].slice(0, KEPT);
    return note;
  }

  /** What has become of a note. @param at in ms of the page's clock */
  hear(side: SideName, id: NoteBody['id'], fate: NoteFate, at: number): void {
    const note = this.all.find((note) => note.id === id);
    if (note)
      note[side] = fate === 'back' ? { state: fate, took: at - note.sent } : { state: fate };
  }

  /** Nothing will come back on this side of what is under way. */
  lose(side: SideName): void {
    for (const note of this.all) {
      if (note[side].state === 'under way') note[side] = { state: 'lost' };
    }
  }

  /** What becomes of a note while nobody listens will never be known. */
  forgetUnknown(): void {
    this.all = this.all.filter(
      ({ http, ws }) => http.state !== 'under way' && ws.state !== 'under way',
    );
  }
}

/** Why a text is no note that the server would take, in a sentence; empty if it is one. */
export function problemOf(text: string): string {
  const { length } = [...text];
  return length > NOTE_LENGTH.max
    ? `A note has at most ${NOTE_LENGTH.max} characters; this one has ${length}. Shorten it.`
    : '';
}

/**
 * What the note's way there and back looked like on the wire, in words; undefined while the messages
 * are not known.
 * @param messages all on the line, in the order of sending
 * @param busyText what keeps the other connection of asking busy
 */
export function wireOf(
  note: NoteBody,
  side: SideName,
  messages: readonly Message[],
  busyText: string | undefined,
): string | undefined {
  const own = messages.filter((message) => message.side === side && message.note === note.id);
  const [there, back] = [own[0], own.at(-1)];
  if (!there || !back || there === back) return undefined;
  if (side === 'http' && there.kind === 'http2') return streamCost(there.exchange, messages);
  const cost = `${sizeOf(there)} B sent, ${sizeOf(back)} B received`;
  if (side === 'http') {
    return `${cost}, on connection ${there.connection}${busyText ? `; ${busyText}` : ''}`;
  }
  const meanwhile = messages.filter(
    ({ side, seq, sent, received = 0 }) =>
      side === 'ws' && seq !== undefined && sent < (back.received ?? 0) && received > there.sent,
  ).length;
  return `${cost}; meanwhile ${meanwhile} ${meanwhile === 1 ? 'price' : 'prices'} arrived on the same connection`;
}

/** What a request over HTTP/2 has cost: it has a stream of its own on the connection that all share. */
function streamCost(stream: string, messages: readonly Message[]): string {
  const cost = (way: Direction) =>
    messages
      .filter(({ exchange, direction }) => exchange === stream && direction === way)
      .reduce((total, message) => total + sizeOf(message), 0);
  return `${cost('up')} B sent, ${cost('down')} B received, on a stream of its own`;
}
