import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import Type from 'typebox';
import { PATH } from '../../protocol/limits.ts';
import { strict } from '../../protocol/schema.ts';
import { Tab } from '../../protocol/tab.ts';
import { visitorOf } from '../http/addresses.ts';
import { sendError } from '../http/errors.ts';
import { RateLimit } from '../http/rate-limit.ts';

/** Files that are made for one address in a second. */
const FILES = 5;

const Params = Type.Object({ format: Type.Enum(['pcapng', 'har', 'keys']) });
const Query = Type.Object({ tab: Tab }, strict);

interface CaptureRoute {
  Params: Static<typeof Params>;
  Querystring: Static<typeof Query>;
}

/** Makes a file of the messages on a tab's line, or of its keys, or says why there is none. */
type MakeFile = (
  tab: string,
  secret: string,
  format: CaptureRoute['Params']['format'],
  secure: boolean,
) => { name: string; type: string; content: Buffer | string } | Rejection;

type Rejection = 'unknown' | 'not-allowed' | 'unwatched' | 'no-tls';

const REJECTIONS: Record<Rejection, [status: number, message: string]> = {
  unknown: [
    404,
    'No tab of that name has a line here. A line is kept for a minute after its page has gone.',
  ],
  'not-allowed': [403, 'That is not the secret of this tab.'],
  unwatched: [
    409,
    'Nobody looks at the messages of this tab now, so none are kept. Open Messages.',
  ],
  'no-tls': [
    409,
    'This server speaks no TLS, so it has no keys. Start it with --tls. If a proxy speaks TLS for it, only that proxy has them.',
  ],
};

/**
 * `GET /capture.pcapng?tab=` and `GET /capture.har?tab=`: the last messages on a tab's line as a file,
 * and `GET /capture.keys?tab=`: the TLS secrets of its connections, for whoever sends the tab's secret
 * (RFC 6750 §2.1).
 */
export function captureRoute(app: FastifyInstance, makeFile: MakeFile): void {
  const made = new RateLimit(FILES);

  app.get<CaptureRoute>(
    `${PATH.capture}.:format`,
    { schema: { params: Params, querystring: Query } },
    (request, reply) => {
      const secret = secretOf(request);
      reply.header('cache-control', 'no-store');
      if (!secret) {
        reply.header('www-authenticate', 'Bearer');
        const header = 'Authorization: Bearer SECRET';
        return sendError(reply, 401, `Only this tab's own page gets this. Send "${header}".`);
      }
      if (!made.allows(visitorOf(request))) {
        reply.header('retry-after', '1');
        return sendError(reply, 429, `At most ${FILES} files a second. Try again in a second.`);
      }
      const { format } = request.params;
      const file = makeFile(request.query.tab, secret, format, request.protocol === 'https');
      if (typeof file === 'string') return sendError(reply, ...REJECTIONS[file]);
      reply.header('content-disposition', `attachment; filename="${file.name}"`);
      return reply.type(file.type).send(file.content);
    },
  );
}

const secretOf = ({ headers }: FastifyRequest) =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
