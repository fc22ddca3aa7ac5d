import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { NewClass } from '../protocol/class/begin.ts';
import { buildApp } from './app.ts';
import type { ClassStore } from './class/keeping/class-store.ts';
import { CLASS_LIMITS } from './class/rooms.ts';
import { ownAddresses } from './cli/addresses.ts';
import { type Config, help, readConfig, UsageError } from './cli/config.ts';
import { keptClass, sharedClass } from './cli/kept-class.ts';
import { addressOf, isLoopback } from './http/addresses.ts';
import { newHostKey } from './http/host-key.ts';
import type { Feed } from './market/feed.ts';
import { firstSeq } from './market/history.ts';
import { MarketFeed } from './market/price-feed.ts';
import { Market } from './market/random-walk.ts';

/** An orderly end may take so long, in ms; then the process ends anyway. */
const LAST_CALL = 1_800;

/** A file of the package, wherever it is installed. */
const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

function fail(code: number, message: string): never {
  console.error(message);
  process.exit(code);
}

function configure(): Config {
  try {
    const config = readConfig(process.argv.slice(2), process.env);
    if (config === 'help') {
      console.log(help());
      process.exit(0);
    }
    if (config === 'version') {
      console.log(JSON.parse(readFileSync(file('package.json'), 'utf8')).version);
      process.exit(0);
    }
    return config;
  } catch (error) {
    if (error instanceof UsageError) fail(2, error.message);
    throw error;
  }
}

function whyNotListening({ code, message }: NodeJS.ErrnoException, { port, host }: Config): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`;
    case 'EACCES':
      return `Port ${port} needs administrator rights. Choose one above 1023: npm start -- --port 3000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this computer. Leave --host out, or use 0.0.0.0.`;
    default:
      return `Can't listen on ${host}:${port}: ${message}`;
  }
}

/**
 * The one address that `--host` means. A name may have several, and Fastify would make a second server
 * for the second address of localhost, which knows nothing of quotas, TLS and lines.
 */
async function addressToListenOn(config: Config): Promise<string> {
  try {
    const { address } = await lookup(config.host, { order: 'ipv4first' });
    return address;
  } catch (error) {
    return fail(1, whyNotListening(error as NodeJS.ErrnoException, config));
  }
}

/** Where the certificate of `--tls` is kept, and the code of `--class`. */
const KEPT = join(homedir(), '.ask-or-be-told');

/** What TLS needs, if it is wanted. */
async function secure({ tls, certificate }: Config): Promise<SecureContext | undefined> {
  if (!tls && !certificate) return undefined;
  // Loaded only here: most never need it.
  const { ownNames, readCertificate, secureContext, selfSigned } = await import(
    './tls/certificate.ts'
  );
  try {
    const pair = certificate
      ? await readCertificate(certificate.cert, certificate.key)
      : await selfSigned(KEPT, ownNames());
    return secureContext(pair);
  } catch (error) {
    const { message } = error as Error;
    if (certificate) fail(2, `Can't use ${certificate.cert} with ${certificate.key}: ${message}`);
    return fail(1, `Can't make a certificate in ${KEPT}: ${message}`);
  }
}

/** Where it is told what becomes of Redis; in the log, once there is one. */
let log = (sentence: string): void => console.error(sentence);

function ownMarket(config: Config): Feed {
  const feed = new MarketFeed(new Market(config), firstSeq());
  feed.setRate(config.rate);
  return feed;
}

/** The market that several servers share in a Redis. */
async function sharedMarket(config: Config, url: string): Promise<Feed> {
  // Loaded only here: most never need it.
  const { NotLetIn, RedisFeed } = await import('./market/redis/redis-feed.ts');
  try {
    return await RedisFeed.open({ ...config, url, log: (sentence) => log(sentence) });
  } catch (error) {
    if (error instanceof NotLetIn) fail(2, `Redis does not let this server in: ${error.message}`);
    throw error;
  }
}

/** Where classes are kept for the servers that share the market. */
async function classStore(url: string): Promise<ClassStore> {
  const { RedisClassStore } = await import('./class/keeping/redis-class-store.ts');
  return RedisClassStore.open({ url, limits: CLASS_LIMITS, log: (sentence) => log(sentence) });
}

