/** Clients that misbehave by the ten thousand, and what is left once they have gone. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { Agent as AgentTls, get as getTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { NetworkOptions } from '../network/emulated-network.ts';
import { secureContext, selfSigned } from '../tls/certificate.ts';
import { misbehave, type Target } from './abuse.ts';
import { Client, many, serve } from './serve.ts';

const CLIENTS = 10_000;

/** One in so many comes to the server that speaks TLS. */
const TLS_SHARE = 16;

/** The market rests for so many turns of the event loop, or there would be time for nothing else. */
const PACE = 10;

/** Another run with `ABUSE_SEED=2`. */
const SEED = Number(process.env['ABUSE_SEED'] ?? 1);

/** A server with clients that behave, from whom nothing may be kept by those that don't. */
async function withBystanders(t: TestContext, tls: boolean, network?: NetworkOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'abuse-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '404.html'), 'none');
  await writeFile(join(folder, 'large.bin'), Buffer.alloc(1_000_000));
  const errors: string[] = [];
  const stream = new Writable({
    write(line, _encoding, done) {
      errors.push(String(line));
      done();
    },
  });
  const { feed, port } = await serve(t, {
    page: folder,
    metrics: true,
    network,
    limits: { handshakes: Number.POSITIVE_INFINITY },
    logger: { level: 'warn', stream },
    ...(tls && { secureContext: secureContext(await selfSigned(folder, ['127.0.0.1'])) }),
  });

  const newest = () => feed.latest('ACME').seq;
  const target: Target = {
    port,
    tls,
    files: ['/large.bin'],
    newest,
    pause: setImmediate,
    longest: 200,
    pages: true,
  };
  const kept = new (tls ? AgentTls : Agent)({ keepAlive: true, maxSockets: 1 });
  t.after(() => kept.destroy());
  const ask = (path: string, agent: Agent | false = kept) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const options = { port, host: '127.0.0.1', path, agent, rejectUnauthorized: false };
      (tls ? getTls : get)(options, resolve).once('error', reject);
    });
  const askPrice = async (agent?: false) => {
    const answer = await ask('/price', agent);
    assert.equal(answer.statusCode, 200);
    await text(answer);
  };
  const open = (path: string) =>
    new Client(`${tls ? 'wss' : 'ws'}://127.0.0.1:${port}${path}`, { rejectUnauthorized: false });

  const instruments = open('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab: 'bystander', rtt: 0 });
  await instruments.nextOf('line');
  const watchers = ['/stream', '/stream?tab=bystander'].map(open);
  for (const watcher of watchers) assert.equal((await watcher.next())['seq'], newest());
  const events = await ask('/events', false);
  let heard = '';
  events.on('data', (chunk) => {
    heard += chunk;
  });

  return {
    target,
    errors,
    /** Moves the market, asks what it is now, and looks whether everybody has been told. */
    async step() {
      feed.step();
      for (const watcher of watchers) {
        const lost = watcher.closed.then(({ code }) => assert.fail(`closed with ${code}`));
        const message = await Promise.race([watcher.next(), lost]);
        assert.equal(message['seq'], newest());
      }
      await askPrice();
    },
    /** Comes, asks for the price and goes. */
    callIn: () => askPrice(false),
    /** The ids of all events, once the newest is there. */
    async events() {
      const last = `id: ${newest()}\n`;
      while (!heard.includes(last)) await setImmediate();
      return [...heard.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    },
    newest,
    /** What the server holds for its clients. */
    async held() {
      const metrics = await text(await ask('/metrics'));
      return metrics.match(/^(connections|quota_taken|lines|emulated_connections) .*/gm);
    },
  };
}

test(`${CLIENTS} clients that misbehave in every way (ABUSE_SEED=${SEED}) leave nothing behind`, {
  timeout: 600_000,
}, async (t) => {
  const plain = [await withBystanders(t, false), await withBystanders(t, true)] as const;
  const network = { rtt: 0, linger: 100 };
  const emulated = [
    await withBystanders(t, false, network),
    await withBystanders(t, true, network),
  ] as const;
  const servers = [...plain, ...emulated];
  const held = async () => ({
    servers: await Promise.all(servers.map((server) => server.held())),
    descriptors: process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0,
  });
  const before = await held();

  let come = 0;
  let gone = false;
  const abuse = many(CLIENTS, async () => {
    come += 1;
    const [withoutTls, withTls] = come % 2 === 0 ? plain : emulated;
    const { target } = come % TLS_SHARE < 2 ? withTls : withoutTls;
    await misbehave(target, SEED * CLIENTS + come);
  }).then(() => {
    gone = true;
  });
  const step = async () => {
    while (!gone) {
      for (const server of servers) await server.step();
      for (let left = PACE; left > 0; left--) await setImmediate();
    }
  };
  const callIn = async () => {
    while (!gone) for (const server of servers) await server.callIn();
  };
  await Promise.all([abuse, step(), callIn()]);

  for (const server of servers) {
    const all = Array.from({ length: server.newest() }, (_, i) => i + 1);
    assert.deepEqual(await server.events(), all);
    assert.deepEqual(server.errors, []);
  }
  let after = await held();
  t.after(() => t.diagnostic(`Held before and after: ${JSON.stringify([before, after])}`));
  // Node itself may have closed one that it had open at the beginning.
  const isAsBefore = () =>
    JSON.stringify(after.servers) === JSON.stringify(before.servers) &&
    after.descriptors <= before.descriptors;
  while (!isAsBefore()) after = await held();
});
