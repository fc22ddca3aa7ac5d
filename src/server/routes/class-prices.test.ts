import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Landed } from '../../protocol/class/news.ts';
import type { Truth } from '../../protocol/instruments/market.ts';
import { classOf } from '../testing/class.ts';

test('prices of a phone in a class come from the class’s own market, by every way', async (t) => {
  const { server, screen, phones } = await classOf(t, 2);
  const [phone] = phones;
  screen.start('who-is-right');
  const { round } = await screen.goTo('run');
  assert.equal(round?.rate, 2);
  await phone?.phase('run');
  const truth = (await phone?.client.nextOf('truth')) as unknown as Truth;
  const [tick] = truth.ticks;
  assert.equal(truth.ticks.length, 1);
  const ask = async (query: string) => (await fetch(`${server.url}/price?${query}`)).json();
  assert.equal((await ask('')).seq, 1);
  assert.ok((await ask(`tab=${phone?.tab}`)).seq >= (tick?.seq ?? 0));
  assert.equal((await ask(`tab=${phone?.token}`)).seq, 1);
  const stream = server.connect(`/stream?tab=${phone?.tab}`);
  assert.ok(Number((await stream.nextOf('tick'))['seq']) >= (tick?.seq ?? 0));
  const events = await fetch(`${server.url}/events?tab=${phone?.tab}`);
  const reader = events.body?.getReader();
  let text = '';
  while (!text.includes('data: ')) text += new TextDecoder().decode((await reader?.read())?.value);
  assert.match(text, /^id: \d{10,}$/m);
  await reader?.cancel();
});

test('bytes are those of the run, and the sum of what each phone is told', async (t) => {
  const { server, screen, phones } = await classOf(t, 4);
  for (const { tab } of phones) await (await fetch(`${server.url}/price?tab=${tab}`)).json();
  screen.start('who-is-right');
  await screen.goTo('run');
  for (const [i, phone] of phones.entries()) {
    const { step } = await phone.phase('run');
    for (let k = 0; k <= i; k++) await (await fetch(`${server.url}/price?tab=${phone.tab}`)).json();
    phone.client.send({ type: 'score', step, missed: 0, prices: 1, questions: i + 1 });
    phone.client.send({ type: 'ping', id: 1 });
    await phone.client.nextOf('pong');
  }
  const { reveal } = await screen.goTo('reveal');
  let total = 0;
  let questions = 0;
  for (const phone of phones) {
    const { you } = await phone.phase('reveal');
    assert.ok(you?.bytes && you.bytes.read > 100 && you.bytes.written > 100);
    total += you.bytes.read + you.bytes.written;
  }
  for (const result of reveal?.results ?? []) {
    assert.equal(result.n, 2);
    total -= result.bytes;
    questions += result.questions;
  }
  assert.deepEqual([total, questions], [0, 10]);
});

test('who has painted the news lands on the screen, and on one that comes later', async (t) => {
  const { server, screen, phones } = await classOf(t, 5);
  screen.start('news');
  await screen.goTo('run');
  screen.steer('news');
  const { news } = await screen.until((snapshot) => snapshot.news !== undefined);
  const ways = [];
  for (const phone of phones) {
    const { step, you } = await phone.phase('run');
    assert.deepEqual(await phone.client.nextOf('news'), { type: 'news', step, seq: news });
    ways.push(you?.way);
    const score = {
      type: 'score',
      step,
      missed: 0,
      prices: 1,
      questions: 1,
      knew: news,
      after: 12,
    };
    phone.client.send(score);
  }
  const landed: unknown[] = [];
  while (landed.length < 5) {
    const message = (await screen.client.nextOf('landed')) as unknown as Landed;
    assert.equal(message.seq, news);
    landed.push(...message.phones);
  }
  const expected = ways.map((way) => ({ way, after: 12 }));
  const byWay = (a: { way?: unknown }, b: { way?: unknown }) =>
    String(a.way).localeCompare(String(b.way));
  assert.deepEqual((landed as typeof expected).sort(byWay), expected.sort(byWay));
  const late = await server.screen();
  assert.equal(((await late.client.nextOf('landed')) as unknown as Landed).phones.length, 5);
});
