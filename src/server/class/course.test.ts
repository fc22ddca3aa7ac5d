import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ClassNews } from '../../protocol/class/news.ts';
import type { Score } from '../../protocol/class/score.ts';
import type { Steer } from '../../protocol/class/steering.ts';
import { HostKey } from '../http/host-key.ts';
import { MarketFeed } from '../market/price-feed.ts';
import { Market } from '../market/random-walk.ts';
import { Course } from './course.ts';
import { type KeptCourse, newClass, readKept } from './keeping/kept-class.ts';
import type { Peer } from './peer.ts';
import { Member } from './phones/member.ts';
import { rounds } from './round/rounds.ts';

/** A course with phones whose lines are only written down, and a clock that is moved by hand. */
function world(t: TestContext, phones = 10, kept: KeptCourse = newClass(HostKey.of('key'))) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const feed = new MarketFeed(new Market({ seed: 1, volatility: 0.01 }));
  let now = 1_000_000;
  t.mock.method(feed, 'now', () => now);
  /** Which lines are cut. */
  const cut = new Set<string>();
  const begun: number[] = [];
  let ids = 0;
  const newMember = () => {
    const member = new Member('314159', { id: `phone ${ids++}`, had: [] }, (tab) => ({
      beginRun: (run) => begun.push(run),
      moved: { read: 100, written: 200, connections: 1 },
      setCut: (isCut) => (isCut ? cut.add(tab) : cut.delete(tab)),
      close() {},
    }));
    member.peer = {} as Peer;
    return member;
  };
  const here = Array.from({ length: phones }, newMember);
  let onChange = () => {};
  const news: [news: ClassNews, newest: number][] = [];
  const course = new Course({
    rounds,
    feed,
    random: Math.random,
    here: () => here,
    onChange: () => onChange(),
    onNews: (told) => news.push([told, feed.latest('ACME').seq]),
    kept,
  });
  t.after(() => course.close());
  return {
    feed,
    course,
    here,
    cut,
    begun,
    news,
    newMember,
    watch(listener: () => void) {
      onChange = listener;
    },
    /** Lets time pass. */
    pass(seconds: number) {
      now += seconds * 1000;
      t.mock.timers.tick(seconds * 1000);
    },
    steer: (action: Steer['action'], step = course.state.step) =>
      course.steer({ type: 'steer', action, step }),
    /** Goes to the run of a round. */
    run(round: string) {
      assert.equal(course.steer({ type: 'start', round, step: course.state.step }), undefined);
      for (let i = 0; i < 3; i++) assert.equal(this.steer('next'), undefined);
      assert.equal(course.state.phase, 'run');
    },
    score: (given: Partial<Score> = {}): Score => ({
      type: 'score',
      step: course.run?.step ?? 0,
      missed: 0,
      prices: 0,
      questions: 1,
      ...given,
    }),
  };
}

test('of two who press at once, one moves the class', (t) => {
  const { course, steer } = world(t);
  const { step } = course.state;
  assert.equal(steer('next', step), undefined);
  assert.equal(steer('next', step)?.code, 'somebody-else-did');
  assert.equal(course.state.phase, 'predict');
});

test('what can’t be done now is refused, and changes nothing', (t) => {
  const { course, steer } = world(t);
  const before = course.state;
  assert.equal(steer('back')?.code, 'not-now');
  assert.equal(steer('news')?.code, 'not-now');
  for (const round of ['nine', '__proto__', 'constructor']) {
    const rejection = course.steer({ type: 'start', round, step: before.step });
    assert.equal(rejection?.code, 'not-allowed');
    assert.match(rejection?.message ?? '', /There is no round called .* There are who-is-right, /);
  }
  assert.equal(course.state, before);
});

test('the market stands still but in a run, and has the rate of its round', (t) => {
  const w = world(t);
  assert.equal(w.feed.rate, 0);
  w.run('news');
  assert.deepEqual([w.feed.rate, w.course.facts.rate], [0.5, 0.5]);
  w.steer('next');
  assert.deepEqual([w.feed.rate, w.course.state.phase], [0, 'reveal']);
});

