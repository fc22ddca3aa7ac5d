/** GET /price from node:http alone: the same body and headers, nothing checked. */
import { createServer } from 'node:http';
import { announce, everyTick, newest } from '../ticks.ts';

let tick = newest();
everyTick((next) => {
  tick = next;
});

const server = createServer((_request, response) => {
  const body = JSON.stringify(tick);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});
// As this server's, because Node announces it in a header.
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => announce(server));
