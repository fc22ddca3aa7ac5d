/** Requests and answers of HTTP/1.1 as HAR 1.2 has them (http://www.softwareishard.com/blog/har-12-spec/). */
import { utf8 } from '../../../protocol/websocket-frame.ts';
import { bytesOf, type RecordedMessage, sizeOf } from './recording.ts';

export interface Pair {
  name: string;
  value: string;
}

/** The head of a request or an answer, read. */
interface Head {
  first: string;
  headers: Pair[];
  /** In bytes. */
  headersSize: number;
  /** As far as it was kept. */
  body: Buffer;
}

/**
 * A request.
 * @param chunks of its body, if it came in chunks
 * @param scheme of its address: `http`, `ws`, or either with TLS
 */
export function requestOf(
  message: RecordedMessage,
  chunks: readonly RecordedMessage[],
  scheme: string,
) {
  const { first, headers, headersSize, body } = readHead(message);
  const [method = '', target = '', httpVersion = ''] = first.split(' ');
  const url = `${scheme}://${headerOf(headers, 'host') || 'localhost'}${target}`;
  const text = textOf(body) + chunks.map(chunkData).join('');
  return {
    method,
    url,
    httpVersion,
    cookies: cookiesOf(headers),
    headers,
    queryString: queryOf(target),
    headersSize,
    bodySize: sizeOf(message) - headersSize + sum(chunks),
    ...(text && { postData: { mimeType: headerOf(headers, 'content-type'), text } }),
  };
}

/** An answer. @param chunks of its body, if it came in chunks */
export function responseOf(message: RecordedMessage, chunks: readonly RecordedMessage[]) {
  const { first, headers, headersSize, body } = readHead(message);
  const [httpVersion = '', status = '0', ...reason] = first.split(' ');
  const bodySize = sizeOf(message) - headersSize;
  const data = chunks.map(chunkData).join('');
  return {
    status: Number(status),
    statusText: reason.join(' '),
    httpVersion,
    cookies: [] as Pair[],
    headers,
    content: {
      size: bodySize + Buffer.byteLength(data),
      mimeType: headerOf(headers, 'content-type') || 'x-unknown',
      text: textOf(body) + data,
    },
    redirectURL: headerOf(headers, 'location'),
    headersSize,
    bodySize: bodySize + sum(chunks),
  };
}

/** What stands where no answer has come, as browsers write it. */
export function noResponse() {
  return {
    status: 0,
    statusText: '',
    httpVersion: '',
    cookies: [] as Pair[],
    headers: [] as Pair[],
    content: { size: 0, mimeType: 'x-unknown', text: '' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
  };
}

/** The data of a chunk, without its size and the line's end after it (RFC 9112 §7.1). */
export function chunkData(message: RecordedMessage): string {
  const bytes = bytesOf(message);
  const start = bytes.indexOf('\r\n') + 2;
  const length = Number.parseInt(bytes.toString('latin1', 0, start), 16);
  return textOf(bytes.subarray(start, start + length));
}

/** Whether an answer is an event stream. */
export const isStream = (answer: RecordedMessage): boolean =>
  /^text\/event-stream/i.test(headerOf(readHead(answer).headers, 'content-type'));

/** Text of bytes; what is no UTF-8 becomes U+FFFD. */
export const textOf = (bytes: Uint8Array): string =>
  utf8(bytes) ?? Buffer.from(bytes).toString('utf8');

function readHead(message: RecordedMessage): Head {
  const bytes = bytesOf(message);
  const end = bytes.indexOf('\r\n\r\n');
  const headersSize = end < 0 ? bytes.length : end + 4;
  const [first = '', ...lines] = bytes.toString('latin1', 0, headersSize).trimEnd().split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
  return { first, headers, headersSize, body: bytes.subarray(headersSize) };
}

/** The value of a header; empty if there is none. */
export const headerOf = (headers: Pair[], name: string) =>
  headers.find((header) => header.name.toLowerCase() === name)?.value ?? '';

export const queryOf = (target: string): Pair[] =>
  [...new URLSearchParams(target.split('?')[1])].map(([name, value]) => ({ name, value }));

/** What pieces of a body took on the wire, in bytes. */
export const sum = (chunks: readonly RecordedMessage[]) =>
  chunks.reduce((total, chunk) => total + sizeOf(chunk), 0);

export const cookiesOf = (headers: Pair[]): Pair[] =>
  headerOf(headers, 'cookie')
    .split(/; */)
    .filter(Boolean)
    .map((cookie) => {
      const [name = '', ...value] = cookie.split('=');
      return { name, value: value.join('=') };
    });
