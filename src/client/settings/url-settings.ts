import { RATE, RTT } from '../../protocol/limits.ts';
import type { StockSymbol } from '../../protocol/messages.ts';
import { type LeftWay, leftWay, leftWays } from '../ways/index.ts';
import { readLink, writeLink } from './link.ts';

/** How the left side asks if a link says nothing else. */
const [DEFAULT_WAY] = leftWays;

/** How often it can ask by the clock, in s. */
export const POLLS = ['60', '10', '5', '2', '1', '0.5'] as const;
export type Poll = (typeof POLLS)[number];

/** The rounds of the blind guess. */
export const BLIND_ROUNDS = ['1', '2', '3'] as const;
export type BlindRound = (typeof BLIND_ROUNDS)[number];

/** Pages of the lesson: its steps, and what was learned. */
export const STEPS = { min: 1, max: 9 } as const;

/** All that a link can say. Undefined means: as the server or the browser has it. */
export interface Settings {
  symbol: string | undefined;
  /** Added round trip, in ms. */
  rtt: number | undefined;
  /** How the left side asks. */
  left: LeftWay;
  /** How often the left side asks if it asks by the clock, in s. */
  poll: Poll;
  /** Price changes per second that this link asks the market for. */
  rate: number | undefined;
  view: 'normal' | 'projector';
  theme: 'light' | 'dark' | undefined;
  paused: boolean;
  /** The messages are seen. */
  diagram: boolean;
  /** The round of the blind guess that is on. */
  blind: BlindRound | undefined;
  /** The step of the lesson that is on, from 1. */
  step: number | undefined;
}

/**
 * Reads the settings out of a link's query.
 * @returns them, and a sentence for each that had to be changed
 */
export function readSettings(query: URLSearchParams): { settings: Settings; notes: string[] } {
  const notes: string[] = [];
  const changed = (name: string, from: string, to: string) =>
    notes.push(`We changed one setting in this link: ${name} ${from} → ${to}.`);

  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const text = query.get(name);
    if (text === null) return undefined;
    const match = allowed.find((value) => value === text);
    if (match === undefined) changed(name, text, 'as usual');
    return match;
  };

  const number = (name: string, label: string, { min, max }: { min: number; max: number }) => {
    const text = query.get(name);
    if (text === null) return undefined;
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value)) {
      changed(label, text, 'as usual');
      return undefined;
    }
    const clamped = Math.min(Math.max(value, min), max);
    if (clamped !== value) changed(label, text, String(Number(clamped.toFixed(4))));
    return clamped;
  };
  const whole = (value: number | undefined) => value && Math.round(value);

  return {
    settings: {
      symbol: query.get('symbol') ?? undefined,
      rtt: whole(number('rtt', 'delay', RTT)),
      left:
        oneOf(
          'left',
          leftWays.map(({ id }) => id),
        ) ?? DEFAULT_WAY.id,
      poll: oneOf('poll', POLLS) ?? '1',
      rate: number('rate', 'rate', RATE),
      view: oneOf('view', ['normal', 'projector']) ?? 'normal',
      theme: oneOf('theme', ['light', 'dark']),
      paused: oneOf('paused', ['1', '0']) === '1',
      diagram: oneOf('diagram', ['1', '0']) === '1',
      blind: oneOf('blind', BLIND_ROUNDS),
      step: whole(number('step', 'step', STEPS)),
    },
    notes,
  };
}

/** The company of a link, or the first one with a sentence if there is no such company. */
export function chooseSymbol(
  wanted: string | undefined,
  symbols: readonly StockSymbol[],
): { symbol: StockSymbol; note?: string } {
  const symbol = symbols.find((known) => known === wanted) ?? (symbols[0] as StockSymbol);
  return wanted === undefined || symbol === wanted
    ? { symbol }
    : { symbol, note: `We don’t list “${wanted}”. Showing ${symbol}.` };
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
  set('left', settings.left === DEFAULT_WAY.id ? undefined : settings.left);
  set('poll', leftWay(settings.left).controls === 'interval' ? settings.poll : undefined);
  set('rate', settings.rate === undefined ? undefined : String(Number(settings.rate.toFixed(4))));
  set('view', settings.view === 'normal' ? undefined : settings.view);
  set('theme', settings.theme);
  set('paused', settings.paused ? '1' : undefined);
  set('diagram', settings.diagram ? '1' : undefined);
  set('blind', settings.blind);
  set('step', settings.step?.toString());
  writeLink(query, entry);
}
