import { longPoll } from './long-poll.ts';
import { press } from './press.ts';
import { serverSentEvents } from './server-sent-events.ts';
import { timer } from './timer.ts';
import type { Way } from './way.ts';

/** The ways in which the left side can ask, in the order of the picker and its keys; the first is the default. */
export const leftWays = [press, timer, longPoll, serverSentEvents] as const;

/** The id of one of them. */
export type LeftWay = (typeof leftWays)[number]['id'];

export const leftWay = (id: LeftWay): Way => leftWays.find((way) => way.id === id) as Way;

/** The way in which the right side is told. */
export { websocket as rightWay } from './websocket.ts';
