import Type, { type Static } from 'typebox';
import { LOSSES, RTT } from '../limits.ts';
import { LARGEST_INTEGER, Name, strict } from '../schema.ts';
import { Tab } from '../tab.ts';

/**
 * What is wrong with a line: `cut` tears its connections and lets no new one through, `stall` leaves
 * them open and lets nothing through.
 */
export const Damage = Type.Enum(['none', 'cut', 'stall']);
export type Damage = Static<typeof Damage>;

/**
 * One packet in so many is lost, in each direction of each connection on a line; 0 is none. It arrives
 * once it has been sent again, and what is behind it waits.
 */
export const Loss = Type.Enum(LOSSES);
export type Loss = Static<typeof Loss>;

/** Added round trip of a tab's line, in ms. */
export const Rtt = Type.Integer({ minimum: RTT.min, maximum: RTT.max });

/**
 * `/instruments`: sent from page to server to name the tab and set its line; answered by {@link LineSet}.
 * Who names a tab first owns its line: others are refused, unless they know the same `secret`, as the
 * page itself does when it comes back over another connection.
 * With `messages` the page is told of each message on the line from now on, and before them of the
 * last WebSocket's handshake.
 */
export const SetLine = Type.Object(
  {
    type: Type.Literal('line'),
    tab: Tab,
    secret: Type.Optional(Name),
    rtt: Rtt,
    damage: Type.Optional(Damage),
    loss: Type.Optional(Loss),
    messages: Type.Optional(Type.Boolean()),
    /**
     * Number of the page's run. A greater one than before begins the tab's counts anew; the first that
     * is named takes what has been counted so far for its own. An HTTP exchange that is under way stays
     * with the run in which it began, wholly.
     */
    run: Type.Optional(Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER })),
    /**
     * Whether the WebSocket that is open goes on into a new run, which then counts what it moves from
     * there on. Otherwise it stays with the run before, as an HTTP exchange does.
     */
    keepStream: Type.Optional(Type.Boolean()),
    /**
     * Whether the tab is to have a port of its own that speaks HTTP/2. Its connections are then this
     * tab's alone, so that they can be delayed, damaged and counted as a whole.
     */
    http2: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type SetLine = Static<typeof SetLine>;

/** `/instruments`: sent from server to page once the tab's line is as it asked. */
export interface LineSet {
  type: 'line';
  tab: string;
  rtt: number;
  damage: Damage;
  /** Left out where no packet is lost. */
  loss?: Loss | undefined;
  /** The run that is counted now; 0 if the page has named none. */
  run: number;
  /** The port at which this tab is served over HTTP/2, if it has one. */
  http2?: number | undefined;
}
