/** The options of the scripts: a wrong one gets one line that says what is allowed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { root } from './files.js';
import { flag, help, number, readOptions } from './options.ts';
import { UsageError } from './process.js';

const command = {
  command: 'npm run try',
  about: 'Tries something.',
  options: {
    write: flag('keep the result'),
    seconds: number({ help: 'how long', default: 60, min: 0.5, max: 600 }),
    seed: number({
      help: 'of all that is random',
      default: undefined,
      min: 1,
      max: 9,
      whole: true,
    }),
  },
  choices: ['20', '22'],
};

test('has defaults', () => {
  assert.deepEqual(readOptions(command, []), {
    values: { write: false, seconds: 60, seed: undefined },
    positionals: [],
  });
});

test('reads switches, numbers and choices in any order', () => {
  assert.deepEqual(readOptions(command, ['22', '--seed=9', '--write', '--seconds', '0.5', '20']), {
    values: { write: true, seconds: 0.5, seed: 9 },
    positionals: ['22', '20'],
  });
});

const allowed = 'Allowed: --write, --seconds N, --seed N, --help.';
for (const [args, message] of [
  [['--seconds', '0'], '--seconds must be a number from 0.5 to 600, not "0".'],
  [['--seconds', '601'], '--seconds must be a number from 0.5 to 600, not "601".'],
  [['--seconds', 'long'], '--seconds must be a number from 0.5 to 600, not "long".'],
  [['--seconds='], '--seconds must be a number from 0.5 to 600, not "".'],
  [['--seed', '1.5'], '--seed must be a whole number from 1 to 9, not "1.5".'],
  [['--seed', '-1'], `Option '--seed' argument is ambiguous. ${allowed}`],
  [['--seed'], `Option '--seed <value>' argument missing. ${allowed}`],
  [['--write=yes'], `Option '--write' does not take an argument. ${allowed}`],
  [['--colour'], `Unknown option '--colour'. ${allowed}`],
  [['21'], "Unexpected argument '21'. Allowed: 20, 22."],
] as const) {
  test(`${args.join(' ')} is refused in one line`, () => {
    assert.throws(
      () => readOptions(command, [...args]),
      (error) => error instanceof UsageError && error.message === message,
    );
  });
}

test('a command without choices takes no argument', () => {
  const { choices, ...plain } = command;
  assert.throws(() => readOptions(plain, ['20']), {
    message: `Unexpected argument '20'. ${allowed}`,
  });
});

test('help has a line for each option, with its range and its default', () => {
  assert.equal(
    help(command),
    `Tries something.

Usage: npm run try -- [options] [20] [22]

  --write      keep the result
  --seconds N  how long; a number from 0.5 to 600 (default 60)
  --seed N     of all that is random; a whole number from 1 to 9
  -h, --help   this text`,
  );
});

for (const file of [
  'build/main',
  'measure/bench',
  'measure/bench-page',
  'measure/compare',
  'measure/screenshot',
  'measure/soak',
  'test/nodes',
]) {
  test(`${file} refuses an unknown option`, async () => {
    const { main } = await import(`../${file}.ts`);
    await assert.rejects(main(['--colour']), {
      exitCode: 2,
      message: /^Unknown option '--colour'\. Allowed: .*--help\.$/,
    });
  });
}

test('a usage error is one line on stderr and exit code 2', async () => {
  const argv = ['scripts/run/command.js', 'scripts/test/test.ts', 'lint'];
  const ended = new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: root }, (error, out, err) =>
      resolve({ code: error?.code, out, err }),
    );
  });
  assert.deepEqual(await ended, {
    code: 2,
    out: '',
    err: "Unknown step 'lint'. Allowed: check, unit, e2e.\n",
  });
});
