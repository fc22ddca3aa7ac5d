/** A class over several servers that end, sleep and come back. Its phones are the page's own code. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ClassConnection } from '../../src/client/class/connection/class-connection.ts';
import { Phone } from '../../src/client/class/phone.ts';
import type { Snapshot } from '../../src/protocol/class/snapshot.ts';
import { installBrowserGlobals } from '../class/browser-globals.ts';
import { ensureBuild } from '../run/ensure-build.js';
import { Cluster, clusterIsInstalled } from './cluster.ts';

const PHONES = 30;
const CHOICES = 3;
const needed = { skip: !clusterIsInstalled() && 'redis-server or nginx is not installed' };

/** Three servers and a class with a screen and phones, which come in at `origin`. */
async function world(t: TestContext, origin = ({ url }: Cluster) => url) {
  await ensureBuild();
  const cluster = await Cluster.start({ options: ['--classes', '--metrics'] });
  t.after(() => cluster.end());
  installBrowserGlobals(origin(cluster));
  const { code, key } = await cluster.beginClass();
  const screen = new ClassConnection({ code, key, role: 'screen' });
  t.after(() => screen.leave());
  screen.join();
  const join = () => {
    const tokens = new Map<string, string>();
    const connection = new ClassConnection(
      { code, role: 'phone' },
      {
        recall: () => tokens.get(code) ?? null,
        remember: (_, token) => tokens.set(code, token),
      },
    );
    const phone = new Phone(connection);
    t.after(() => phone.end());
    phone.start();
    return phone;
  };
  const phones = Array.from({ length: PHONES }, join);
  await until(screen, ({ members }) => members === PHONES);
  return {
    cluster,
    screen,
    phones,
    join,
    /** The server that has the class. */
    async owner(): Promise<number> {
      const metrics = await Promise.all(
        cluster.ports.map(async (port) => {
          const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
          return answer?.text();
        }),
      );
      return metrics.findIndex((text) => text && /^classes 1$/m.test(text));
    },
    vote(from: number, to: number) {
      for (let i = from; i < to; i++) phones[i]?.vote(i % CHOICES);
    },
  };
}

/** Waits until whoever is in the class sees this. */
function until(
  connection: ClassConnection,
  isSo: (snapshot: Snapshot) => boolean,
): Promise<Snapshot> {
  return new Promise((resolve) => {
    const look = () => {
      const { snapshot, standing } = connection;
      if (standing.state !== 'joined' || !snapshot || !isSo(snapshot)) return;
      connection.removeEventListener('change', look);
      resolve(snapshot);
    };
    connection.addEventListener('change', look);
    look();
  });
}

/** Waits until a line is lost: what is seen until then may be of before. */
function lost(connection: ClassConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (connection.standing.state !== 'lost') return;
      connection.removeEventListener('change', look);
      resolve();
    };
    connection.addEventListener('change', look);
  });
}

/** The instructor presses "next" until the class is in a phase. */
async function go(screen: ClassConnection, phase: Snapshot['phase']): Promise<Snapshot> {
  for (;;) {
    const { step, phase: before } = await until(screen, () => true);
    if (before === phase) return screen.snapshot as Snapshot;
    screen.steer('next');
    await until(screen, (snapshot) => snapshot.step > step);
  }
}

/** Goes to the vote of the first round, and waits until the phones know. */
async function openVote({ screen, phones }: { screen: ClassConnection; phones: Phone[] }) {
  const { step } = await go(screen, 'vote');
  await Promise.all(phones.map(({ connection }) => until(connection, (now) => now.step === step)));
}

const EACH = PHONES / CHOICES;
const ALL_VOTES = { first: [EACH, EACH, EACH] };

