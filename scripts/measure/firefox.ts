/** Firefox, over the WebDriver BiDi that it speaks by itself (https://www.w3.org/TR/webdriver-bidi/). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { WebSocket } from 'ws';
import { Problem } from '../run/process.js';
import type { OpenBrowser, Script } from './browsers.ts';

/** It calls nobody but us. */
const PREFERENCES = {
  'services.settings.server': 'data:,',
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
};

/** The answer to a command, or an event. */
interface Reply {
  id?: number;
  type: 'success' | 'error' | 'event';
  error?: string;
  message?: string;
  /** Each command has its own: see {@link textAt}. */
  result?: unknown;
}

/**
 * Starts an installed Firefox, which accepts every certificate.
 * @throws {Problem} if there is none
 */
export async function openFirefox(): Promise<OpenBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'firefox-'));
  const preferences = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), preferences.join(''));
  const options = ['--headless', '--no-remote', '--profile', profile];
  const program = spawn(executable(), [...options, '--remote-debugging-port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const close = async () => {
    const gone = once(program, 'exit');
    if (program.exitCode === null && program.kill()) await gone;
    await rm(profile, { recursive: true, force: true });
  };
  try {
    const session = await Session.open(await addressOf(program));
    const { name, version } = await session.begin();
    return { name: `${name} ${version}`, open: (url) => session.openWindow(url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws {Problem} if there is none */
function executable(): string {
  const { FIREFOX_PATH = '', PATH = '', PROGRAMFILES = '' } = process.env;
  const names = PATH.split(delimiter).flatMap((folder) =>
    ['firefox', 'firefox-esr'].map((name) => join(folder, name)),
  );
  const found = [
    FIREFOX_PATH,
    ...(process.platform === 'win32' ? [] : names),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    join(PROGRAMFILES, 'Mozilla Firefox', 'firefox.exe'),
  ].find((path) => path && existsSync(path));
  if (!found) throw new Problem('This needs Firefox: install it, or set FIREFOX_PATH to it.');
  return found;
}

/** Where it listens, once it has said so. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of stderr ?? []) {
    said += chunk;
    const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? [];
    if (address) return address;
  }
  throw new Problem(`Firefox did not start: ${said}`);
}

class Session {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #lastId = 0;

  static async open(address: string): Promise<Session> {
    const socket = new WebSocket(`${address}/session`);
    await once(socket, 'open');
    return new Session(socket);
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const reply: Reply = JSON.parse(String(data));
      this.#waiting.get(reply.id ?? 0)?.(reply);
      this.#waiting.delete(reply.id ?? 0);
    });
  }

  async begin(): Promise<{ name: string; version: string }> {
    const answer = await this.#send('session.new', {
      capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
    });
    return { name: 'Firefox', version: textAt(answer, 'capabilities', 'browserVersion') };
  }

  /** Opens a window, since a tab behind others is hidden, with cookies and connections of its own. */
  async openWindow(url: string) {
    const visitor = await this.#send('browser.createUserContext', {});
    const userContext = textAt(visitor, 'userContext');
    const window = await this.#send('browsingContext.create', { type: 'window', userContext });
    const context = textAt(window, 'context');
    await this.#send('browsingContext.navigate', { context, url, wait: 'complete' });
    return { run: <Result>(script: Script<Result>) => this.#run(context, script) };
  }

  async #run<Result>(context: string, script: Script<Result>): Promise<Result> {
    const answer = await this.#send('script.callFunction', {
      functionDeclaration: `() => JSON.stringify((${script})() ?? null)`,
      target: { context },
      awaitPromise: false,
    });
    if (textAt(answer, 'type') === 'exception') {
      throw new Error(textAt(answer, 'exceptionDetails', 'text'));
    }
    return JSON.parse(textAt(answer, 'result', 'value'));
  }

  async #send(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { type, error, message, result } = await answered;
    if (type === 'error') throw new Error(`${method}: ${error}. ${message}`);
    return result;
  }
}

/**
 * The text at a place in an answer.
 * @throws {Error} if there is none
 */
function textAt(answer: unknown, ...path: string[]): string {
  const value = path.reduce<unknown>(
    (whole, name) => (Object(whole) as Record<string, unknown>)[name],
    answer,
  );
  if (typeof value === 'string') return value;
  throw new Error(`Firefox answered without ${path.join('.')}: ${JSON.stringify(answer)}`);
}
