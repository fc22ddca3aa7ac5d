/** What is measured while somebody does what a step of the lesson asks for. */
import type { Session } from '../../session/session.ts';
import type { Side } from '../../session/side.ts';
import { bytes, milliseconds, percent, seconds, UNKNOWN } from '../../ui/format.ts';
import { sleep } from '../../ways/wait.ts';
import { comparisonOf } from '../compare/comparison.ts';
import { headAndBody, type Message, sizeOf } from '../messages/message.ts';
import { historyOf } from '../messages/message-history.ts';
import { applications, choicesMade } from '../quiz/uses.ts';
import { until } from '../until.ts';
import type { Measured } from './progress.ts';

/** Where a step is done: on this page, until it is left (`signal`); `tell` says how far it is, in a few words. */
export interface Doing {
  session: Session;
  signal: AbortSignal;
  tell: (progress: string) => void;
}

export type Measure = (doing: Doing) => Promise<Measured>;

const PRESSES = 3;
const NOTES = 5;

/** How long the line is cut, in ms. */
const CUT = 5_000;

const times = (count: number, one: string, more = `${one}s`) =>
  `${count} ${count === 1 ? one : more}`;

/** Press three times: how many of the prices were seen? */
export const presses: Measure = async ({ session: { left }, signal, tell }) => {
  // The question with which a run begins by itself is not one of them.
  await until(() => left.status.state !== 'asking', signal);
  const before = { answers: left.run.counts.answers, ticks: left.run.score.ticks };
  const seen = left.run.score.arrivals;
  const began = performance.now();
  await until(() => {
    const answers = left.run.counts.answers - before.answers;
    tell(`${Math.min(answers, PRESSES)} of ${PRESSES}`);
    return answers >= PRESSES;
  }, signal);
  const took = seconds(performance.now() - began);
  const changes = left.run.score.ticks - before.ticks;
  return {
    text: `In ${took} the price changed ${times(changes, 'time')}. With ${PRESSES} questions you saw ${left.run.score.arrivals - seen} of the new prices.`,
    bearsOut: 2,
  };
};

/** Send a note both ways: what else could each connection carry meanwhile? */
export const oneNote: Measure = async ({ session, signal, tell }) => {
  const history = historyOf(session);
  const known = new Set(history.messages.map(({ note }) => note));
  const there = (side: 'http' | 'ws') =>
    history.messages.filter((message) => message.side === side && isNew(message, known));
  await until(() => {
    tell(there('ws').length > 0 ? 'on its way' : '');
    return [there('http'), there('ws')].every((sent) => returned(sent).length > 0);
  }, signal);
  const [http, ws] = [durationOf(there('http')), durationOf(there('ws'))];
  return {
    text: `On the Ask side, your note and its answer took turns on their connection for ${milliseconds(http)}. On the Told side, it was back after ${milliseconds(ws)}, on the connection that has brought you ${times(session.right.run.counts.received, 'message')} in this run.`,
    bearsOut: 1,
  };
};

/** Connect again: how does it begin? */
export const handshake: Measure = async ({ session, signal }) => {
  const history = historyOf(session);
  const before = history.handshake.request?.id;
  await until(() => {
    const { request, answer } = history.handshake;
    return request !== undefined && request.id !== before && answer?.received !== undefined;
  }, signal);
  const { request, answer } = history.handshake;
  const took = (answer?.received ?? 0) - (request?.sent ?? 0);
  return {
    text: `The browser sent “${firstLine(request)}”. The server answered “${firstLine(answer)}” ${milliseconds(took)} later.`,
    bearsOut: 1,
  };
};

/** Cut the line for a while: who gets the prices that were missed? */
export const cutLine: Measure = async ({ session, signal, tell }) => {
  const { left, right } = session;
  await until(() => session.damage === 'cut', signal);
  const missed = { left: left.run.score.missed, right: right.run.score.missed };
  tell('cut');
  await sleep(CUT, signal);
  session.commands.setDamage('none');
  await until(() => session.damage === 'none', signal);
  const repaired = performance.now();
  const newest = left.run.score.latest?.seq ?? 0;
  const back = (side: Side) => (side.run.shown?.seq ?? 0) >= newest;
  const took = { left: UNKNOWN, right: UNKNOWN };
  await until(() => {
    for (const name of ['left', 'right'] as const) {
      if (took[name] === UNKNOWN && back(session[name])) {
        took[name] = seconds(performance.now() - repaired);
      }
    }
    tell('repaired');
    return back(left) && back(right);
  }, signal);
  const lost = {
    left: left.run.score.missed - missed.left,
    right: right.run.score.missed - missed.right,
  };
  const fate = (count: number) =>
    count === 0 ? 'no price was lost' : `${times(count, 'price')} lost`;
  return {
    text: `Ask side: right again ${took.left} after the repair, ${fate(lost.left)}. Told side: ${took.right} after it, ${fate(lost.right)}.`,
    bearsOut: (lost.left > 0 ? 0 : 1) + (lost.right > 0 ? 0 : 2),
  };
};

