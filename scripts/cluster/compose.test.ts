/** compose.yaml, as far as it can be tried without containers. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newTab } from '../../src/server/class/codes.ts';
import { readConfig } from '../../src/server/cli/config.ts';
import { root } from '../run/files.js';

const compose = readFileSync(join(root, 'compose.yaml'), 'utf8');
const nginx = readFileSync(join(root, 'scripts/cluster/nginx.conf'), 'utf8');

test('nginx sends to the servers that there are, where they listen', () => {
  const services = [...compose.matchAll(/^ {2}(server\d):/gm)].map(([, name]) => name);
  const upstream = [...nginx.matchAll(/^ +server (\w+):(\d+) /gm)].map(([, name]) => name);
  assert.deepEqual(upstream, services);
  assert.ok(services.length > 1);
  const { port } = readConfig([], {}) as { port: number };
  for (const [, listens] of nginx.matchAll(/^ +server server\d:(\d+) /gm)) {
    assert.equal(Number(listens), port);
  }
});

test('nginx finds the code of a class in what names it, and in the tabs of its phones', () => {
  const [, pattern = ''] = /"~(\S+)" +\$class;/.exec(nginx) ?? [];
  const classOf = (text: string) => new RegExp(pattern).exec(text)?.groups?.['class'];
  assert.equal(classOf('314159'), '314159');
  assert.equal(classOf(newTab('314159')), '314159');
  for (const tab of ['31415', '3141592', '314159a-b', 'Vq3_314159-']) {
    assert.equal(classOf(tab), undefined);
  }
});

test('the page is where nginx listens, and its configuration is mounted', () => {
  const [, mapped] = /ports: \["127\.0\.0\.1:3000:(\d+)"\]/.exec(compose) ?? [];
  assert.match(nginx, new RegExp(`listen ${mapped};`));
  const [, mounted = ''] =
    /volumes: \["\.\/(\S+):\/etc\/nginx\/nginx\.conf:ro"\]/.exec(compose) ?? [];
  assert.ok(existsSync(join(root, mounted)), mounted);
});

test('the servers understand what they are told', () => {
  const [, lines = ''] = /environment:\n((?: {6}.*\n)+)/.exec(compose) ?? [];
  const told = [...lines.matchAll(/^ {6}(\w+): (.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    // What compose puts in where nothing is set.
    value.replace(/^\$\{\w+:-\}$/, ''),
  ]);
  const config = readConfig([], Object.fromEntries(told));
  assert.ok(typeof config === 'object');
  assert.equal(new URL(config.redis ?? '').hostname, 'redis');
  assert.match(compose, /^ {2}redis:$/m);
  assert.deepEqual(
    [config.trustProxy, config.hostKey, config.classes],
    ['uniquelocal', undefined, true],
  );
});
