// @ts-check
// `npm run bench`: what it costs this server to tell everybody and to answer, beside other servers.
// It takes about six minutes; `-- --write` puts the result into docs/benchmarks.md.
import './node-version.js';
import { tellCrowd } from './bench/crowded.js';
import { tellEverybody } from './bench/everybody.js';
import { answerQuestions } from './bench/questions.js';
import { ensureBuild } from './build.js';
import { intoDocument, origin } from './report.js';
import { script } from './run.js';
import { ensureDependencies } from './setup.js';

await script(async () => {
  await ensureDependencies();
  await ensureBuild();
  const told = await tellEverybody();
  const asked = await answerQuestions();
  const crowd = await tellCrowd();
  const report = [
    told.report,
    asked.report,
    crowd,
    [...told.targets, ...asked.targets].join('\n'),
    `${origin()}. Made by \`npm run bench\`.`,
  ].join('\n\n');
  console.log(`\n${report}`);
  if (process.argv.includes('--write')) intoDocument('docs/benchmarks.md', 'bench', report);
});
