/**
 * `npm run reading`: how hard the texts for learners and teachers are to read. Prints the reading age and
 * the longest sentence of each, and fails where one is over the limit.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { steps } from '../../src/client/exhibits/lesson/steps.ts';
import { root } from '../run/files.js';

/** In years, and in words. */
const LIMITS = { age: 14, sentence: 25 };

/** The texts, each as lines: a heading, a label or a paragraph is a line. */
const texts: Record<string, string[]> = {
  'the lesson': stringsIn(steps),
  'public/index.html': linesOf(readFileSync(join(root, 'public/index.html'), 'utf8')),
  'public/teach.html': linesOf(readFileSync(join(root, 'public/teach.html'), 'utf8')),
};

/** Every text in a value, however deep; a word alone is an id or an address. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes(' ') ? [value] : [];
  return value instanceof Object ? Object.values(value).flatMap(stringsIn) : [];
}

/** What a page says, without its tags. */
function linesOf(html: string): string[] {
  return html
    .replace(/<head>.*<\/head>|<!--.*?-->/gs, '')
    .replace(/\s+/g, ' ')
    .replace(/<\/?(?:p|li|dt|dd|h\d|td|th|summary|div|section|nav|a class="go")\b[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

const sentencesIn = (line: string): string[] => line.split(/(?<=[.!?][”’)]*)\s+/);
const wordsIn = (text: string): string[] => text.split(/\s+/).filter((word) => /\w/.test(word));

/** About as many as somebody who reads the word aloud would say; an abbreviation is spelt. */
function syllablesIn(word: string): number {
  const parts = word.match(/[A-Z]{2,}|[A-Z]?[a-z’]+|\d+/g) ?? [];
  return parts.reduce((sum, part) => {
    if (/^[A-Z]{2,}$/.test(part)) return sum + part.length;
    const spoken = part
      .toLowerCase()
      .replace(/(?<=[^aeioulcgshxz])es$|(?<=[^aeioutd])ed$|(?<=[^aeioul])e$/, '')
      .replace(/ing$/, '-ing');
    return sum + Math.max(spoken.match(/[aeiouy]+/g)?.length ?? 0, 1);
  }, 0);
}

/** Flesch and Kincaid's grade of a text in whole sentences, plus the five years before school. */
function readingAge(sentences: string[]): number {
  const words = sentences.flatMap(wordsIn);
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  const grade =
    0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
  return grade + 5;
}

export async function main(): Promise<void> {
  for (const [name, lines] of Object.entries(texts)) {
    const sentences = lines.flatMap(sentencesIn);
    // Headings and labels are no sentences: they would make the text look easier than it is.
    const age = readingAge(sentences.filter((sentence) => /[.!?][”’)]*$/.test(sentence)));
    const [longest = ''] = sentences.toSorted((a, b) => wordsIn(b).length - wordsIn(a).length);
    const length = wordsIn(longest).length;
    console.log(`${name}: reading age ${age.toFixed(1)}, longest sentence ${length} words.`);
    if (age > LIMITS.age) {
      console.error(`  At most ${LIMITS.age} is wanted: shorten sentences, choose shorter words.`);
      process.exitCode = 1;
    }
    for (const sentence of sentences) {
      const count = wordsIn(sentence).length;
      if (count <= LIMITS.sentence) continue;
      console.error(`  ${count} words, at most ${LIMITS.sentence} are wanted: “${sentence}”`);
      process.exitCode = 1;
    }
  }
}
