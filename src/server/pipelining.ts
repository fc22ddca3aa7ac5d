/** Requests that a client sends before it has the answers to earlier ones (RFC 9112 §9.3.2). */
import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** So many answers of one connection may wait for an earlier one; with one more it is closed. */
const MOST_QUEUED = 1_000;

/** The newest answer of each connection. */
const newest = new WeakMap<Duplex, ServerResponse>();

/** The answers that a connection owes, where one has had to wait for another. */
const owed = new WeakMap<Duplex, Set<ServerResponse>>();

/**
 * Tells answers that wait behind another one when their connection is gone. Node gives such an
 * answer no socket and so emits no `close`, and whatever waits for that would be kept for good.
 */
export function watchPipelining(server: Server): void {
  server.prependListener('request', ({ socket }, response) => {
    if (!response.socket) {
      const answers = answersOf(socket);
      const before = newest.get(socket);
      if (answers.size === 0 && before) owe(answers, before);
      owe(answers, response);
      if (answers.size > 1 + MOST_QUEUED) socket.destroy();
    }
    newest.set(socket, response);
  });
}

function answersOf(socket: Duplex): Set<ServerResponse> {
  const known = owed.get(socket);
  if (known) return known;
  const answers = new Set<ServerResponse>();
  owed.set(socket, answers);
  socket.once('close', () => {
    for (const response of answers) {
      if (response.socket) continue;
      response.destroy();
      response.emit('close');
    }
    answers.clear();
  });
  return answers;
}

function owe(answers: Set<ServerResponse>, response: ServerResponse): void {
  answers.add(response);
  response.once('finish', () => answers.delete(response));
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
 * Calls back once every answer that a connection owes has been sent. For a connection that Node has
 * handed over: it no longer tells an answer under way that there is room for more.
 */
export function whenAnswered(socket: Duplex, callback: () => void): void {
  const last = newest.get(socket);
  // An answer that was written at once keeps the connection's socket for a moment yet.
  if (!last || (last.writableFinished && !last.socket)) {
    callback();
    return;
  }
  const goOn = () => {
    for (const answer of new Set([last, ...(owed.get(socket) ?? [])])) {
      if (answer.socket && answer.writableNeedDrain) answer.emit('drain');
    }
  };
  socket.on('drain', goOn);
  last.once('finish', () => {
    socket.off('drain', goOn);
    callback();
  });
}
