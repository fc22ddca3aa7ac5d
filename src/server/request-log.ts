import type { FastifyRequest } from 'fastify';

/** What the log says of a request: never the host key, which is in the page's address. */
export const serializers = {
  req: ({ method, url, host, ip }: FastifyRequest) => ({
    method,
    url: url.replace(/([?&]key=)[^&]*/g, '$1…'),
    host,
    ip,
  }),
};
