import type { FastifyRequest } from 'fastify';

/** What the log says of a request: never the host key, nor the name of a tab. */
export const serializers = {
  req: ({ method, url, host, ip }: FastifyRequest) => ({
    method,
    url: url.replace(/([?&](?:key|tab)=)[^&]*/g, '$1…'),
    host,
    ip,
  }),
};