test('a run ends by itself, and no timer of it is left when it has ended otherwise', (t) => {
  const w = world(t);
  w.run('who-is-right');
  assert.equal(w.course.until, w.course.since + 20_000);
  w.pass(19.9);
  assert.equal(w.course.state.phase, 'run');
  w.pass(0.1);
  assert.equal(w.course.state.phase, 'reveal');
  assert.equal(w.course.until, undefined);
  w.steer('back');
  w.pass(10);
  w.steer('next');
  w.steer('next');
  const { phase, step } = w.course.state;
  w.pass(60);
  assert.deepEqual([phase, w.course.state.step], ['predict', step]);
});

test('phones are spread over the ways, and those whose screen is off are counted and left out', (t) => {
  const w = world(t, 11);
  for (const member of w.here.slice(0, 3)) member.seen = false;
  w.run('who-is-right');
  assert.deepEqual(w.course.facts.spread, [
    { way: 'press', n: 4 },
    { way: 'websocket', n: 4 },
  ]);
  assert.equal(w.begun.length, 8);
  const [hidden, , , seen] = w.here as [Member, Member, Member, Member];
  assert.equal(w.course.of(hidden).way, undefined);
  assert.ok(w.course.of(seen).way);
  const late = w.newMember();
  w.here.push(late);
  assert.equal(w.course.of(late).way, undefined);
  const rejection = w.course.report(late, w.score());
  assert.match(typeof rejection === 'object' ? rejection.message : '', /no part in this run/);
  w.steer('next');
  assert.equal(w.course.reveals.get(0)?.absent, 3);
});

test('a screen that goes off in the run takes its phone out of the numbers', (t) => {
  const w = world(t, 4);
  w.run('who-is-right');
  for (const member of w.here) w.course.report(member, w.score());
  w.course.run?.hide(w.here[0] as Member);
  w.steer('next');
  // After the run it changes nothing any more.
  w.course.run?.hide(w.here[1] as Member);
  const results = w.course.reveals.get(0)?.results ?? [];
  assert.equal(
    results.reduce((sum, { n }) => sum + n, 0),
    3,
  );
  assert.equal(
    results.reduce((sum, { hidden }) => sum + hidden, 0),
    1,
  );
  assert.equal(
    results.reduce((sum, { bytes }) => sum + bytes, 0),
    900,
  );
});

test('each phone that takes part has its line cut for eight seconds, then mended', (t) => {
  const w = world(t);
  const cuts: boolean[] = [];
  w.run('the-line-is-cut');
  w.watch(() => cuts.push(w.course.facts.cut));
  w.pass(5.9);
  assert.equal(w.cut.size, 0);
  w.pass(0.1);
  assert.equal(w.cut.size, 10);
  w.pass(7.9);
  assert.equal(w.cut.size, 10);
  w.pass(0.1);
  assert.equal(w.cut.size, 0);
  assert.deepEqual(cuts, [true, false]);
});

for (const action of ['next', 'back', 'skip', 'end', 'summary', 'vote-again'] as const) {
  test(`a line that is cut is mended at once when the instructor chooses ${action}`, (t) => {
    const w = world(t);
    w.run('the-line-is-cut');
    w.pass(7);
    assert.equal(w.cut.size, 10);
    assert.equal(w.steer(action), undefined);
    assert.deepEqual([w.cut.size, w.course.facts.cut, w.feed.rate], [0, false, 0]);
    w.pass(60);
    assert.equal(w.cut.size, 0);
  });
}

test('a class that is closed while the lines are cut mends them and stops its market', (t) => {
  const w = world(t);
  w.run('the-line-is-cut');
  w.pass(7);
  w.course.close();
  const { step } = w.course.state;
  w.pass(60);
  assert.deepEqual([w.cut.size, w.feed.rate, w.course.state.step], [0, 0, step]);
});

