/** Requests and answers of HTTP/2 as HAR 1.2 has them (http://www.softwareishard.com/blog/har-12-spec/). */
import { readHttp2Frame } from '../../../protocol/http2-frame.ts';
import { cookiesOf, headerOf, type Pair, queryOf, sum, textOf } from './har-http.ts';
import { bytesOf, type RecordedMessage, sizeOf } from './recording.ts';

const httpVersion = 'HTTP/2';

/**
 * A request: a frame with headers, whose size is that of the frame, compressed.
 * @param chunks the DATA frames of its body
 * @param scheme of its address: `https` or `wss`
 */
export function requestOf(
  message: RecordedMessage,
  chunks: readonly RecordedMessage[],
  scheme: string,
) {
  const headers = headersOf(message);
  const target = headerOf(headers, ':path');
  const text = chunks.map(chunkData).join('');
  return {
    method: headerOf(headers, ':method'),
    url: `${scheme}://${headerOf(headers, ':authority') || 'localhost'}${target}`,
    httpVersion,
    cookies: cookiesOf(headers),
    headers,
    queryString: queryOf(target),
    headersSize: sizeOf(message),
    bodySize: sum(chunks),
    ...(text && { postData: { mimeType: headerOf(headers, 'content-type'), text } }),
  };
}

/** An answer. @param chunks the DATA frames of its body */
export function responseOf(message: RecordedMessage, chunks: readonly RecordedMessage[]) {
  const headers = headersOf(message);
  const text = chunks.map(chunkData).join('');
  return {
    status: Number(headerOf(headers, ':status')),
    statusText: '',
    httpVersion,
    cookies: [] as Pair[],
    headers,
    content: {
      size: Buffer.byteLength(text),
      mimeType: headerOf(headers, 'content-type') || 'x-unknown',
      text,
    },
    redirectURL: headerOf(headers, 'location'),
    headersSize: sizeOf(message),
    bodySize: sum(chunks),
  };
}

/** Whether an answer is an event stream. */
export const isStream = (answer: RecordedMessage): boolean =>
  headerOf(headersOf(answer), 'content-type') === 'text/event-stream';

/** What a DATA frame carries, as text. */
export const chunkData = (message: RecordedMessage): string =>
  textOf(readHttp2Frame(bytesOf(message))?.content ?? Buffer.alloc(0));

const headersOf = ({ http2 }: RecordedMessage): Pair[] =>
  (http2?.headers ?? []).map(({ name, value }) => ({ name, value }));
