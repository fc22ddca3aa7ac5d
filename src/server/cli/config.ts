import { parseArgs } from 'node:util';
import { type Flag, flags } from './options.ts';

/** What the command was told to do. */
export interface Config {
  port: number;
  host: string;
  /** Price changes per second. */
  rate: number;
  /** Standard deviation of one step's log return. */
  volatility: number;
  seed: number;
  /** Added round trip, in ms. */
  rtt: number;
  /** Open a class at once. */
  class: boolean;
  /** Let everybody begin classes. */
  classes: boolean;
  /** Added round trip of the lines of a class's phones, in ms. */
  classRtt: number;
  /** Share the market, and keep classes, with other servers in this Redis. */
  redis: string | undefined;
  /** Whoever moves the market must know it, where not everybody may; a new one if undefined. */
  hostKey: string | undefined;
  /** Speak TLS with a certificate of its own making. */
  tls: boolean;
  /** Speak TLS with this one: PEM files. */
  certificate: { cert: string; key: string } | undefined;
  /** Origins whose pages may connect, other than the server's own. */
  allowOrigins: string[];
  /** Origins whose pages may show the embedded page in a frame. */
  allowFrames: string[];
  /** Addresses of proxies, separated by commas. */
  trustProxy: string | undefined;
  limits: { connections: number; perAddress: number };
  metrics: boolean;
  logLevel: string;
}

/** A wrong flag or environment variable; its message is one line for the person at the terminal. */
export class UsageError extends Error {}

/** Listens on all addresses. */
const EVERYWHERE = '0.0.0.0';

type Name = keyof typeof flags;
const names = Object.keys(flags) as Name[];

/** Environment variable that a flag reads when it is not given: `--log-level` is `LOG_LEVEL`. */
function variable(name: Name): string {
  const { variable }: Flag = flags[name];
  return variable ?? name.toUpperCase().replaceAll('-', '_');
}

/**
 * Reads the command line, then the environment, then the defaults.
 * @returns the settings, or which text was asked for
 * @throws {UsageError} on an unknown flag or a value out of range
 */
export function readConfig(
  argv: string[],
  env: Record<string, string | undefined>,
): Config | 'help' | 'version' {
  const given = parse(argv);
  if (given['help']) return 'help';
  if (given['version']) return 'version';
  const isGiven = (name: Name) => given[name] !== undefined || Boolean(env[variable(name)]);
  const read = (name: Name) => {
    const flag: Flag = flags[name];
    const [source, text] =
      given[name] !== undefined
        ? [`--${name}`, String(given[name])]
        : [variable(name), env[variable(name)] || flag.default];
    const value = flag.check(text);
    if (value === undefined) {
      throw new UsageError(`${source} must be ${flag.allowed}, not "${text}".`);
    }
    return value;
  };
  const [cert, key] = [read('cert') as string, read('key') as string];
  if (Boolean(cert) !== Boolean(key)) {
    throw new UsageError('--cert and --key go together: the certificate and its private key.');
  }
  const origins = (name: Name) => (read(name) as string).split(',').filter(Boolean);
  return {
    port: read('port') as number,
    // Phones couldn't reach a class that listens for this computer only.
    host: read('class') && !isGiven('host') ? EVERYWHERE : (read('host') as string),
    rate: read('rate') as number,
    volatility: read('volatility') as number,
    seed: isGiven('seed') ? (read('seed') as number) : Math.floor(Math.random() * 2 ** 31),
    rtt: read('rtt') as number,
    class: read('class') as boolean,
    classes: read('classes') as boolean,
    // The Wi-Fi of a class is real, so nothing is added unless somebody asks for it.
    classRtt: isGiven('rtt') ? (read('rtt') as number) : 0,
    redis: (read('redis') as string) || undefined,
    hostKey: (read('host-key') as string) || undefined,
    tls: read('tls') as boolean,
    certificate: cert ? { cert, key } : undefined,
    allowOrigins: origins('allow-origin'),
    allowFrames: origins('allow-frame'),
    trustProxy: (read('trust-proxy') as string) || undefined,
    limits: {
      connections: read('max-connections') as number,
      perAddress: read('max-per-address') as number,
    },
    metrics: read('metrics') as boolean,
    logLevel: read('log-level') as string,
  };
}

function parse(argv: string[]): Record<string, string | boolean> {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: flags[name].value ? 'string' : 'boolean' }]),
    ['help', { type: 'boolean' as const, short: 'h' }],
    ['version', { type: 'boolean' as const, short: 'v' }],
  ]);
  try {
    return parseArgs({ args: argv, options, strict: true }).values as Record<
      string,
      string | boolean
    >;
  } catch (error) {
    // Only Node's first sentence says what is wrong; advice of several lines follows.
    const [what] = (error as Error).message.split(/\.(?:\s|$)/);
    throw new UsageError(`${what}. See --help.`);
  }
}

/** Of the first column of the help. */
const WIDTH = 25;

/** The text of `--help`. */
export function help(): string {
  const rows = names.map((name) => {
    const flag: Flag = flags[name];
    const usage = `--${name} ${flag.value}`.padEnd(WIDTH);
    const fallback = flag.value && flag.default ? ` (default ${flag.default})` : '';
    return `  ${usage} ${flag.help}${fallback}`;
  });
  return `Ask or be told? The same stock price over HTTP and over a WebSocket, side by side.

Usage: npm start -- [options]

${rows.join('\n')}
  ${'-h, --help'.padEnd(WIDTH)} this text
  ${'-v, --version'.padEnd(WIDTH)} the version

Each option can be given in the environment instead: ${names.map(variable).join(', ')}.`;
}
