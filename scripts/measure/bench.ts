/** `npm run bench`: what a message, a watcher and an answer cost this server, beside other servers. */
import { ensureBuild } from '../run/ensure-build.js';
import { flag, readOptions } from '../run/options.ts';
import { benchBroadcast } from './bench/broadcast.ts';
import { benchLargeBroadcast } from './bench/large-broadcast.ts';
import { benchRequests } from './bench/requests.ts';
import { benchVisitors } from './bench/visitors.ts';
import { compile } from './compile.ts';
import { intoDocument, origin } from './report.ts';

export async function main(args: string[]): Promise<void> {
  const { values } = readOptions(
    {
      command: 'npm run bench',
      about: 'Measures this server beside others, in about nine minutes.',
      options: { write: flag('put the tables into docs/benchmarks.md') },
    },
    args,
  );
  await ensureBuild();
  await compile();
  const broadcast = await benchBroadcast();
  const requests = await benchRequests();
  const visitors = await benchVisitors();
  const largeBroadcast = await benchLargeBroadcast();
  const report = [
    broadcast.report,
    requests.report,
    visitors.report,
    largeBroadcast,
    [...broadcast.targets, ...requests.targets, ...visitors.targets].join('\n'),
    `${origin()}. Made by \`npm run bench\`.`,
  ].join('\n\n');
  console.log(`\n${report}`);
  if (values.write) intoDocument('docs/benchmarks.md', 'bench', report);
}
