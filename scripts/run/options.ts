/** The options of a command: parsed, checked, and listed by --help. */
import { parseArgs } from 'node:util';
import { UsageError } from './process.js';

export interface Option<Value> {
  help: string;
  /** The value if the option isn't given. */
  default: Value;
  /** What to write for the value, such as N; a switch has none. */
  placeholder?: string;
  /** The allowed values, in words. */
  allowed: string;
  /** Returns undefined for a text that isn't allowed. */
  parse(text: string): Value | undefined;
}

type Options = Record<string, Option<unknown>>;

export interface Command<O extends Options> {
  /** As it is typed, such as `npm run soak`. */
  command: string;
  /** What it does, in a sentence. */
  about: string;
  options?: O;
  /** The only positional arguments that it takes; any number of them. */
  choices?: readonly string[];
}

type Values<O extends Options> = { [Name in keyof O]: O[Name]['default'] };

/** An option that is either there or not. */
export function flag(help: string): Option<boolean> {
  return { help, default: false, allowed: 'given without a value', parse: () => true };
}

/** An option with a number from `min` to `max`, both included. */
export function number<Default extends number | undefined>(range: {
  help: string;
  default: Default;
  min: number;
  max: number;
  whole?: boolean;
}): Option<number | Default> {
  const { help, min, max, whole = false } = range;
  return {
    help,
    default: range.default,
    placeholder: 'N',
    allowed: `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
    parse(text) {
      const value = Number(text);
      const good = text.trim() !== '' && value >= min && value <= max;
      return good && (!whole || Number.isInteger(value)) ? value : undefined;
    },
  };
}

/**
 * Reads a command's arguments; for --help it prints the help and ends the process.
 * @throws {UsageError} on an unknown argument or a value that isn't allowed
 */
export function readOptions<O extends Options>(
  command: Command<O>,
  args: string[],
): { values: Values<O>; positionals: string[] } {
  const { options, choices = [] } = command;
  const given = parse(command, args);
  if (given.values['help']) {
    console.log(help(command));
    process.exit(0);
  }
  const wrong = given.positionals.find((argument) => !choices.includes(argument));
  if (wrong !== undefined) {
    throw new UsageError(`Unexpected argument '${wrong}'. Allowed: ${choices.join(', ')}.`);
  }
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries<Option<unknown>>(options ?? {})) {
    const text = given.values[name];
    values[name] = text === undefined ? option.default : option.parse(String(text));
    if (text !== undefined && values[name] === undefined) {
      throw new UsageError(`--${name} must be ${option.allowed}, not "${text}".`);
    }
  }
  return { values: values as Values<O>, positionals: given.positionals };
}

function parse(
  { options = {}, choices }: Command<Options>,
  args: string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const types = Object.entries(options).map(([name, { placeholder }]) => [
    name,
    { type: placeholder ? ('string' as const) : ('boolean' as const) },
  ]);
  try {
    return parseArgs({
      args,
      options: { ...Object.fromEntries(types), help: { type: 'boolean', short: 'h' } },
      allowPositionals: choices !== undefined,
    });
  } catch (error) {
    // Only Node's first sentence says what is wrong; advice of several lines follows.
    const [what] = String((error as Error).message).split(/\.(?:\s|$)/);
    const allowed = [...Object.entries(options).map(usage), '--help'].join(', ');
    throw new UsageError(`${what}. Allowed: ${allowed}.`);
  }
}

function usage([name, { placeholder }]: [string, Option<unknown>]): string {
  return placeholder ? `--${name} ${placeholder}` : `--${name}`;
}

/** The text of --help. */
export function help({ command, about, options = {}, choices }: Command<Options>): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const { placeholder, allowed, help, default: fallback } = option;
    const range = placeholder ? `; ${allowed}` : '';
    const unless = placeholder && fallback !== undefined ? ` (default ${fallback})` : '';
    return [usage([name, option]), `${help}${range}${unless}`];
  });
  rows.push(['-h, --help', 'this text']);
  const width = Math.max(...rows.map(([option = '']) => option.length));
  const lines = rows.map(([option = '', text]) => `  ${option.padEnd(width)}  ${text}`);
  return `${about}

Usage: ${command} -- [options]${choices ? ` [${choices.join('] [')}]` : ''}

${lines.join('\n')}`;
}
