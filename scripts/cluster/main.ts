/** `npm run cluster`: several servers with one market, behind one address, on this computer. */
import { ensureBuild } from '../run/ensure-build.js';
import { number, readOptions } from '../run/options.ts';
import { Cluster, SERVERS } from './cluster.ts';

const command = {
  command: 'npm run cluster',
  about: `Starts Redis, ${SERVERS} servers that share a market in it, and nginx in front of them.`,
  options: {
    port: number({
      help: 'where the page is',
      default: 3000,
      min: 1,
      max: 65_535,
      whole: true,
    }),
  },
};

export async function main(args: string[]): Promise<void> {
  const { port } = readOptions(command, args).values;
  await ensureBuild();
  const cluster = await Cluster.start({ port });
  for (const program of cluster.programs) {
    program.onEnd = () => console.log(`${program.name} has ended. ${program.said.trim()}`);
  }
  const processes = cluster.programs.map(({ name, pid }) => `  ${pid}  ${name}`);
  console.log(`Ask or be told? Open ${cluster.url}/#key=${cluster.key}

These processes belong to it. Stop or kill one, and watch the page:
${processes.join('\n')}

End them all with Ctrl+C.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await cluster.end();
}
