/** What both sides say of a line, in the same words. */
import type { Damage, Loss } from '../../protocol/instruments/line.ts';
import { since } from './clock.ts';
import type { Side } from './side.ts';

/** What the visitor has done to the line. */
export const damageInWords: Record<Exclude<Damage, 'none'>, string> = {
  cut: 'The line is cut.',
  stall: 'The line is stalled.',
};

/** How many packets are lost on the way, by the visitor's wish. */
export const lossInWords = (loss: Loss): string =>
  loss === 0 ? 'No packet is lost' : `1 packet in ${loss} is lost`;

/** How a line that stood has ended; 1006 is that of one that was torn (RFC 6455 §7.1.5). */
export function lossOf(code = 1006): string {
  return code === 1006 ? 'Connection lost.' : `The connection was closed (code ${code}).`;
}

/** What was made up for when a line came back, if there was anything. */
export function backInWords(
  made: { replayed: number; expired: number } | undefined,
): string | undefined {
  if (!made || made.replayed + made.expired === 0) return undefined;
  const { replayed, expired } = made;
  const caught = `Reconnected. Caught up on ${replayed} ${replayed === 1 ? 'price' : 'prices'}.`;
  return expired > 0 ? `${caught} ${expired} could not be recovered.` : caught;
}

/** When a side tries again, in whole seconds from now. */
export function retry({ way, status, statusSince }: Side): string {
  const retryIn = ('retryIn' in status && status.retryIn) || 0;
  const seconds = Math.ceil(Math.max(0, retryIn - since(statusSince)) / 1000);
  return `${way.retryText ?? 'The page asks again'} in ${seconds} s.`;
}