test(
  'servers killed in mid-vote and in mid-run: every vote counts once, no number is made up',
  needed,
  async (t) => {
    const { cluster, screen, phones, join, owner, vote } = await world(t);
    const all = [screen, ...phones.map(({ connection }) => connection)];
    await openVote({ screen, phones });
    vote(0, PHONES / 2);
    await until(screen, ({ voted }) => voted > 0);
    const first = await owner();
    const killed = cluster.servers[first]?.end('SIGKILL');
    vote(PHONES / 2, PHONES);
    await killed;
    await until(screen, ({ voted, phase }) => phase === 'vote' && voted === PHONES);
    for (const [i, { connection }] of phones.entries()) {
      await until(connection, ({ you }) => you?.vote === i % CHOICES);
    }

    await go(screen, 'run');
    await Promise.all(phones.map(({ connection }) => until(connection, ({ you }) => !!you?.way)));
    const second = await owner();
    assert.notEqual(second, first);
    await cluster.servers[second]?.end('SIGKILL');
    for (const connection of all) {
      const { phase, spread, reveal } = await until(
        connection,
        ({ cutShort }) => cutShort === true,
      );
      assert.deepEqual([phase, spread, reveal], ['closed', undefined, undefined]);
    }
    await until(screen, ({ members }) => members === PHONES);

    await go(screen, 'run');
    const { reveal } = await go(screen, 'reveal');
    assert.deepEqual(reveal?.tally, ALL_VOTES);
    const counted = reveal?.results.reduce(
      (sum, { n, hidden, lost }) => sum + n + hidden + lost,
      0,
    );
    assert.equal((counted ?? 0) + (reveal?.absent ?? 0), PHONES);

    // The load balancer sends the class back to the first, and all come along.
    const moved = lost(screen);
    for (const server of [first, second]) await cluster.servers[server]?.start();
    while ((await owner()) !== first) {
      const late = join();
      await until(late.connection, () => true);
      late.end();
    }
    await moved;
    const back = await until(screen, ({ members }) => members >= PHONES);
    assert.deepEqual([back.phase, back.reveal?.tally], ['reveal', ALL_VOTES]);

    // One that is told to stop loses nothing either.
    const left = lost(screen);
    await cluster.servers[first]?.end();
    await left;
    const there = await until(screen, ({ members }) => members >= PHONES);
    assert.deepEqual([there.phase, there.reveal], ['reveal', back.reveal]);
  },
);

test('a server that was asleep and wakes up lets the class go', needed, async (t) => {
  // A load balancer with health checks would send them to another server.
  const at = (port = 0) => `http://127.0.0.1:${port}`;
  const { cluster, screen, phones, owner, vote } = await world(t, ({ ports }) => at(ports[0]));
  await openVote({ screen, phones });
  vote(0, PHONES / 2);
  await until(screen, ({ voted }) => voted === PHONES / 2);
  const asleep = cluster.servers[0];
  asleep?.suspend();
  vote(PHONES / 2, PHONES);
  Object.assign(globalThis, { location: new URL(at(cluster.ports[1])) });
  await until(screen, ({ voted, members }) => voted === PHONES && members === PHONES);
  const { step } = await go(screen, 'closed');
  asleep?.resume();
  while ((await owner()) !== 1);
  assert.equal(screen.snapshot?.step, step);
  const { reveal } = await go(screen, 'reveal');
  assert.deepEqual(reveal?.tally, ALL_VOTES);
});

test(
  'a Redis that comes back empty is told all anew, before the server is killed',
  needed,
  async (t) => {
    const { cluster, screen, phones, owner, vote } = await world(t);
    await openVote({ screen, phones });
    vote(0, PHONES / 2);
    await until(screen, ({ voted }) => voted === PHONES / 2);
    await cluster.redis.end('SIGKILL');
    vote(PHONES / 2, PHONES);
    await until(screen, ({ voted }) => voted === PHONES);
    const server = cluster.servers[await owner()];
    await server?.says(/Redis does not keep classes now/);
    await cluster.redis.start();
    await server?.says(/Redis keeps the classes again\./);
    const left = lost(screen);
    await server?.end('SIGKILL');
    await left;
    await until(screen, ({ voted, members }) => voted === PHONES && members === PHONES);
    const { reveal } = await go(screen, 'reveal');
    assert.deepEqual(reveal?.tally, ALL_VOTES);
  },
);
