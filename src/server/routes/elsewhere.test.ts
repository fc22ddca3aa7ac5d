/** Clients that another server of the same market has told more than this one knows yet. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { stepOf } from '../market/history.ts';
import { MarketFeed } from '../market/price-feed.ts';
import { Market } from '../market/random-walk.ts';
import { serve } from '../testing/serve.ts';

/** One of several servers, which has been told nothing for a while. */
class LaggingFeed extends MarketFeed {
  override first = 1;

  override mayBeElsewhere(seq: number): boolean {
    return seq < 100;
  }

  /** It turns out that another run has begun, above all that was before. */
  break(): void {
    this.first = 1_000;
    const cents = this.all().map(({ price }) => Math.round(price * 100));
    this.begin([stepOf(this.first, cents, this.now())]);
    this.tell({ type: 'break' });
  }
}

async function lagging(t: TestContext) {
  const feed = new LaggingFeed(new Market({ seed: 1, volatility: 0.01 }));
  const server = await serve(t, { feed });
  return { ...server, feed };
}

test('a WebSocket that is ahead hears nothing it has heard, and all that comes after', async (t) => {
  const { feed, connect } = await lagging(t);
  const stream = connect('/stream?after=3');
  assert.deepEqual(await stream.next(), { type: 'resumed', replayed: 0, expired: 0, fresh: false });
  for (let i = 0; i < 4; i++) feed.step();
  assert.equal((await stream.next())['seq'], 4);
  assert.equal((await stream.next())['seq'], 5);
  feed.step();
  assert.equal((await stream.next())['seq'], 6);
});

test('so does an event stream', async (t) => {
  const { feed, url } = await lagging(t);
  const { body } = await fetch(`${url}/events`, { headers: { 'last-event-id': '3' } });
  for (let i = 0; i < 4; i++) feed.step();
  let text = '';
  for await (const chunk of body ?? []) {
    text += new TextDecoder().decode(chunk);
    if (text.includes('id: 5')) break;
  }
  assert.deepEqual(text.match(/^id: .*/gm), ['id: 4', 'id: 5']);
  assert.doesNotMatch(text, /fresh start/);
});

test('a long poll that is ahead is held until there is something newer', async (t) => {
  const { app, feed, url } = await lagging(t);
  const asked = new Promise((resolve) => app.server.once('request', resolve));
  const answer = fetch(`${url}/price?after=3&wait=60`);
  await asked;
  for (let i = 0; i < 3; i++) feed.step();
  const response = await answer;
  assert.equal(response.headers.get('fresh-start'), null);
  assert.equal((await response.json()).seq, 4);
});

test('what no server can have told yet is of another run', async (t) => {
  const { connect, url } = await lagging(t);
  const stream = connect('/stream?after=100');
  assert.equal((await stream.next())['fresh'], true);
  assert.equal((await stream.next())['seq'], 1);
  const { headers } = await fetch(`${url}/price?after=100`);
  assert.equal(headers.get('fresh-start'), 'true');
});

test('a long poll that is held when another run begins is answered from there', async (t) => {
  const { app, feed, url } = await lagging(t);
  const asked = new Promise((resolve) => app.server.once('request', resolve));
  const answer = fetch(`${url}/price?after=1&wait=60`);
  await asked;
  feed.break();
  const response = await answer;
  assert.equal(response.headers.get('fresh-start'), 'true');
  assert.equal((await response.json()).seq, 1_000);
});

test('who is ahead when another run begins has to come again, too', async (t) => {
  const { feed, connect, url } = await lagging(t);
  const stream = connect('/stream?after=3');
  await stream.next();
  const { body } = await fetch(`${url}/events`, { headers: { 'last-event-id': '3' } });
  feed.break();
  assert.equal((await stream.closed).code, 1012);
  await assert.rejects(async () => {
    for await (const _ of body ?? []);
  });
});

test('when the ticks do not go on, all have to come again', async (t) => {
  const { feed, connect, url } = await lagging(t);
  const [stream, instruments] = [connect('/stream'), connect('/instruments')];
  await Promise.all([stream.next(), instruments.nextOf('truth')]);
  const { body } = await fetch(`${url}/events`);
  feed.break();
  for (const { closed } of [stream, instruments]) assert.equal((await closed).code, 1012);
  await assert.rejects(async () => {
    for await (const _ of body ?? []);
  });
});

test('without new prices the health check fails, and says why', async (t) => {
  const { feed, url, connect } = await lagging(t);
  const instruments = connect('/instruments?tab=a');
  assert.equal((await instruments.next())['trouble'], undefined);
  Object.defineProperty(feed, 'trouble', { value: 'Redis does not answer.' });
  const response = await fetch(`${url}/health`);
  assert.equal(response.status, 503);
  const { status, message } = await response.json();
  assert.deepEqual([status, message], ['stale', 'Redis does not answer.']);
  const late = connect('/instruments');
  assert.equal((await late.next())['trouble'], 'Redis does not answer.');
});
