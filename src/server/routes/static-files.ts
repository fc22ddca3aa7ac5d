import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Duplex, Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import { lastIfUnread, sendError } from '../http/errors.ts';
import { whenNext } from '../http/pipelining.ts';

const HASHED = /[\\/]assets[\\/]/;

/**
 * The page loads nothing from anywhere else. (Older Safari does not count ws: as 'self'.)
 * @param ancestors pages that may show it in a frame
 * @param ports where else on this server it may connect
 */
const policy = (ancestors: string, ports = '') =>
  [
    "default-src 'self'",
    `connect-src 'self' ws: wss:${ports}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');

/**
 * The ports of tabs that use HTTP/2, under the name by which the page itself was asked for. A policy can't
 * name an address of IPv6.
 */
const portsOf = ({ hostname }: FastifyRequest) =>
  hostname.startsWith('[') ? '' : ` https://${hostname}:*`;

/** Headers of every page. Answers with prices go without them: they are no pages. */
const PROTECTION = {
  'content-security-policy': policy("'none'"),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export interface PageOptions {
  /** Whether there are pages for a class. */
  classes: boolean;
  /** Origins whose pages may show `/?embed` in a frame. */
  framers?: string[] | undefined;
  /** Whether a tab may have a port of its own. */
  ports?: boolean;
}

/** Serves the built page, compressed where the browser accepts that, and answers everything else with 404. */
export async function pageRoutes(
  app: FastifyInstance,
  root: string | undefined,
  { classes, framers = [], ports = false }: PageOptions,
): Promise<void> {
  if (root) {
    await app.register(async (files) => {
      // Don't open a file for an answer that is queued behind others and may never be sent.
      files.addHook('onRequest', (_request, reply, done) => whenNext(reply.raw, done));
      files.addHook('onSend', (request, reply, payload, done) => {
        const embedded = framers.length > 0 && isEmbedded(request);
        if ((embedded || ports) && reply.hasHeader('content-security-policy')) {
          const ancestors = embedded ? framers.join(' ') : "'none'";
          const others = ports ? portsOf(request) : '';
          reply.header('content-security-policy', policy(ancestors, others));
        }
        if (payload instanceof Readable) closeWith(request.raw.socket, payload);
        done(null, payload);
      });
      await files.register(fastifyStatic, {
        root,
        preCompressed: true,
        cacheControl: false,
        setHeaders(response, path) {
          // A hashed name changes with its content; everything else is revalidated.
          response.header(
            'cache-control',
            HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
          );
          for (const [name, value] of Object.entries(PROTECTION)) response.header(name, value);
        },
      });
      files.get('/teach', (_request, reply) => reply.sendFile('teach.html'));
      if (!classes) return;
      // Whatever the code, the page itself finds out whether there is such a class.
      for (const path of ['/join', '/j/:code']) {
        files.get(path, (_request, reply) => reply.sendFile('join.html'));
      }
      files.get('/class/:code', (_request, reply) => reply.sendFile('class.html'));
    });
  }
  const { price, events, health, note, stream, instruments } = PATH;
  const paths = ['GET /', '/teach', price, events, health, `POST ${note}`];
  if (classes) paths.push('GET /join');
  const webSockets = `${stream}${classes ? `, ${instruments} and ${PATH.class}` : ` and ${instruments}`}`;
  const notFound = root && readFileSync(join(root, '404.html'));

  app.setNotFoundHandler((request, reply) => {
    if (notFound && request.headers.accept?.includes('text/html')) {
      lastIfUnread(reply).code(404).headers(PROTECTION).type('text/html');
      return reply.send(notFound);
    }
    return sendError(
      reply,
      404,
      `There is no ${request.method} ${request.url.split('?')[0]}. There are ${paths.join(', ')} and the WebSockets ${webSockets}.`,
    );
  });
}

/** Whether the page is asked for as it is to stand in a frame; everything else may not stand in one. */
const isEmbedded = ({ url }: FastifyRequest) => /^\/\?(?:.*&)?embed(?:[=&]|$)/i.test(url);

/** Closes a file with the connection that it was opened for, whatever has become of its answer. */
function closeWith(connection: Duplex, file: Readable): void {
  const close = () => file.destroy();
  if (connection.destroyed) {
    close();
    return;
  }
  connection.once('close', close);
  file.once('close', () => connection.off('close', close));
}
