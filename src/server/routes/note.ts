import type { FastifyInstance } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import { NoteBody, type Noted, NoteQuery } from '../../protocol/note.ts';
import type { Feed } from '../market/feed.ts';
import { LONGEST_MESSAGE } from '../realtime/websocket.ts';

/**
 * `POST /note`: takes a visitor's note and sends it back. Over HTTP everything the browser sends needs
 * a request of its own, even while another one is held or streaming.
 */
export function noteRoute(app: FastifyInstance, feed: Feed): void {
  app.post<{ Body: NoteBody }>(
    PATH.note,
    { schema: { body: NoteBody, querystring: NoteQuery }, bodyLimit: LONGEST_MESSAGE },
    async ({ body }, reply): Promise<Noted> => {
      reply.header('cache-control', 'no-store');
      return { type: 'note', ...body, at: feed.now() };
    },
  );
}
