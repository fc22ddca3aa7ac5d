/**
 * The messages on a line as an HTTP archive, HAR 1.2
 * (http://www.softwareishard.com/blog/har-12-spec/), with a WebSocket's frames and an event stream's
 * events where Chrome has them: `_webSocketMessages` and `_eventSourceMessages`.
 */
import manifest from '../../../../package.json' with { type: 'json' };
import { FRAME, readHttp2Frame } from '../../../protocol/http2-frame.ts';
import type { Frame } from '../../../protocol/websocket-frame.ts';
import { EventReader, type StreamEvent } from './event-reader.ts';
import { FrameReader } from './frame-reader.ts';
import * as http1 from './har-http.ts';
import * as http2 from './har-http2.ts';
import {
  bytesOf,
  isCut,
  type RecordedMessage,
  type Recording,
  summaryOf,
  timeOf,
} from './recording.ts';

const TEXT = 1;

/** One request and all that belongs to it. */
interface Exchange {
  request: RecordedMessage;
  /** The pieces of its body, if it came in pieces. */
  body: RecordedMessage[];
  answer?: RecordedMessage;
  /** No other answer follows this one. */
  answered?: boolean;
  chunks: RecordedMessage[];
  frames: RecordedMessage[];
}

/** Makes the archive. */
export function har(recording: Recording): string {
  const { exchanges, left, control } = exchangesOf(recording.messages);
  const comment = [
    summaryOf(recording),
    ...(left > 0 ? [`Messages without a request in this file, so not in it either: ${left}.`] : []),
    ...(control > 0
      ? [`Frames of HTTP/2 without headers or data, for which an archive has no place: ${control}.`]
      : []),
  ].join(' ');
  const log = {
    version: '1.2',
    creator: { name: 'Ask or be told?', version: manifest.version },
    entries: exchanges.map((exchange) => entryOf(exchange, recording)),
    comment,
  };
  return JSON.stringify({ log }, null, 1);
}

/** Puts together what belongs together, and counts what belongs to nothing. */
function exchangesOf(messages: readonly RecordedMessage[]) {
  const exchanges: Exchange[] = [];
  const byConnection = new Map<string, Exchange[]>();
  let left = 0;
  let control = 0;
  for (const message of messages) {
    const part = partOf(message);
    if (part === 'control') {
      control += 1;
      continue;
    }
    const key = keyOf(message);
    const known = byConnection.get(key) ?? [];
    byConnection.set(key, known);
    if (part === 'request') {
      const exchange = { request: message, body: [], chunks: [], frames: [] };
      known.push(exchange);
      exchanges.push(exchange);
    } else if (!add(message, part, known)) {
      left += 1;
    }
  }
  return { exchanges, left, control };
}

/** What a message is of an exchange. */
type Part = Exclude<RecordedMessage['kind'], 'http2'> | 'control';

function partOf({ kind, direction, http2, raw }: RecordedMessage): Part {
  if (kind !== 'http2') return kind;
  if (http2?.headers) return direction === 'up' ? 'request' : 'answer';
  if (readHttp2Frame(Buffer.from(raw, 'base64'))?.type !== FRAME.data) return 'control';
  return http2?.data === 'frames' || http2?.data === 'rest' ? 'frame' : 'chunk';
}

/** Names the connection that a message is on, or the stream of an HTTP/2 connection. */
function keyOf(message: RecordedMessage): string {
  const { side, connection, kind } = message;
  if (kind !== 'http2') return `${side} ${connection}`;
  return `http2 ${connection} ${readHttp2Frame(bytesOf(message))?.stream}`;
}

