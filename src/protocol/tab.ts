/** A browser tab, and who uses its line. */
import Type from 'typebox';
import { Name } from './schema.ts';

/**
 * Names one browser tab, made up by the page. It puts the tab's requests on that tab's simulated
 * line; a request without one is served plainly.
 */
export const Tab = Name;

/**
 * Says that a request comes from the visitor's terminal: it goes over the tab's line as the page's own
 * do, but is in neither side's counts. The page never sends it.
 */
export const From = Type.Literal('terminal');

/** The two sides of a tab: asking (`/price`, `/events`) and being told (`/stream`). */
export type SideName = 'http' | 'ws';

/** Who uses a tab's line: its two sides, and whatever the visitor runs in a terminal. */
export type LineUser = SideName | 'terminal';

/** Whose something on a line is; `shared` is what an HTTP/2 connection moves for both sides at once. */
export type LinePart = LineUser | 'shared';

/** Which way something goes on a line: `up` is from browser to server. */
export type Direction = 'up' | 'down';
