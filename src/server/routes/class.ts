import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MayBegin, NewClass } from '../../protocol/class/begin.ts';
import { ToClass } from '../../protocol/class.ts';
import { PATH } from '../../protocol/limits.ts';
import { Peer } from '../class/peer.ts';
import { CLASS_LIMITS, type Rooms } from '../class/rooms.ts';
import type { Seat } from '../class/stage.ts';
import { isFromHere } from '../http/access-guards.ts';
import { visitorOf } from '../http/addresses.ts';
import { sendError } from '../http/errors.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { Feed } from '../market/feed.ts';
import {
  detachAnswer,
  forgetHandshake,
  type KeepAlive,
  reader,
  upgradeRequired,
} from '../realtime/websocket.ts';

/** Whoever has connected has so long to join, in ms. */
const JOIN_TIME = 10_000;

/** Classes that one address may begin in a second. */
const BEGUN = 2;

const CANT_LOOK =
  'Your class can’t be looked up now: there is trouble with Redis. Try again in a moment.';

const readMessages = reader(
  ToClass,
  '{"type":"join","code":"six digits","role":"phone|screen|notes"} first, then {"type":"vote","step":…,"choice":0 to 3}, {"type":"score",…}, {"type":"seen","seen":true} or {"type":"ping","id":1}; with the key {"type":"steer","action":"next",…,"step":…}, {"type":"start","round":"…","step":…}, {"type":"plan","plan":"all|ten-minutes","step":…} or {"type":"report","format":"markdown|csv"}',
);

interface ClassOptions {
  /** Whose clock pings are answered by. */
  feed: Feed;
  rooms: Rooms;
  keepAlive: KeepAlive;
  /** Whether anybody may begin a class. */
  open: boolean;
  /** Sites whose pages may do so, beside this server's own. */
  allowOrigins: string[];
}

/**
 * `/class`: a WebSocket for a class's phones and screens. It is on no line and in nobody's counts.
 * `GET /classes` tells whether anybody may begin one here, and `POST /classes` begins it.
 */
export function classRoutes(
  app: FastifyInstance,
  { feed, rooms, keepAlive, open, allowOrigins }: ClassOptions,
): void {
  app.route({
    method: 'GET',
    url: PATH.class,
    preHandler: detachAnswer,
    handler: upgradeRequired,
    wsHandler(socket, request) {
      const connection = request.raw.socket;
      const { class: named } = request.query as { class?: unknown };
      const peer = new Peer(socket, connection, visitorOf(request));
      let seat: Seat | 'coming' | undefined;
      const timeout = setTimeout(() => {
        const message = 'Nobody has joined over this connection. Open another, and join at once.';
        peer.dismiss('notJoined', { code: 'not-now', message });
      }, JOIN_TIME);

      forgetHandshake(socket);
      readMessages(socket, connection, (message) => {
        if (message.type === 'ping') {
          peer.say({ type: 'pong', id: message.id, at: feed.now() });
        } else if (message.type !== 'join') {
          if (seat && seat !== 'coming') seat.receive(message);
          else peer.refuse({ code: 'not-now', message: 'Join a class first.' });
        } else if (seat) {
          peer.refuse({ code: 'not-now', message: 'This connection has joined a class already.' });
        } else {
          clearTimeout(timeout);
          const enter = () => {
            seat = rooms.join(peer, message);
          };
          // Only an address leads to the server where the class is to be.
          const coming = named === message.code ? rooms.bring(message.code) : undefined;
          if (!coming) return enter();
          seat = 'coming';
          coming.then(
            () => peer.isOpen() && enter(),
            () => peer.putOff(CANT_LOOK),
          );
        }
      });
      keepAlive(socket);
      socket.once('close', () => {
        clearTimeout(timeout);
        if (seat !== 'coming') seat?.leave();
      });
    },
  });

  app.get(PATH.classes, (_request, reply) => {
    const answer: MayBegin = { open };
    return reply.header('cache-control', 'no-store').send(answer);
  });

  if (!open) return;
  const begun = new RateLimit(BEGUN);
  app.post(PATH.classes, async (request, reply) => {
    const { origin } = request.headers;
    if (origin !== undefined && !isFromHere(request, origin, allowOrigins)) {
      const message = `A page from ${origin} may not begin a class. Open this server's own page.`;
      return sendError(reply, 403, message);
    }
    if (!begun.allows(visitorOf(request))) {
      reply.header('retry-after', '1');
      return sendError(reply, 429, 'Your address begins classes too fast. Try again in a second.');
    }
    let answer: NewClass | undefined;
    try {
      answer = await rooms.begin(visitorOf(request));
    } catch {
      return sendError(
        reply,
        503,
        'No class can begin now: there is trouble with Redis. Try again.',
      );
    }
    if (!answer) {
      const message = `No class can begin now: there are ${CLASS_LIMITS.classes} here, or ${CLASS_LIMITS.perAddress} of your address. End one, or try again later.`;
      return sendError(reply, 503, message);
    }
    return reply.code(201).header('cache-control', 'no-store').send(answer);
  });
}

/**
 * A hook that refuses phones whose class is at another server, or has come here and does not know them
 * yet: any price would be another market's. They join it again by themselves.
 */
export function refuseStrays(rooms: Rooms) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { tab } = request.query as { tab?: unknown };
    if (typeof tab !== 'string' || !rooms.isStray(tab, visitorOf(request))) {
      done();
      return;
    }
    reply.header('retry-after', '1');
    sendError(
      reply,
      503,
      'This phone’s class has moved to another server. It joins again by itself.',
    );
  };
}
