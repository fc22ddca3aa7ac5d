import type { FastifyInstance } from 'fastify';
import { PATH } from '../../protocol/limits.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import type { Feed } from '../market/feed.ts';
import { companies } from '../market/random-walk.ts';
import type { Health } from '../realtime/health.ts';

interface HealthOptions {
  feed: Feed;
  health: Health;
  /** How many TCP connections are open. */
  connections: () => number;
  quota: AddressQuota;
  /** Where there is an emulated network. */
  lines: LineCounts | undefined;
  /** Where there are classes. */
  classes: ClassCounts | undefined;
  /** Whether to serve `/metrics`. */
  metrics: boolean;
}

/** The size of the emulated network. */
interface LineCounts {
  /** Tabs with a line. */
  readonly tabs: number;
  /** Connections that may be on such a line. */
  readonly connections: number;
}

/** How many take part in classes, and how many would like to. */
interface ClassCounts {
  readonly count: number;
  /** Phones that are in one now. */
  readonly phones: number;
  readonly wrongCodes: number;
}

/**
 * `GET /health`: whether the server is up, and how it is doing. `GET /metrics`, if enabled: the same
 * in Prometheus' text format, and what the server holds for its clients.
 */
export async function healthRoutes(
  app: FastifyInstance,
  { feed, health, connections, quota, lines, classes, metrics }: HealthOptions,
): Promise<void> {
  const ticks = () => feed.latest(companies[0].symbol).seq - feed.first;

  app.get(PATH.health, async (_request, reply) => {
    const { trouble, run, rate } = feed;
    // Load balancers look at the code alone.
    if (trouble) reply.code(503);
    return {
      status: trouble ? 'stale' : 'ok',
      message: trouble,
      run,
      rate,
      ticks: ticks(),
      connections: connections(),
      skipped: health.skipped,
      disconnected: health.disconnected,
      lag: health.lag,
    };
  });

  if (!metrics) return;
  // Loaded only here: most servers never need it.
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, count: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(count());
      },
    });
  counter('market_ticks_total', 'Price changes since the start', ticks);
  counter(
    'messages_skipped_total',
    'Messages that clients too slow for them did not get',
    () => health.skipped,
  );
  counter('clients_given_up_total', 'Clients closed for being too slow', () => health.disconnected);
  const gauge = (name: string, help: string, value: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await value());
      },
    });
  gauge('market_stale', '1 while no new prices can come in', () => (feed.trouble ? 1 : 0));
  gauge('connections', 'Open TCP connections', connections);
  gauge(
    'quota_taken',
    'Held questions and open streams, without those of a class’s phones',
    () => quota.taken,
  );
  if (lines) {
    gauge('lines', 'Tabs with a simulated line', () => lines.tabs);
    gauge(
      'emulated_connections',
      'Connections that may be on such a line',
      () => lines.connections,
    );
  }
  if (classes) {
    gauge('classes', 'Classes that are open', () => classes.count);
    gauge('class_phones', 'Phones that are in a class', () => classes.phones);
    counter(
      'class_wrong_codes_total',
      'Codes of classes that do not exist, typed or guessed',
      () => classes.wrongCodes,
    );
  }
  gauge(
    'event_loop_lag_seconds',
    'By how much the event loop was late at worst in the last ten seconds',
    () => health.lag / 1000,
  );
  app.get(PATH.metrics, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
