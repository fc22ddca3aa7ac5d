/** `npm run cluster`: several servers with one market, behind one address, on this computer. */
import { ownAddresses } from '../../src/server/cli/addresses.ts';
import { ensureBuild } from '../run/ensure-build.js';
import { flag, number, readOptions } from '../run/options.ts';
import { Cluster, SERVERS } from './cluster.ts';

const command = {
  command: 'npm run cluster',
  about: `Starts Redis, ${SERVERS} servers that share a market in it, and nginx in front of them.`,
  options: {
    classes: flag('lets everybody begin a class, and other devices in'),
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
  const { port, classes } = readOptions(command, args).values;
  await ensureBuild();
  const cluster = await Cluster.start({
    port,
    everywhere: classes,
    options: classes ? ['--classes'] : [],
  });
  for (const program of cluster.programs) {
    program.onEnd = () => console.log(`${program.name} has ended. ${program.said.trim()}`);
  }
  const processes = cluster.programs.map(({ name, pid }) => `  ${pid}  ${name}`);
  console.log(`Ask or be told? Open ${cluster.url}/#key=${cluster.key}
${classes ? beginning(cluster.url) : ''}
These processes belong to it. Stop or kill one, and watch the page:
${processes.join('\n')}

End them all with Ctrl+C.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await cluster.end();
}

/** How a class begins, at an address that phones find, too. */
function beginning(url: string): string {
  const [address = '127.0.0.1'] = ownAddresses();
  const join = new URL('/join', url);
  join.hostname = address;
  return `
To begin a class, open ${join} and press "Start a class of your own". Phones in the same
Wi-Fi find it there, too.
`;
}
