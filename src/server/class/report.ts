import type { ClassReport } from '../../protocol/class/report.ts';
import type { Reveal, WayResult } from '../../protocol/class/results.ts';
import type { RoundView, WayId } from '../../protocol/class/round.ts';
import type { Tally } from '../../protocol/class/vote.ts';
import { csvOf } from '../../protocol/csv.ts';
import { type ClassFacts, viewOf } from './snapshot.ts';

/** The ways, as the page's own report calls them. */
const WAYS: Record<WayId, string> = {
  press: 'Ask: when I press',
  timer: 'Ask: on a timer',
  'long-poll': 'Ask: long polling',
  sse: 'Ask: Server-Sent Events',
  websocket: 'Be told: WebSocket',
};

/** What is written where nothing is known. */
const UNKNOWN = '—';

interface Revealed {
  round: RoundView;
  reveal: Reveal;
}

/** A column of the report, for one way in one round. */
interface Column {
  name: string;
  unit?: string;
  value: (result: WayResult) => number | undefined;
}

const columns: Column[] = [
  { name: 'Phones', value: ({ n }) => n },
  { name: 'Left out, screen off', value: ({ hidden }) => hidden },
  { name: 'Left out, not heard of', value: ({ lost }) => lost },
  { name: 'Knew after, median', unit: 'ms', value: ({ knewAfter }) => knewAfter?.median },
  { name: 'Knew after, lower quartile', unit: 'ms', value: ({ knewAfter }) => knewAfter?.low },
  { name: 'Knew after, upper quartile', unit: 'ms', value: ({ knewAfter }) => knewAfter?.high },
  { name: 'Right for, median', unit: '%', value: ({ rightFor }) => rightFor && rightFor * 100 },
  { name: 'Missed', value: ({ missed }) => missed },
  { name: 'New prices', value: ({ prices }) => prices },
  { name: 'Questions', value: ({ questions }) => questions },
  { name: 'Connections', value: ({ connections }) => connections },
  { name: 'Bytes', unit: 'B', value: ({ bytes }) => bytes },
  {
    name: 'Bytes per new price',
    unit: 'B',
    value: ({ bytes, prices }) => (prices > 0 ? bytes / prices : undefined),
  },
];

const heading = ({ name, unit }: Column) => (unit ? `${name} (${unit})` : name);

/**
 * What a class has found out: sums, medians and votes of each round that has been revealed, and
 * nothing of anybody in particular.
 */
export function classReport(
  facts: ClassFacts,
  format: ClassReport['format'],
  now = new Date(),
): string {
  const { state, rounds, reveals } = facts;
  const revealed = state.revealed.flatMap((index) => {
    const reveal = reveals.get(index);
    return reveal ? [{ round: viewOf(index, rounds, state.plan), reveal }] : [];
  });
  return format === 'csv' ? csv(revealed, now) : markdown(revealed, now);
}

function markdown(revealed: readonly Revealed[], now: Date): string {
  const table = (rows: string[][]) => rows.map((cells) => `| ${cells.join(' | ')} |`);
  const [head, line] = [
    ['Way', ...columns.map(heading)],
    ['---', ...columns.map(() => '---:')],
  ];
  const sections = revealed.map(({ round, reveal }) => {
    const { tally } = reveal;
    const again = tally.second ? ['Second vote'] : [];
    const votes = round.choices.map((choice, i) => [
      `${choice}${i === reveal.answer ? ' ✓' : ''}`,
      String(tally.first[i]),
      ...(tally.second ? [String(tally.second[i])] : []),
    ]);
    const results = reveal.results.map((result) => [
      WAYS[result.way],
      ...columns.map(({ value }) => written(value(result))),
    ]);
    return [
      `## ${round.title}`,
      round.question,
      table([
        ['Answer', 'First vote', ...again],
        ['---', '---:', ...again.map(() => '---:')],
        ...votes,
      ]).join('\n'),
      ...(results.length > 0
        ? [settings(round, reveal), table([head, line, ...results]).join('\n')]
        : []),
      reveal.why,
    ].join('\n\n');
  });
  const none = 'No round has been revealed yet.';
  const body = sections.length > 0 ? sections : [none];
  return `${['# Ask or be told? A class', dateOf(now), ...body].join('\n\n')}\n`;
}

const settings = ({ seconds, rate, poll, ways }: RoundView, { absent }: Reveal) =>
  [
    `${seconds} s at most`,
    `${written(rate * 60)} price ${rate * 60 === 1 ? 'change' : 'changes'} a minute`,
    ...(ways.includes('timer') ? [`the timer asks every ${poll} s`] : []),
    ...(absent > 0 ? [`${absent} phones left out, for their screens were off at the start`] : []),
  ].join(', ');

const written = (value: number | undefined) =>
  value === undefined ? UNKNOWN : String(Number(value.toFixed(2)));

const dateOf = (now: Date) => now.toISOString().slice(0, 10);

function csv(revealed: readonly Revealed[], now: Date): string {
  const share = (votes: Tally['first'] | undefined, answer: number) => {
    const all = votes?.reduce((sum, n) => sum + n, 0);
    return votes && all ? ((votes[answer] ?? 0) / all) * 100 : undefined;
  };
  const rows = revealed.flatMap(({ round, reveal: { tally, answer, results } }) => {
    const common = [
      dateOf(now),
      round.title,
      share(tally.first, answer),
      share(tally.second, answer),
      round.seconds,
      round.rate * 60,
      round.ways.includes('timer') ? round.poll : undefined,
    ];
    if (results.length === 0) return [[...common, '', ...columns.map(() => undefined)]];
    return results.map((result) => [
      ...common,
      WAYS[result.way],
      ...columns.map(({ value }) => value(result)),
    ]);
  });
  return csvOf([
    [
      'Date',
      'Round',
      'Right in the first vote (%)',
      'Right in the second vote (%)',
      'Run at most (s)',
      'Price changes (1/min)',
      'Timer asks every (s)',
      'Way',
      ...columns.map(heading),
    ],
    ...rows,
  ]);
}
