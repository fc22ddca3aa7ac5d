import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Config, help, readConfig, UsageError } from './config.ts';
import { flags } from './options.ts';

test('has defaults, and another seed each time', () => {
  const { seed, ...rest } = readConfig([], {}) as Exclude<ReturnType<typeof readConfig>, string>;
  assert.ok(Number.isInteger(seed));
  assert.deepEqual(rest, {
    port: 3000,
    host: '127.0.0.1',
    rate: 2,
    volatility: 0.002,
    rtt: 200,
    class: false,
    classes: false,
    classRtt: 0,
    redis: undefined,
    hostKey: undefined,
    tls: false,
    certificate: undefined,
    allowOrigins: [],
    allowFrames: [],
    trustProxy: undefined,
    limits: { connections: 10_000, perAddress: 256 },
    metrics: false,
    logLevel: 'warn',
  });
});

test('a flag goes before the environment, the environment before the default', () => {
  const read = (argv: string[], env = {}) => readConfig(argv, env) as { port: number };
  assert.equal(read([], { PORT: '81' }).port, 81);
  assert.equal(read(['--port', '82'], { PORT: '81' }).port, 82);
  assert.equal(read(['--port=83']).port, 83);
});

test('an IPv6 address may stand in brackets', () => {
  assert.equal((readConfig(['--host', '[::1]'], {}) as Config).host, '::1');
});

test('a class listens on all addresses and adds no delay, unless told otherwise', () => {
  const read = (argv: string[]) => {
    const { host, classRtt } = readConfig(argv, {}) as Config;
    return [host, classRtt];
  };
  assert.deepEqual(read(['--class']), ['0.0.0.0', 0]);
  assert.deepEqual(read(['--class', '--host', '127.0.0.1', '--rtt', '80']), ['127.0.0.1', 80]);
});

test('a rate may be a fraction', () => {
  assert.equal((readConfig(['--rate', '1/60'], {}) as { rate: number }).rate, 1 / 60);
});

test('switches, files and lists', () => {
  const config = readConfig(
    [
      ...['--tls', '--allow-origin', 'HTTPS://A.example:443, http://b.example:81/'],
      ...['--allow-frame', 'https://Course.example/,http://localhost:8000'],
    ],
    {
      TLS_CERT: 'c.pem',
      TLS_KEY: 'k.pem',
      TRUST_PROXY: 'loopback,10.0.0.0/8',
      METRICS: '1',
    },
  );
  const { tls, metrics, certificate, allowOrigins, allowFrames, trustProxy } = config as Config;
  assert.deepEqual([tls, metrics], [true, true]);
  assert.deepEqual(certificate, { cert: 'c.pem', key: 'k.pem' });
  assert.deepEqual(allowOrigins, ['https://a.example', 'http://b.example:81']);
  assert.deepEqual(allowFrames, ['https://course.example', 'http://localhost:8000']);
  assert.equal(trustProxy, 'loopback,10.0.0.0/8');
});

test('help names every option; asking for it or the version is no error', () => {
  assert.equal(readConfig(['--help'], {}), 'help');
  assert.equal(readConfig(['-v'], {}), 'version');
  for (const flag of Object.keys(flags)) {
    assert.match(help(), new RegExp(`--${flag} .*\\w`));
  }
});

for (const [argv, env, message] of [
  [['--port', 'x'], {}, '--port must be a whole number from 0 to 65535, not "x".'],
  [['--port', '70000'], {}, '--port must be a whole number from 0 to 65535, not "70000".'],
  [['--port', ''], {}, '--port must be a whole number from 0 to 65535, not "".'],
  [[], { RTT: '5000' }, 'RTT must be a whole number from 0 to 4000, not "5000".'],
  [['--rate', '0'], {}, '--rate must be a number or fraction from 1/3600 to 50, not "0".'],
  [['--rate', '1/0'], {}, '--rate must be a number or fraction from 1/3600 to 50, not "1/0".'],
  [['--volatility', '1'], {}, '--volatility must be a number from 0 to 0.2, not "1".'],
  [['--seed', '1.5'], {}, '--seed must be a whole number from 0 to 2147483647, not "1.5".'],
  [['--log-level', 'loud'], {}, /^--log-level must be one of silent, .*, not "loud"\.$/],
  [['--cert', 'c.pem'], {}, /^--cert and --key go together/],
  [['--allow-origin', 'https://a.example/page'], {}, /^--allow-origin must be origins .*, not /],
  [['--allow-origin', 'null'], {}, /^--allow-origin must be origins .*, not "null"/],
  [['--allow-frame', '*'], {}, /^--allow-frame must be origins .*, not "\*"\.$/],
  [['--allow-frame', 'course.example'], {}, /^--allow-frame must be origins .*, not /],
  [[], { ALLOW_FRAME: 'https://a.example b' }, /^ALLOW_FRAME must be origins .*, not /],
  [['--trust-proxy', '10.0.0.0/33'], {}, /^--trust-proxy must be addresses or ranges .*, not /],
  [['--max-connections', '0'], {}, /^--max-connections must be a whole number from 1 to 1000000/],
  [[], { TLS: 'maybe' }, 'TLS must be 1 or 0, not "maybe".'],
  [['--tls=yes'], {}, /--tls/],
  [['--colour'], {}, /^Unknown option '--colour'\. See --help\.$/],
  [['--port'], {}, /^Option '--port <value>' argument missing\. See --help\.$/],
  [['--port', '-1'], {}, /^Option '--port' argument is ambiguous\. See --help\.$/],
  [['start'], {}, /^Unexpected argument 'start'\. See --help\.$/],
] as const) {
  test(`${[...argv, ...Object.entries(env).flat()].join(' ')} is refused in one line`, () => {
    assert.throws(
      () => readConfig([...argv], env),
      (error: Error) => {
        assert.ok(error instanceof UsageError);
        assert.ok(!error.message.includes('\n'), error.message);
        if (typeof message === 'string') assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      },
    );
  });
}

test('one of several servers says where their Redis is, and knows the key that all have', () => {
  const argv = ['--redis', 'rediss://user:secret@example.org:6380/2'];
  const { redis, hostKey } = readConfig(argv, { HOST_KEY: 'abcdefgh-12345678' }) as Config;
  assert.equal(redis, 'rediss://user:secret@example.org:6380/2');
  assert.equal(hostKey, 'abcdefgh-12345678');
  for (const url of ['example.org', 'http://example.org', 'redis://', 'redis://host/notes']) {
    assert.throws(
      () => readConfig(['--redis', url], {}),
      /--redis must be an address such as redis:/,
    );
  }
  for (const key of ['short', 'with spaces in it, long enough']) {
    assert.throws(() => readConfig(['--host-key', key], {}), /--host-key must be 16 to 64 of/);
  }
});
