import type { HttpError } from '../../protocol/error.ts';

/**
 * What came instead of an answer, in a sentence. Our server says it itself; a proxy on the way
 * sends a page of its own or nothing, and a server that stops only the status' name.
 * @param response one with another status than 200 to 299
 */
export async function errorMessageOf(response: Response): Promise<string> {
  const { status } = response;
  const body: Partial<HttpError> | null = await response.json().catch(() => null);
  if (body?.statusCode === status && body.message && body.message !== body.error) {
    return body.message;
  }
  switch (status) {
    case 502:
    case 504:
      return `A proxy on the way got no answer from the server (${status}).`;
    case 503:
      return 'The server is stopping or has too much to do (503).';
    default:
      return `The answer was an error (${status}).`;
  }
}
