/** What `docker build` makes of the Dockerfile, in folders: needs neither Docker nor a network. */
import { execSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const lines = (name: string) => readFileSync(join(project, name), 'utf8').split('\n');

export interface Image {
  /** Its working directory. */
  folder: string;
  env: Record<string, string>;
  /** What it says of itself: USER, EXPOSE, HEALTHCHECK, CMD. */
  says: Record<string, string>;
}

/** Does what the Dockerfile says, line by line. Each stage gets a folder in `place` for its root. */
export function build(place: string): Image {
  const stages: Record<string, string> = {};
  let root = place;
  let image: Image = { folder: root, env: {}, says: {} };
  for (const line of lines('Dockerfile')) {
    const [, instruction = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    switch (instruction) {
      case 'FROM': {
        const [, name = 'last'] = rest.split(' AS ');
        root = join(place, name);
        stages[name] = root;
        image = { folder: root, env: {}, says: {} };
        break;
      }
      case 'ENV': {
        const [name = '', value = ''] = rest.split('=');
        image.env[name] = value;
        break;
      }
      case 'WORKDIR':
        image.folder = join(root, rest);
        mkdirSync(image.folder, { recursive: true });
        break;
      case 'COPY':
        copy(rest, stages, image.folder);
        break;
      case 'RUN':
        run(rest, image);
        break;
      default:
        if (instruction) image.says[instruction] = rest;
    }
  }
  return image;
}

function copy(rest: string, stages: Record<string, string>, folder: string): void {
  const [, stage, paths = ''] = /^(?:--from=(\w+) )?(.*)$/.exec(rest) ?? [];
  const from = stage ? stages[stage] : project;
  if (!from) throw new Error(`COPY ${rest}: there is no such stage`);
  const sources = paths.split(' ');
  const target = sources.pop() ?? '';
  const ignored = stage ? [] : lines('.dockerignore');
  for (const source of sources) {
    cpSync(join(from, source), join(folder, target, target.endsWith('/') ? basename(source) : ''), {
      recursive: true,
      filter: (path) => !ignored.includes(relative(from, path)),
    });
  }
}

function run(command: string, { folder, env }: Image): void {
  const options = { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' } as const;
  if (!command.startsWith('npm ci')) {
    execSync(command, options);
    return;
  }
  // npm looks whether it could; the packages themselves are those that the project has already.
  execSync(`${command} --dry-run --offline`, options);
  const installed = join(project, 'node_modules');
  if (!command.includes('--omit=dev')) {
    symlinkSync(installed, join(folder, 'node_modules'));
    return;
  }
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  for (const [path, { dev }] of Object.entries<{ dev?: boolean }>(packages)) {
    if (path && !dev) cpSync(join(project, path), join(folder, path), { recursive: true });
  }
}