/** Adds a message to the exchange of its connection that it belongs to. @returns false if there is none */
function add(message: RecordedMessage, part: Part, exchanges: Exchange[]): boolean {
  const { direction } = message;
  if (part === 'answer') {
    // On a connection answers come in the order of the requests.
    const exchange = exchanges.find(({ answered }) => !answered);
    if (!exchange) return false;
    exchange.answer = message;
    exchange.answered = !isInterim(message);
    return true;
  }
  const exchange = direction === 'up' ? exchanges.at(-1) : exchanges.findLast(hasAnswer);
  if (!exchange || part === 'unreadable') return false;
  if (part === 'frame') exchange.frames.push(message);
  else exchange[direction === 'up' ? 'body' : 'chunks'].push(message);
  return true;
}

const hasAnswer = ({ answer }: Exchange) => answer !== undefined;

/** Whether another answer follows this one (RFC 9110 §15.2). */
const isInterim = (answer: RecordedMessage) =>
  /^HTTP\/1\.1 1(?!01)/.test(http1.textOf(bytesOf(answer)));

function entryOf(exchange: Exchange, { until, secure }: Recording) {
  const { request, body, answer, chunks, frames } = exchange;
  const overHttp2 = request.kind === 'http2';
  const http = overHttp2 ? http2 : http1;
  const isWebSocket = request.size.handshake > 0;
  const isStream = answer !== undefined && http.isStream(answer);
  const timings = timingsOf(exchange, until);
  const comment = [
    ...(answer ? [] : [`No answer had been sent by ${timeOf(until)}.`]),
    ...([request, ...body, ...chunks].some(isCut) ? ['Part of it was too long to be kept.'] : []),
  ].join(' ');
  return {
    startedDateTime: timeOf(request.sent),
    time: timings.send + timings.wait + timings.receive,
    request: http.requestOf(request, body, `${isWebSocket ? 'ws' : 'http'}${secure ? 's' : ''}`),
    response: answer ? http.responseOf(answer, chunks) : http1.noResponse(),
    cache: {},
    timings,
    connection: `${overHttp2 ? 'http2' : request.side}-${request.connection}`,
    _resourceType: isWebSocket ? 'websocket' : isStream ? 'eventsource' : 'fetch',
    ...(isWebSocket && { _webSocketMessages: webSocketMessages(frames) }),
    ...(isStream && { _eventSourceMessages: eventsOf(chunks, http.chunkData) }),
    ...(comment && { comment }),
  };
}

function eventsOf(
  chunks: readonly RecordedMessage[],
  chunkData: (chunk: RecordedMessage) => string,
): StreamEvent[] {
  const reader = new EventReader();
  return chunks.flatMap((chunk) => reader.read(chunkData(chunk), chunk.sent));
}

/** On its way to the server; waiting for the answer; until the last of it was there. In ms. */
function timingsOf({ request, answer, chunks, frames }: Exchange, until: number) {
  const there = request.received ?? request.lost ?? until;
  const answered = answer?.sent ?? request.lost ?? until;
  const last = chunks.at(-1) ?? frames.at(-1) ?? answer;
  const end = last ? (last.received ?? last.lost ?? until) : answered;
  return {
    send: there - request.sent,
    wait: Math.max(answered - there, 0),
    receive: Math.max(end - answered, 0),
  };
}

function webSocketMessages(messages: readonly RecordedMessage[]) {
  const reader = new FrameReader();
  return messages.flatMap((message) =>
    reader.read(message).map((frame) => webSocketMessage(message, frame)),
  );
}

/** A frame, as Chrome writes it: its payload without its mask, in Base64 unless it is text. */
function webSocketMessage(message: RecordedMessage, frame: Frame | undefined) {
  const payload = Buffer.from(frame?.payload ?? []);
  const { received } = message;
  return {
    type: message.direction === 'up' ? 'send' : 'receive',
    time: message.sent / 1000,
    opcode: frame?.opcode ?? -1,
    data: payload.toString(frame?.opcode === TEXT ? 'utf8' : 'base64'),
    ...(received !== undefined && { _arrived: received / 1000 }),
    ...(message.lost !== undefined && { _lost: true }),
    ...(!frame && { comment: 'Too long to be kept whole.' }),
  };
}