/** The class of `--class`: servers with one host key share one, and others keep theirs in a file. */
async function firstClass({ redis, hostKey }: Config): Promise<NewClass> {
  return redis && hostKey ? sharedClass(hostKey) : keptClass(join(KEPT, 'class.json'));
}

const config = configure();
const secureContext = await secure(config);
const ownCertificate = config.tls && !config.certificate;
const host = await addressToListenOn(config);
const loopback = isLoopback(host);
const everywhere = ['0.0.0.0', '::'].includes(addressOf(host) ?? '');
// Whoever is at this computer may move the market; from elsewhere, also by way of a proxy, only the host.
const hostKey = loopback && !config.trustProxy ? undefined : (config.hostKey ?? newHostKey());
const feed = config.redis ? await sharedMarket(config, config.redis) : ownMarket(config);
const first = config.class ? await firstClass(config) : undefined;
const app = await buildApp({
  feed,
  network: { rtt: config.rtt },
  classes:
    config.class || config.classes
      ? {
          first,
          open: config.classes,
          rtt: config.classRtt,
          // Behind a proxy phones find it where the page is found.
          address: () => (config.trustProxy ? undefined : phoneAddresses()[0]),
          store: config.redis ? await classStore(config.redis) : undefined,
        }
      : undefined,
  page: file('dist/page'),
  hostKey,
  secureContext,
  explanation: ownCertificate
    ? readFileSync(file('dist/page/before-https.html'), 'utf8')
    : undefined,
  allowOrigins: config.allowOrigins,
  allowFrames: config.allowFrames,
  // Behind a proxy this computer is called what the proxy is called.
  loopbackOnly: loopback && !config.trustProxy,
  trustProxy: config.trustProxy,
  limits: config.limits,
  metrics: config.metrics,
  logger: { level: config.logLevel, stream: process.stderr },
});

log = (sentence) => app.log.warn(sentence);

try {
  await app.listen({ port: config.port, host });
} catch (error) {
  fail(1, whyNotListening(error as NodeJS.ErrnoException, config));
}

/** Where a browser on this computer finds the page. */
function here(): string {
  // A name that means loopback would be taken for another's, unless it always does.
  const own = loopback && !isLoopback(config.host) ? host : config.host;
  return addressAt(everywhere ? 'localhost' : own);
}

/** Where others find it, if they can. */
const phoneAddresses = () => (everywhere ? ownAddresses().map(addressAt) : [here()]);

function addressAt(host: string): string {
  const { port } = app.server.address() as AddressInfo;
  return `${secureContext ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const addresses = () => [...new Set([here(), ...phoneAddresses()])];

/** What to expect of a certificate that nobody vouches for. */
const warning = `The browser will warn you once: nobody vouches for a certificate that this computer has made for itself.
Choose "Advanced", then "Proceed" ("Accept the risk", "Visit this website"). It is kept in ${KEPT}.
`;

/** What a name that was given with `--host` has come to mean. */
const meaning =
  everywhere || host === config.host
    ? ''
    : `It listens on ${host}, which is what ${config.host} means here.\n`;

/** The links that may move the market. Behind a proxy the page has the proxy's address. */
function hostLinks(key: string): string {
  const links = addresses().map((address) => `${address}/#key=${key}`);
  const proxy = config.trustProxy ? ` Behind the proxy, add /#key=${key} to its address.` : '';
  return `To move the market, open ${links.join(' or ')} and keep this link to yourself.${proxy}\n`;
}

/** What is printed of the class, if there is one. */
async function classPart(): Promise<string> {
  if (!first) return '';
  // Loaded only here: most never need it.
  const { classText, classTextBehindProxy } = await import('./cli/class-text.ts');
  const text = config.trustProxy
    ? classTextBehindProxy(first)
    : classText(first, here(), phoneAddresses());
  return `${text}\n`;
}

const market = config.redis ? 'The market is shared, in Redis' : `Market seed ${config.seed}`;
console.log(`${await classPart()}Ask or be told? Open ${addresses().join(' or ')}
${meaning}${ownCertificate ? warning : ''}${hostKey ? hostLinks(hostKey) : ''}${market}. Stop with Ctrl+C.`);

function stop(): void {
  setTimeout(() => process.exit(0), LAST_CALL).unref();
  feed.close();
  app.close().then(
    () => process.exit(0),
    (error: Error) => fail(1, `Could not stop cleanly: ${error.message}`),
  );
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
