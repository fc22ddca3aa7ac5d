import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLASS_MEMBERS } from '../../../protocol/limits.ts';
import type { KeptMember } from '../keeping/kept-class.ts';
import type { Peer } from '../peer.ts';
import { newToken } from './member.ts';
import { Members } from './members.ts';

const PEER = {} as Peer;

function world(kept: KeptMember[] = []) {
  const tabs = new Set<string>();
  const closed: string[] = [];
  const members = new Members({
    code: '314159',
    openLine: (tab) => ({
      beginRun() {},
      moved: { read: 0, written: 0, connections: 0 },
      setCut() {},
      close: () => closed.push(tab),
    }),
    onTab: (tab, used) => (used ? tabs.add(tab) : tabs.delete(tab)),
    kept,
  });
  const join = () => {
    const token = newToken();
    const member = members.add(token);
    if (member) members.set(member, PEER);
    return member && Object.assign(member, { token });
  };
  return { members, tabs, closed, join };
}

test('who has left can come back, and is not counted meanwhile', () => {
  const { members, join } = world();
  const [one, two] = [join(), join()];
  assert.ok(one && two);
  members.set(one, undefined);
  assert.deepEqual(members.here, [two]);
  assert.equal(members.find(one.token), one);
  assert.equal(members.find(undefined), undefined);
  assert.equal(members.find('__proto__'), undefined);
});

test('where all are here, a full class takes nobody in; whoever left first gives way', () => {
  const { members, tabs, closed, join } = world();
  const all = Array.from({ length: CLASS_MEMBERS }, join);
  assert.equal(join(), undefined);
  const [one, two] = all;
  assert.ok(one && two);
  members.set(two, undefined);
  members.set(one, undefined);
  assert.ok(join());
  assert.equal(members.find(two.token), undefined);
  assert.equal(members.find(one.token), one);
  assert.deepEqual(closed, [two.tab]);
  assert.equal(tabs.has(two.tab), false);
  assert.equal(tabs.size, CLASS_MEMBERS);
});

test('a class that is over leaves no line and no tab', () => {
  const { members, tabs, closed, join } = world();
  for (let i = 0; i < 3; i++) join();
  members.close();
  assert.deepEqual([members.here.length, tabs.size, closed.length], [0, 0, 3]);
});

test('at another server its members are found by their tokens, which are not kept', () => {
  const here = world();
  const [one, two] = [here.join(), here.join()];
  assert.ok(one && two);
  one.had.push('sse', 'press');
  const { kept } = here.members;
  const there = world(kept);
  assert.deepEqual(there.members.here, []);
  assert.deepEqual(there.members.find(one.token)?.had, ['sse', 'press']);
  assert.deepEqual(there.members.kept, kept);
  assert.equal(there.tabs.size, 2);
  for (const { token } of [one, two]) assert.ok(!JSON.stringify(kept).includes(token));
});
