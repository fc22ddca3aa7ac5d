/** How measurements are written down. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform } from 'node:os';
import { join } from 'node:path';
import { root } from '../run/files.js';
import { Problem } from '../run/process.js';

/** A Markdown table: words in the first column, numbers in the others. */
export function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map(line).join('\n');
}

/** Such as 1,234. */
export function grouped(value: number): string {
  return value.toLocaleString('en');
}

/** Such as 1.5 MB. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Whether a result is as it should be, in one character. */
export function mark(good: boolean): string {
  return good ? '✓' : '✗';
}

/**
 * Where and when a measurement was made.
 * @param programs that took part besides Node
 */
export function origin(...programs: string[]): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${platform()}, ${cpus().length} × ${cpu?.model.trim()}`;
  return [day, ...programs, `Node ${process.versions.node}`, machine].join(', ');
}

/**
 * Puts a result into a document, between `<!-- name -->` and `<!-- /name -->`.
 * @param document its path from the project's folder
 * @throws {Problem} if the document lacks either mark
 */
export function intoDocument(document: string, name: string, result: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const path = join(root, document);
  const [before, rest] = readFileSync(path, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Problem(`${document} lacks ${begin} … ${end}.`);
  writeFileSync(path, `${before}${begin}\n\n${result}\n\n${end}${after}`);
}
