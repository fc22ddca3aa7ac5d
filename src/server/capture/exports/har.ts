/**
 * The messages on a line as an HTTP archive, HAR 1.2
 * (http://www.softwareishard.com/blog/har-12-spec/), with a WebSocket's frames and an event stream's
 * events where Chrome has them: `_webSocketMessages` and `_eventSourceMessages`.
 */
import manifest from '../../../../package.json' with { type: 'json' };
import { readFrame } from '../../../protocol/websocket-frame.ts';
import { EventReader, type StreamEvent } from './event-reader.ts';
import { chunkData, noResponse, requestOf, responseOf, textOf } from './har-http.ts';
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
  const { exchanges, left } = exchangesOf(recording.messages);
  const comment =
    left > 0 ? ` Messages without a request in this file, so not in it either: ${left}.` : '';
  const log = {
    version: '1.2',
    creator: { name: 'Ask or be told?', version: manifest.version },
    entries: exchanges.map((exchange) => entryOf(exchange, recording)),
    comment: summaryOf(recording) + comment,
  };
  return JSON.stringify({ log }, null, 1);
}

/** Puts together what belongs together, and counts what belongs to nothing. */
function exchangesOf(messages: readonly RecordedMessage[]) {
  const exchanges: Exchange[] = [];
  const byConnection = new Map<string, Exchange[]>();
  let left = 0;
  for (const message of messages) {
    const key = `${message.side} ${message.connection}`;
    const known = byConnection.get(key) ?? [];
    byConnection.set(key, known);
    if (message.kind === 'request') {
      const exchange = { request: message, body: [], chunks: [], frames: [] };
      known.push(exchange);
      exchanges.push(exchange);
    } else if (!add(message, known)) {
      left += 1;
    }
  }
  return { exchanges, left };
}

/** Adds a message to the exchange of its connection that it belongs to. @returns false if there is none */
function add(message: RecordedMessage, exchanges: Exchange[]): boolean {
  const { kind, direction } = message;
  if (kind === 'answer') {
    // On a connection answers come in the order of the requests.
    const exchange = exchanges.find(({ answered }) => !answered);
    if (!exchange) return false;
    exchange.answer = message;
    exchange.answered = !isInterim(message);
    return true;
  }
  const exchange = direction === 'up' ? exchanges.at(-1) : exchanges.findLast(hasAnswer);
  if (!exchange || kind === 'unreadable') return false;
  if (kind === 'frame') exchange.frames.push(message);
  else exchange[direction === 'up' ? 'body' : 'chunks'].push(message);
  return true;
}

const hasAnswer = ({ answer }: Exchange) => answer !== undefined;

/** Whether another answer follows this one (RFC 9110 §15.2). */
const isInterim = (answer: RecordedMessage) => /^HTTP\/1\.1 1(?!01)/.test(textOf(bytesOf(answer)));

function entryOf(exchange: Exchange, { until, secure }: Recording) {
  const { request, body, answer, chunks, frames } = exchange;
  const isWebSocket = request.size.handshake > 0;
  const isStream = /^content-type: *text\/event-stream/im.test(
    answer ? textOf(bytesOf(answer)) : '',
  );
  const timings = timingsOf(exchange, until);
  const comment = [
    ...(answer ? [] : [`No answer had been sent by ${timeOf(until)}.`]),
    ...([request, ...body, ...chunks].some(isCut) ? ['Part of it was too long to be kept.'] : []),
  ].join(' ');
  return {
    startedDateTime: timeOf(request.sent),
    time: timings.send + timings.wait + timings.receive,
    request: requestOf(request, body, `${isWebSocket ? 'ws' : 'http'}${secure ? 's' : ''}`),
    response: answer ? responseOf(answer, chunks) : noResponse(),
    cache: {},
    timings,
    connection: `${request.side}-${request.connection}`,
    _resourceType: isWebSocket ? 'websocket' : isStream ? 'eventsource' : 'fetch',
    ...(isWebSocket && { _webSocketMessages: frames.map(webSocketMessage) }),
    ...(isStream && { _eventSourceMessages: eventsOf(chunks) }),
    ...(comment && { comment }),
  };
}

function eventsOf(chunks: readonly RecordedMessage[]): StreamEvent[] {
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

/** A frame, as Chrome writes it: its payload without its mask, in Base64 unless it is text. */
function webSocketMessage(message: RecordedMessage) {
  const frame = readFrame(bytesOf(message));
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
