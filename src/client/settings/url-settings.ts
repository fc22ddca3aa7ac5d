import type { Damage, Loss } from '../../protocol/instruments/line.ts';
import { LOSSES, RATE, RTT } from '../../protocol/limits.ts';
import type { StockSymbol } from '../../protocol/tick.ts';
import { type LeftWay, leftWay, leftWays } from '../ways/index.ts';
import { experiments } from './experiments.ts';
import { readLink, writeLink } from './link.ts';

/** How the left side asks if a link says nothing else. */
const [DEFAULT_WAY] = leftWays;

/** How often it can ask by the clock, in s. */
export const POLLS = ['60', '10', '5', '2', '1', '0.5'] as const;
export type Poll = (typeof POLLS)[number];

/** The rounds of the blind guess. */
export const BLIND_ROUNDS = ['1', '2', '3'] as const;
export type BlindRound = (typeof BLIND_ROUNDS)[number];

/** What can be wrong with the line. */
const DAMAGES: readonly Damage[] = ['none', 'cut', 'stall'];

/** Pages of the lesson: its steps, and what was learned. */
export const STEPS = { min: 1, max: 9 } as const;

/** All that a link can say. Undefined means: as the server or the browser has it. */
export interface Settings {
  symbol: string | undefined;
  /** Added round trip, in ms. */
  rtt: number | undefined;
  /** What is wrong with the line, by the visitor's wish. */
  damage: Damage;
  /** One packet in so many is lost, by the visitor's wish; 0 if none is. */
  loss: Loss;
  /** How the left side asks. */
  left: LeftWay;
  /** How often the left side asks if it asks by the clock, in s. */
  poll: Poll;
  /** Whether both sides use HTTP/2. */
  http2: boolean;
  /** Price changes per second that this link asks the market for; 0 stands still. */
  rate: number | undefined;
  /** Embedded, in a frame of another site's page, it shows the two cards and nothing to open. */
  view: 'normal' | 'projector' | 'embed';
  theme: 'light' | 'dark' | undefined;
  paused: boolean;
  /** The messages are seen. */
  diagram: boolean;
  /** The round of the blind guess that is on. */
  blind: BlindRound | undefined;
  /** The step of the lesson that is on, from 1. */
  step: number | undefined;
  /** The name of the experiment that is on. */
  experiment: string | undefined;
}

/** A longer value of a link is not repeated in full, in characters. */
const SAID = 40;

/**
 * Reads the settings out of a link's query, in upper or lower case.
 * @returns them, and a sentence for each that had to be changed
 */
export function readSettings(query: URLSearchParams): { settings: Settings; notes: string[] } {
  const notes: string[] = [];
  const { oneOf, number } = readerOf(query, notes);
  const embedded = query.has('embed');
  const view = oneOf('view', ['normal', 'projector']) ?? 'normal';
  const diagram = oneOf('diagram', ['1', '0']) === '1';
  const blind = oneOf('blind', BLIND_ROUNDS);
  const step = number('step', whole(STEPS));
  const lost = oneOf('loss', LOSSES.map(String));
  const http = oneOf('http', ['1.1', '2']);

  return {
    settings: {
      symbol: query.get('symbol')?.trim().toUpperCase(),
      rtt: number('rtt', whole(RTT)),
      damage: oneOf('damage', DAMAGES) ?? 'none',
      loss: LOSSES.find((loss) => `${loss}` === lost) ?? 0,
      left:
        oneOf(
          'left',
          leftWays.map(({ id }) => id),
        ) ?? DEFAULT_WAY.id,
      poll: oneOf('poll', POLLS) ?? '1',
      http2: http === '2' && !embedded && step === undefined,
      rate: number('rate', (rate) => (rate <= 0 ? 0 : clamp(rate, RATE))),
      view: embedded ? 'embed' : view,
      theme: oneOf('theme', ['light', 'dark']),
      paused: oneOf('paused', ['1', '0']) === '1',
      diagram: diagram && !embedded,
      blind: embedded ? undefined : blind,
      step: embedded ? undefined : step,
      experiment: oneOf(
        'try',
        experiments.map(({ name }) => name),
      ),
    },
    notes,
  };
}

/** Reads single settings; what a setting had to be changed to is told in `notes`. */
function readerOf(query: URLSearchParams, notes: string[]) {
  const say = (problem: string, name: string, text: string, used: string) =>
    notes.push(
      `This link had a setting ${problem} (${name}=${text.slice(0, SAID)}), so we used ${used}.`,
    );
  const unknown = (name: string, text: string) => say('we don’t know', name, text, 'the default');
  return {
    /** One of some values, in upper or lower case; undefined if it is none of them, or missing. */
    oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
      const text = query.get(name);
      if (text === null) return undefined;
      const match = allowed.find((value) => value.toLowerCase() === text.trim().toLowerCase());
      if (match === undefined) unknown(name, text);
      return match;
    },
    /** A number, fitted to what is allowed; undefined if it is none, or missing. */
    number(name: string, fit: (value: number) => number): number | undefined {
      const text = query.get(name);
      if (text === null) return undefined;
      const value = Number(text);
      if (text.trim() === '' || Number.isNaN(value)) {
        unknown(name, text);
        return undefined;
      }
      const used = fit(value);
      if (used !== value) say('that doesn’t fit', name, text, shortened(used));
      return used;
    },
  };
}

type Range = { min: number; max: number };

const clamp = (value: number, { min, max }: Range) => Math.min(Math.max(value, min), max);

/** Fits a value into a range of whole numbers. */
const whole = (range: Range) => (value: number) => clamp(Math.round(value), range);

/** A rate as it is written, with four decimals at most. */
const shortened = (rate: number) => String(Number(rate.toFixed(4)));

/** The company of a link, or the first one with a sentence if there is no such company. */
export function chooseSymbol(
  wanted: string | undefined,
  symbols: readonly StockSymbol[],
): { symbol: StockSymbol; note?: string } {
  const symbol = symbols.find((known) => known === wanted) ?? (symbols[0] as StockSymbol);
  return wanted === undefined || symbol === wanted
    ? { symbol }
    : { symbol, note: `We don’t list “${wanted.slice(0, SAID)}”. Showing ${symbol}.` };
}

/**
 * Keeps the address bar in step, so that the page as it is can be linked and reloaded.
 * @param entry makes an entry of its own in the browser's history, so that Back leads here
 */
export function writeSettings(settings: Settings, entry = false): void {
  const query = readLink();
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  };
  set('symbol', settings.symbol);
  set('rtt', settings.rtt?.toString());
  set('damage', settings.damage === 'none' ? undefined : settings.damage);
  set('loss', settings.loss ? `${settings.loss}` : undefined);
  // While somebody guesses, the address bar must not tell the round's way of asking.
  if (!settings.blind) {
    set('left', settings.left === DEFAULT_WAY.id ? undefined : settings.left);
    set('poll', leftWay(settings.left).controls === 'interval' ? settings.poll : undefined);
    set('rate', settings.rate === undefined ? undefined : shortened(settings.rate));
  }
  // `embed` stays as it is written.
  set('view', settings.view === 'projector' ? settings.view : undefined);
  set('theme', settings.theme);
  set('paused', settings.paused ? '1' : undefined);
  set('diagram', settings.diagram ? '1' : undefined);
  set('blind', settings.blind);
  set('step', settings.step?.toString());
  set('http', settings.http2 ? '2' : undefined);
  set('try', settings.experiment);
  writeLink(query, entry);
}
