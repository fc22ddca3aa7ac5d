/** Requests that a client sends before it has the answers to earlier ones (RFC 9112 §9.3.2). */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** How many answers of one connection may wait for an earlier one; one more closes it. */
const MAX_QUEUED = 1_000;

/** The newest answer of a connection, the one that is being sent, and those that wait behind it. */
const NEWEST = Symbol('newest answer');
const CURRENT = Symbol('current answer');
const WAITING = Symbol('waiting answers');

/** A stream from which HTTP is read. */
interface Connection extends Duplex {
  [NEWEST]?: ServerResponse;
  [CURRENT]?: ServerResponse;
  [WAITING]?: Set<ServerResponse>;
}

/**
 * Tells answers that wait behind another one when their connection is gone. Node gives such an
 * answer no socket and so emits no `close`, and whatever waits for that would be kept for good.
 */
export function watchPipelining(server: Server): void {
  server.prependListener('request', ({ socket }, response) => {
    const connection: Connection = socket;
    connection[NEWEST] = response;
    if (response.socket) {
      connection[CURRENT] = response;
      return;
    }
    const waiting = waitingOn(connection);
    waiting.add(response);
    response.once('socket', () => {
      waiting.delete(response);
      connection[CURRENT] = response;
    });
    if (waiting.size > MAX_QUEUED) socket.destroy();
  });
}

/** The answers that wait for an earlier one of their connection. */
function waitingOn(connection: Connection): Set<ServerResponse> {
  if (connection[WAITING]) return connection[WAITING];
  const waiting = new Set<ServerResponse>();
  connection[WAITING] = waiting;
  connection.once('close', () => {
    for (const response of waiting) {
      response.destroy();
      response.emit('close');
    }
    waiting.clear();
  });
  return waiting;
}

/** The newest request of a connection, or the newest that HTTP could be read from. */
export const newestRequest = (connection: Connection): IncomingMessage | undefined =>
  connection[NEWEST]?.req;

/** Whether something of an answer has been sent that is not over, or more than one is owed. */
export function isWithinAnswers(connection: Connection): boolean {
  const last = connection[NEWEST];
  return last !== undefined && !last.writableFinished && (last.headersSent || !last.socket);
}

/** Calls back once an answer is the next to be sent; never if its connection ends before that. */
export function whenNext(response: ServerResponse, callback: () => void): void {
  if (response.socket) callback();
  else {
    response.once('socket', (socket: Duplex) => {
      // Node gives it the connection also where that has ended before the answer in front of it.
      if (!socket.destroyed) callback();
    });
  }
}

/** Resolves once an answer that is not over yet has been sent, or its connection has gone. */
export function whenSent(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', () => resolve()));
}

/**
 * Calls back once every answer has been sent that a connection owed when it was taken from Node by
 * an upgrade; never if it ends before that.
 */
export function whenAnswered(connection: Connection, callback: () => void): void {
  const last = connection[NEWEST];
  // Until it has let go of the connection no other answer can have it.
  if (!last || (last.writableFinished && !last.socket)) {
    callback();
    return;
  }
  // Node tells these answers no longer when there is room for more.
  const goOn = () => connection[CURRENT]?.emit('drain');
  connection.on('drain', goOn);
  last.once('finish', () => {
    connection.off('drain', goOn);
    callback();
  });
}
