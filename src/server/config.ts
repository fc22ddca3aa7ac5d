import { parseArgs } from 'node:util';
import { RATE } from './feed.ts';

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
  logLevel: string;
}

/** A wrong flag or environment variable; its message is one line for the person at the terminal. */
export class UsageError extends Error {}

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

interface Flag {
  value: string;
  help: string;
  default: string;
  check(text: string): string | number | undefined;
  allowed: string;
}

function number(min: number, max: number, whole: boolean) {
  return {
    check(text: string): number | undefined {
      const value = Number(text);
      const good = text.trim() !== '' && value >= min && value <= max;
      return good && (!whole || Number.isInteger(value)) ? value : undefined;
    },
    allowed: `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
  };
}

const flags = {
  port: {
    value: 'N',
    help: 'port to listen on; 0 takes any free one',
    default: '3000',
    ...number(0, 65_535, true),
  },
  host: {
    value: 'ADDRESS',
    help: 'address to listen on; 0.0.0.0 lets other computers in',
    default: '127.0.0.1',
    check: (text) => text.trim() || undefined,
    allowed: 'an address of this computer, such as 127.0.0.1 or 0.0.0.0',
  },
  rate: {
    value: 'N',
    help: 'price changes per second; "1/60" is one a minute',
    default: '2',
    check(text) {
      const [, above, below = '1'] = /^([\d.]+)(?:\/([\d.]+))?$/.exec(text.trim()) ?? [];
      const rate = Number(above) / Number(below);
      return rate >= RATE.min && rate <= RATE.max ? rate : undefined;
    },
    allowed: 'a number or fraction from 1/60 to 50',
  },
  volatility: {
    value: 'N',
    help: 'standard deviation of one price change; 0.002 is 0.2 %',
    default: '0.002',
    ...number(0, 0.2, false),
  },
  seed: {
    value: 'N',
    help: 'same seed, same prices (default: another one each time)',
    default: '',
    ...number(0, 2 ** 31 - 1, true),
  },
  rtt: {
    value: 'MS',
    help: 'round trip added to both sides on purpose, in ms',
    default: '200',
    ...number(0, 4000, true),
  },
  'log-level': {
    value: 'LEVEL',
    help: `${LOG_LEVELS.join(', ')}; logs are JSON lines on stderr`,
    default: 'warn',
    check: (text) => LOG_LEVELS.find((level) => level === text),
    allowed: `one of ${LOG_LEVELS.join(', ')}`,
  },
} satisfies Record<string, Flag>;

type Name = keyof typeof flags;
const names = Object.keys(flags) as Name[];

/** Environment variable that a flag reads when it is not given: `--log-level` is `LOG_LEVEL`. */
const variable = (name: Name) => name.toUpperCase().replaceAll('-', '_');

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
  return {
    port: read('port') as number,
    host: read('host') as string,
    rate: read('rate') as number,
    volatility: read('volatility') as number,
    seed:
      given['seed'] || env['SEED'] ? (read('seed') as number) : Math.floor(Math.random() * 2 ** 31),
    rtt: read('rtt') as number,
    logLevel: read('log-level') as string,
  };
}

function parse(argv: string[]): Record<string, string | boolean> {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }]),
    ['help', { type: 'boolean' as const, short: 'h' }],
    ['version', { type: 'boolean' as const, short: 'v' }],
  ]);
  try {
    return parseArgs({ args: argv, options, strict: true }).values as Record<
      string,
      string | boolean
    >;
  } catch (error) {
    // Node's message goes on with advice on its second sentence; the first says what was wrong.
    const [what] = (error as Error).message.split(/[.\n] ?(?=To |$)/);
    throw new UsageError(`${what}. See --help.`);
  }
}

/** The text of `--help`. */
export function help(): string {
  const rows = names.map((name) => {
    const flag: Flag = flags[name];
    const usage = `--${name} ${flag.value}`.padEnd(20);
    const fallback = flag.default ? ` (default ${flag.default})` : '';
    return `  ${usage} ${flag.help}${fallback}`;
  });
  return `Ask or be told? The same stock price over HTTP and over a WebSocket, side by side.

Usage: npm start -- [options]

${rows.join('\n')}
  ${'-h, --help'.padEnd(20)} this text
  ${'-v, --version'.padEnd(20)} the version

Each option can be given in the environment instead: ${names.map(variable).join(', ')}.`;
}
