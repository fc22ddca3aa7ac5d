// @ts-check
// Imported first by every script, for its effect alone. It must parse on very old Node.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const [major, minor] = engines.node.match(/\d+/g).map(Number);
const [ourMajor = 0, ourMinor = 0] = process.versions.node.split('.').map(Number);

if (ourMajor < major || (ourMajor === major && ourMinor < minor)) {
  console.error(
    `This needs Node ${major}.${minor} or newer, and this is Node ${process.versions.node}: get a newer one from https://nodejs.org`,
  );
  process.exit(1);
}