test('everybody is told of news before its price goes out', (t) => {
  const w = world(t);
  w.run('news');
  w.steer('news');
  const { step } = w.course.state;
  assert.deepEqual(w.news, [[{ type: 'news', step, seq: 2 }, 1]]);
  assert.equal(w.course.facts.news, 2, 'who comes later hears of it, too');
  assert.equal(w.feed.latest('ACME').seq, 2);
});

test('news can be made again, but two presses at once make one', (t) => {
  const w = world(t);
  w.run('news');
  w.steer('news');
  assert.equal(w.steer('news')?.code, 'too-fast');
  w.pass(0.5);
  assert.equal(w.steer('news'), undefined);
  w.steer('next');
  assert.equal(w.steer('news')?.code, 'not-now');
});

test('a phone that has painted the news is told of once', (t) => {
  const w = world(t, 5);
  w.run('news');
  w.steer('news');
  const [one, two] = w.here as [Member, Member];
  const seq = w.course.facts.news as number;
  w.pass(0.2);
  assert.equal(w.course.report(one, w.score()), false);
  assert.equal(w.course.report(one, w.score({ knew: seq, after: 120 })), true);
  assert.equal(w.course.report(one, w.score({ knew: seq, after: 120 })), false);
  w.course.run?.hide(two);
  assert.equal(w.course.report(two, w.score({ knew: seq, after: 90 })), false);
  assert.deepEqual(
    w.course.run?.landed.map(({ after }) => after),
    [120],
  );
  // With other news it begins anew.
  w.pass(1);
  w.steer('news');
  assert.deepEqual(w.course.run?.landed, []);
});

for (const [what, absurd] of [
  ['prices that never were', { prices: 3 }],
  ['prices missed that never were', { missed: 1e9 }],
  ['questions that nobody can ask', { questions: 1e9 }],
  ['a clock an hour ahead', { knew: 2, after: 3_600_000 }],
  ['a clock an hour late', { knew: 2, after: -60_000, error: 60_000 }],
] as const) {
  test(`${what} are refused, and change nothing`, (t) => {
    const w = world(t, 1);
    w.run('news');
    w.steer('news');
    w.pass(0.5);
    const [phone] = w.here as [Member];
    w.course.report(phone, w.score({ prices: 1 }));
    const rejection = w.course.report(phone, w.score(absurd));
    assert.match(typeof rejection === 'object' ? rejection.message : '', /^That can’t be: .+\.$/);
    assert.deepEqual(w.course.of(phone).score, { prices: 1, missed: 0, questions: 1 });
  });
}

test('the last of what was measured comes in after the run, but not for long', (t) => {
  const w = world(t, 2);
  w.run('who-is-right');
  w.steer('next');
  const prices = () => w.course.reveals.get(0)?.results.map((result) => result.prices);
  assert.deepEqual(prices(), [0, 0]);
  for (const phone of w.here) w.course.report(phone, w.score({ prices: 1 }));
  assert.deepEqual(prices(), [1, 1]);
  w.pass(2);
  const late = w.course.report(w.here[0] as Member, w.score());
  assert.match(typeof late === 'object' ? late.message : '', /That run is over/);
  assert.deepEqual(prices(), [1, 1]);
});

test('who votes too late, twice or for nothing changes nothing', (t) => {
  const { course, here, steer } = world(t, 2);
  const [phone, other] = here as [Member, Member];
  const vote = (choice: number, step = course.state.step, member = phone) =>
    course.vote(member, { type: 'vote', step, choice });
  assert.equal(vote(0)?.code, 'not-now');
  course.steer({ type: 'start', round: 'who-is-right', step: course.state.step });
  assert.equal(vote(0)?.code, 'not-now');
  steer('next');
  const { step } = course.state;
  for (const choice of [0, 1, 1]) assert.equal(vote(choice), undefined);
  assert.equal(vote(3)?.code, 'not-allowed');
  assert.equal(vote(0, step - 1)?.code, 'not-now');
  assert.equal(vote(0, step, other), undefined);
  steer('next');
  assert.equal(vote(0, step)?.code, 'not-now');
  assert.equal(vote(0)?.code, 'not-now');
  assert.deepEqual([course.of(phone).vote, course.facts.voted, course.facts.right], [1, 2, 0.5]);
});

