import { type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Asks the server on this computer; over a connection of its own unless there is an `agent`.
 * @throws when the connection fails, or is aborted by a `signal`
 */
export function fetchText(
  options: RequestOptions,
  body = '',
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', agent: false, ...options }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    })
      .once('error', reject)
      .end(body);
  });
}
