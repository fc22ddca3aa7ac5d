/** What the head of a request or an answer says of what follows it. */
export interface HttpHead {
  kind: 'request' | 'answer';
  /** How many bytes belong to it. */
  body: number;
  /** What comes then: another head, chunks (RFC 9112 §7.1) of whatever or of events, or frames. */
  next: 'head' | 'chunks' | 'events' | 'frames';
}

const LF = 0x0a;
const SPACE = 0x20;

const VERSION = 'http/1.';
const LENGTH = 'content-length:';
const CODING = 'transfer-encoding:';
const TYPE = 'content-type:';
const EVENTS = 'text/event-stream';

/**
 * Reads a head, in place: this is done for each request and each answer on a line.
 * @param end where the empty line ends that ends it
 * @returns undefined if it is none
 */
export function readHttpHead(bytes: Buffer, end: number): HttpHead | undefined {
  const firstEnd = bytes.indexOf(LF) + 1;
  const answer = isAt(bytes, 0, VERSION);
  // ` HTTP/1.1\r\n` ends a request line.
  if (!answer && !isAt(bytes, firstEnd - 10, VERSION)) return undefined;
  let [body, chunked, events] = [0, false, false];
  for (let at = firstEnd; at < end - 2; at = bytes.indexOf(LF, at) + 1) {
    if (isAt(bytes, at, LENGTH)) body = integerAt(bytes, valueAt(bytes, at, LENGTH));
    else if (isAt(bytes, at, CODING)) chunked = isAt(bytes, valueAt(bytes, at, CODING), 'chunked');
    else if (isAt(bytes, at, TYPE)) events = isAt(bytes, valueAt(bytes, at, TYPE), EVENTS);
  }
  const kind = answer ? 'answer' : 'request';
  if (answer && isAt(bytes, 9, '101')) return { kind, body: 0, next: 'frames' };
  if (!chunked) return { kind, body, next: 'head' };
  return { kind, body: 0, next: events ? 'events' : 'chunks' };
}

/** Whether a text stands there, in whatever case; it must have no letters in upper case itself. */
function isAt(bytes: Buffer, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[at + i] ?? 0;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** Where the value of the field with this name begins. */
function valueAt(bytes: Buffer, from: number, name: string): number {
  let at = from + name.length;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** The whole number that stands there. */
function integerAt(bytes: Buffer, from: number): number {
  let number = 0;
  for (let at = from; ; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return number;
    number = number * 10 + digit;
  }
}