test('a vote that is made anew knows nothing of the one before', (t) => {
  const { course, here, steer } = world(t, 1);
  const [phone] = here as [Member];
  course.steer({ type: 'start', round: 'who-is-right', step: course.state.step });
  steer('next');
  course.vote(phone, { type: 'vote', step: course.state.step, choice: 1 });
  steer('vote-again');
  assert.deepEqual([course.of(phone).vote, course.facts.voted], [undefined, 0]);
});

test('what was revealed stays as it was when the class goes back to it', (t) => {
  const w = world(t, 2);
  w.course.steer({ type: 'start', round: 'who-is-right', step: w.course.state.step });
  w.steer('next');
  w.course.vote(w.here[0] as Member, { type: 'vote', step: w.course.state.step, choice: 1 });
  for (let i = 0; i < 3; i++) w.steer('next');
  const before = w.course.reveals.get(0);
  assert.deepEqual(before?.tally, { first: [0, 1, 0] });
  w.steer('next');
  w.steer('back');
  assert.deepEqual([w.course.state.phase, w.course.reveals.get(0)], ['reveal', before]);
  // Even if somebody reports only now: of the votes on it nothing is left but what was revealed.
  w.course.report(w.here[0] as Member, w.score({ prices: 1 }));
  assert.deepEqual(w.course.reveals.get(0)?.tally, before?.tally);
  assert.equal(
    w.course.reveals.get(0)?.results.reduce((sum, { n }) => sum + n, 0),
    1,
  );
});

test('a class goes on from what was kept of it: its votes, its round, what was revealed', (t) => {
  const w = world(t, 3);
  const [phone, other] = w.here as [Member, Member];
  w.run('who-is-right');
  w.course.report(phone, w.score({ prices: 2 }));
  w.steer('next');
  w.steer('next');
  w.steer('next');
  w.course.vote(phone, { type: 'vote', step: w.course.state.step, choice: 2 });
  w.steer('discuss');
  w.steer('next');
  w.course.vote(other, { type: 'vote', step: w.course.state.step, choice: 0 });

  const text = JSON.stringify({ ...newClass(HostKey.of('key')), ...w.course.kept });
  const kept = readKept(text, rounds.length);
  assert.ok(kept);
  t.mock.timers.reset();
  const there = world(t, 0, kept);
  assert.deepEqual(there.course.kept, w.course.kept);
  assert.deepEqual(there.course.facts, { ...w.course.facts, rate: 0 });
  for (const member of [phone, other]) {
    assert.deepEqual(there.course.of(member), w.course.of(member));
  }
});

test('a run that was on when another server took over is none: votes stay, nothing is revealed', (t) => {
  const w = world(t, 2);
  const [phone] = w.here as [Member];
  w.course.steer({ type: 'start', round: 'who-is-right', step: w.course.state.step });
  w.steer('next');
  w.course.vote(phone, { type: 'vote', step: w.course.state.step, choice: 1 });
  w.steer('next');
  w.steer('next');
  w.course.report(phone, w.score({ prices: 2 }));
  const running = w.course.state.step;

  t.mock.timers.reset();
  const there = world(t, 0, w.course.kept);
  const { state, voted, reveals, until } = there.course.facts;
  assert.deepEqual(
    [state.phase, state.cutShort, voted, reveals.size, until],
    ['closed', true, 1, 0, undefined],
  );
  assert.ok(state.step > running);
  assert.deepEqual(there.course.of(phone), { vote: 1 });
  assert.equal(typeof there.course.report(phone, w.score({ prices: 3 })), 'object');
  assert.equal(there.steer('next'), undefined);
  assert.equal(there.course.state.cutShort, false);
});
