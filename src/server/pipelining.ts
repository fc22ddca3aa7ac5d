/** Requests that a client sends before it has the answers to earlier ones (RFC 9112 §9.3.2). */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** So many answers of one connection may wait for an earlier one; with one more it is closed. */
const MOST_QUEUED = 1_000;

/** The newest answer of each connection, and the one that is being sent. */
const newest = new WeakMap<Duplex, ServerResponse>();
const current = new WeakMap<Duplex, ServerResponse>();

/**
 * Tells answers that wait behind another one when their connection is gone. Node gives such an
 * answer no socket and so emits no `close`, and whatever waits for that would be kept for good.
 */
export function watchPipelining(server: Server): void {
  const queues = new WeakMap<Duplex, Set<ServerResponse>>();

  const queueOf = (socket: Duplex): Set<ServerResponse> => {
    let queue = queues.get(socket);
    if (!queue) {
      const made = new Set<ServerResponse>();
      queue = made;
      queues.set(socket, made);
      socket.once('close', () => {
        for (const response of made) {
          response.destroy();
          response.emit('close');
        }
        made.clear();
      });
    }
    return queue;
  };

  server.prependListener('request', ({ socket }, response) => {
    newest.set(socket, response);
    if (response.socket) {
      current.set(socket, response);
      return;
    }
    const queue = queueOf(socket);
    queue.add(response);
    response.once('socket', () => {
      queue.delete(response);
      current.set(socket, response);
    });
    if (queue.size > MOST_QUEUED) socket.destroy();
  });
}

/** The newest request of a connection, or the newest that HTTP could be read from. */
export const newestRequest = (socket: Duplex): IncomingMessage | undefined =>
  newest.get(socket)?.req;

/** Whether something of an answer has been sent that is not over, or more than one is owed. */
export function isWithinAnswers(socket: Duplex): boolean {
  const last = newest.get(socket);
  return last !== undefined && !last.writableFinished && (last.headersSent || !last.socket);
}

/** Calls back once an answer is the next to be sent; never if its connection ends before that. */
export function whenNext(response: ServerResponse, callback: () => void): void {
  if (response.socket) callback();
  else response.once('socket', () => callback());
}

/** Resolves once an answer that is not over yet has been sent, or its connection has gone. */
export function whenSent(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('close', () => resolve()));
}

/**
 * Calls back once every answer has been sent that a connection owed when it was taken from Node by
 * an upgrade; never if it ends before that.
 */
export function whenAnswered(socket: Duplex, callback: () => void): void {
  const last = newest.get(socket);
  // Until it has let go of the connection no other answer can have it.
  if (!last || (last.writableFinished && !last.socket)) {
    callback();
    return;
  }
  // Node tells these answers no longer when there is room for more.
  const goOn = () => current.get(socket)?.emit('drain');
  socket.on('drain', goOn);
  last.once('finish', () => {
    socket.off('drain', goOn);
    callback();
  });
}