/** Send five notes both ways: how many requests are that? */
export const fiveNotes: Measure = async ({ session, signal, tell }) => {
  const history = historyOf(session);
  const known = new Set(history.messages.map(({ note }) => note));
  const of = (side: 'http' | 'ws') =>
    history.messages.filter((message) => message.side === side && isNew(message, known));
  await until(() => {
    const done = Math.min(returned(of('http')).length, returned(of('ws')).length);
    tell(`${Math.min(done, NOTES)} of ${NOTES}`);
    return done >= NOTES;
  }, signal);
  const [http, ws] = [of('http'), of('ws')];
  const requests = (messages: Message[]) => messages.filter(({ manner }) => manner === 'request');
  const cost = (messages: Message[]) =>
    bytes(messages.reduce((sum, message) => sum + sizeOf(message), 0));
  return {
    text: `Ask side: ${times(requests(http).length, 'request')}, ${cost(http)} with the answers. Told side: ${times(requests(ws).length, 'request')}, ${times(ws.length, 'frame')} there and back, ${cost(ws)}.`,
    bearsOut: 1,
  };
};

/** Send a note: what could somebody on the way read? */
export const eavesdropping: Measure = async ({ session, signal }) => {
  const history = historyOf(session);
  const known = new Set(history.messages.map(({ note }) => note));
  const sent = () =>
    history.messages.find(
      (message) => message.side === 'ws' && message.direction === 'up' && isNew(message, known),
    );
  await until(() => sent() !== undefined, signal);
  const size = sizeOf(sent() as Message);
  return {
    text:
      location.protocol === 'https:'
        ? `This page uses TLS: of your note’s ${size} bytes an eavesdropper could read none. Without TLS, all of them.`
        : `This page has no TLS: an eavesdropper could read all ${size} bytes of your note. With TLS, none of them.`,
    bearsOut: 2,
  };
};

/** Choose for the nine uses: for how many is a WebSocket the first choice? */
export const quiz: Measure = async ({ signal, tell }) => {
  const chosen = () => [...choicesMade.values()];
  await until(() => {
    tell(`${chosen().length} of ${applications.length}`);
    return chosen().length === applications.length;
  }, signal);
  const yours = chosen().filter((choice) => choice === 'websocket').length;
  const engineers = applications.filter(({ right: [first] }) => first === 'websocket').length;
  return {
    text: `You chose a WebSocket for ${yours} of the nine. It is an engineer’s first choice for ${engineers}.`,
    bearsOut: Math.floor((engineers - 1) / 3),
  };
};

/** Run all five ways: how many times the WebSocket’s bytes does long polling pay for a price? */
export const compared: Measure = async ({ session, signal, tell }) => {
  const comparison = comparisonOf(session);
  // By hand is not among them: what it costs depends on the hand.
  const costs = () =>
    comparison
      .complete(false)
      .filter(({ way }) => way.controls !== 'button')
      .map(({ way, row }) => ({ way, cost: row?.bytesPerPrice }));
  const costOf = (id: string) => costs().find(({ way }) => way.id === id)?.cost ?? Number.NaN;
  const ratio = () => costOf('long-poll') / costOf('websocket');
  await until(() => {
    const unmoved = costs().length > 0 && Number.isNaN(ratio());
    tell(
      comparison.running
        ? percent(comparison.progress)
        : comparison.problem || (unmoved ? 'The price did not change. Try again.' : ''),
    );
    return !comparison.running && !Number.isNaN(ratio());
  }, signal);
  const each = costs().map(({ way, cost }) => `${way.noun} ${bytes(cost)}`);
  return {
    text: `For each new price: ${each.join(', ')}.`,
    bearsOut: [0, 0, 1, 1][Math.round(ratio())] ?? 2,
  };
};

const isNew = ({ note }: Message, known: ReadonlySet<number | undefined>) =>
  note !== undefined && !known.has(note);

/** Those of some notes that have come back to the browser. */
const returned = (messages: Message[]) =>
  messages.filter(({ direction, received }) => direction === 'down' && received !== undefined);

/** From the first sending to the last arrival, in ms. */
const durationOf = (messages: Message[]) =>
  Math.max(...messages.map(({ received }) => received ?? 0)) -
  Math.min(...messages.map(({ sent }) => sent));

function firstLine(message: Message | undefined): string {
  const [line = ''] = headAndBody(message?.bytes ?? new Uint8Array()).head.split('\r\n');
  // The query names this tab, which is nothing to learn.
  return line.replace(/\?\S*/, '');
}
