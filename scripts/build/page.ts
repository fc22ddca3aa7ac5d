import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';
import { filesIn, root } from '../run/files.js';
import { Problem } from '../run/process.js';
import type { Files } from './files.ts';
import { handshakeInHtml, readRecorded, runInHtml } from './recorded.ts';

const WAYS = 'src/client/ways';
const COMPRESSIBLE = /\.(html|css|js|svg|json|txt|webmanifest)$/;

/** Adds everything in public but what has been bundled, and the licence. */
export function addPublicFiles(files: Files, bundled: string[]): void {
  for (const path of filesIn('public')) {
    if (bundled.includes(path)) continue;
    files.set(path.replace('public/', 'page/'), readFileSync(join(root, path)));
  }
  files.set('page/licence.txt', readFileSync(join(root, 'LICENSE')));
}

/** "See the code": the ways' own source files, coloured, and the lines that matter in each. */
export function addWays(files: Files): void {
  hljs.registerLanguage('typescript', typescript);
  const coloured = (code: string) => hljs.highlight(code, { language: 'typescript' }).value;
  for (const name of readdirSync(join(root, WAYS))) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const source = readFileSync(join(root, WAYS, name), 'utf8').replaceAll('\r\n', '\n');
    const code = { lines: linesThatMatter(source).map(coloured), whole: coloured(source) };
    files.set(`page/code/${name.replace(/\.ts$/, '.json')}`, JSON.stringify(code));
  }
}

/** What stands in a source file between `// #region The lines that matter` and `// #endregion`. */
function linesThatMatter(source: string): string[] {
  const [, indent = '', region = ''] =
    /^( *)\/\/ #region The lines that matter\n([\s\S]*?)^ *\/\/ #endregion$/m.exec(source) ?? [];
  const lines = region.split('\n').slice(0, -1);
  return lines.map((line) => line.slice(indent.length));
}

/** A script that a page names, by its names in dist. */
export interface PageScript {
  /** The page has it as `/name.js`. */
  name: string;
  entry: string;
  /** What the entry imports statically. */
  chunks: string[];
}

/** What the pages refer to. */
interface Made {
  scripts: PageScript[];
  stylesheet: string;
}

/** The package's name and version, with a link to its source if package.json names one. */
function packageInWords(): string {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { name, version, repository } = JSON.parse(text);
  return `${repository ? `<a href="${repository.url}">${name}</a>` : name} ${version}`;
}

/**
 * Puts the hashed names where the pages name script and stylesheet, the version in the footers, and the
 * recorded run where it is to stand.
 * @throws {Problem} if a script is named by no page, or index.html lacks the stylesheet
 */
export function rewriteHtml(files: Files, { scripts, stylesheet }: Made): void {
  const style = '<link rel="stylesheet" href="/style.css"';
  const pages = [...files.keys()].filter((name) => /^page\/[^/]+\.html$/.test(name));
  if (!files.get('page/index.html')?.toString().includes(style)) {
    throw new Problem(`The build failed: public/index.html lacks ${style} />.`);
  }
  const recorded = readRecorded();
  for (const page of pages) {
    const html = files.get(page)?.toString() ?? '';
    const finished = html
      .replace('{{package}}', packageInWords())
      .replace('<!-- recorded run -->', () => runInHtml(recorded))
      .replace('<!-- recorded handshake -->', () => handshakeInHtml(recorded))
      .replace(style, style.replace('/style.css', address(stylesheet)));
    files.set(page, finished);
  }
  for (const { name, entry, chunks } of scripts) {
    const script = `<script type="module" src="/${name}.js">`;
    // Otherwise the browser learns of the chunks only once it has read the script.
    const preloads = chunks.map((chunk) => `<link rel="modulepreload" href="${address(chunk)}" />`);
    const tags = [...preloads, script.replace(`/${name}.js`, address(entry))].join('\n    ');
    const naming = pages.filter((page) => files.get(page)?.toString().includes(script));
    if (naming.length === 0) throw new Problem(`The build failed: no page has ${script}.`);
    for (const page of naming) files.set(page, `${files.get(page)}`.replace(script, tags));
  }
}

/** @param name of a file in dist/page */
function address(name: string): string {
  return name.replace(/^page/, '');
}

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** Adds a .br and a .gz beside each of the page's files that gets smaller by it. */
export async function addCompressed(files: Files): Promise<void> {
  const names = [...files.keys()].filter(
    (name) => name.startsWith('page/') && COMPRESSIBLE.test(name),
  );
  await Promise.all(
    names.map(async (name) => {
      const content = Buffer.from(files.get(name) ?? '');
      const copies = { br: await brotli(content), gz: await gzip(content, { level: 9 }) };
      for (const [extension, copy] of Object.entries(copies)) {
        if (copy.length < content.length) files.set(`${name}.${extension}`, copy);
      }
    }),
  );
}
