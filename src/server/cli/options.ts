/** The command's options: their ranges, defaults and help. */
import { RATE, RTT } from '../../protocol/limits.ts';
import { networksIn, originIn } from '../http/addresses.ts';

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

export interface Flag {
  /** What is to be written after it; nothing for a switch. */
  value: string;
  help: string;
  default: string;
  /** The value of a text; undefined when it is none. */
  check(text: string): string | number | boolean | undefined;
  /** In words. */
  allowed: string;
  /** Its name in the environment, where that is not the flag's in capitals. */
  variable?: string;
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

/** On or off; in the environment 1 or 0. */
const onOff = {
  value: '',
  default: '0',
  check: (text: string) => ({ '1': true, true: true, '0': false, false: false })[text],
  allowed: '1 or 0',
};

const file = {
  value: 'FILE',
  default: '',
  check: (text: string) => text,
  allowed: 'a file',
};

const origins = {
  value: 'ORIGINS',
  default: '',
  check(text: string) {
    const all = text ? list(text).map(originIn) : [];
    return all.includes(undefined) ? undefined : all.join();
  },
  allowed: 'origins separated by commas, such as https://example.org',
};

function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname } = new URL(text);
  return /^rediss?:$/.test(protocol) && hostname !== '' && /^(\/\d*)?$/.test(pathname);
}

const list = (text: string) => text.split(',').map((part) => part.trim());

export const flags = {
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
    check: (text) => text.trim().replace(/^\[(.*)\]$/, '$1') || undefined,
    allowed: 'an address of this computer, such as 127.0.0.1 or 0.0.0.0',
  },
  rate: {
    value: 'N',
    help: 'price changes per second; "1/60" is one a minute',
    default: String(RATE.normal),
    check(text) {
      const [, above, below = '1'] = /^([\d.]+)(?:\/([\d.]+))?$/.exec(text.trim()) ?? [];
      const rate = Number(above) / Number(below);
      return rate >= RATE.min && rate <= RATE.max ? rate : undefined;
    },
    allowed: 'a number or fraction from 1/3600 to 50',
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
    ...number(RTT.min, RTT.max, true),
  },
  class: {
    ...onOff,
    help: 'opens a class for phones, and listens on all addresses',
  },
  classes: {
    ...onOff,
    help: 'lets every visitor begin a class of their own',
  },
  tls: {
    ...onOff,
    help: 'https:// and wss:// with a certificate that it makes and keeps',
  },
  cert: {
    ...file,
    variable: 'TLS_CERT',
    help: 'https:// and wss:// with this certificate (PEM, whole chain)',
  },
  key: { ...file, variable: 'TLS_KEY', help: 'the private key of --cert (PEM)' },
  redis: {
    value: 'URL',
    help: 'shares one market with other servers, in this Redis',
    default: '',
    check: (text) => (!text || isRedisUrl(text) ? text : undefined),
    allowed: 'an address such as redis://127.0.0.1:6379 or rediss://user:password@host:6380/0',
  },
  'host-key': {
    value: 'KEY',
    help: 'the key that moves the market, the same in all servers (default: a new one)',
    default: '',
    check: (text) => (/^([A-Za-z0-9_-]{16,64})?$/.test(text) ? text : undefined),
    allowed: '16 to 64 of A-Z a-z 0-9 _ -, hard to guess',
  },
  'allow-origin': {
    ...origins,
    help: 'other sites whose pages may connect, such as https://example.org',
  },
  'allow-frame': { ...origins, help: 'other sites whose pages may show /?embed in a frame' },
  'trust-proxy': {
    value: 'ADDRESSES',
    help: 'proxies whose X-Forwarded-* headers are believed',
    default: '',
    check: (text) => (!text || networksIn(text) ? list(text).join() : undefined),
    allowed: 'addresses or ranges separated by commas, such as 127.0.0.1,10.0.0.0/8, or loopback',
  },
  'max-connections': {
    value: 'N',
    help: 'connections in all; one more is closed at once',
    default: '10000',
    ...number(1, 1_000_000, true),
  },
  'max-per-address': {
    value: 'N',
    help: 'held questions and open streams of one address',
    default: '256',
    ...number(1, 1_000_000, true),
  },
  metrics: { ...onOff, help: 'tell how it is at GET /metrics, for Prometheus' },
  'log-level': {
    value: 'LEVEL',
    help: `${LOG_LEVELS.join(', ')}; logs are JSON lines on stderr`,
    default: 'warn',
    check: (text) => LOG_LEVELS.find((level) => level === text),
    allowed: `one of ${LOG_LEVELS.join(', ')}`,
  },
} satisfies Record<string, Flag>;
