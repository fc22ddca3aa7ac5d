// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform } from 'node:os';
import { join } from 'node:path';
import { Problem, root } from './run.js';

/**
 * A Markdown table: words in the first column, numbers in the others.
 * @param {string[]} header
 * @param {unknown[][]} rows
 */
export function table(header, rows) {
  const line = (/** @type {unknown[]} */ cells) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map(line).join('\n');
}

/**
 * Where and when a measurement was made, in a sentence.
 * @param {string[]} programs that took part besides Node
 */
export function origin(...programs) {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${platform()}, ${cpus().length} × ${cpu?.model.trim()}`;
  return [day, ...programs, `Node ${process.versions.node}`, machine].join(', ');
}

/**
 * Puts a result into a document, between `<!-- name -->` and `<!-- /name -->`.
 * @param {string} document from the project's folder
 * @param {string} name
 * @param {string} result
 */
export function intoDocument(document, name, result) {
  const [mark, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const path = join(root, document);
  const [before, rest] = readFileSync(path, 'utf8').split(mark);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Problem(`${document} lacks ${mark} … ${end}.`);
  writeFileSync(path, `${before}${mark}\n\n${result}\n\n${end}${after}`);
}
