import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import { ownNames, readCertificate, selfSigned } from './certificate.ts';

const NAMES = ['localhost', '127.0.0.1', '::1', 'classroom.local', '192.168.7.9'];
const DAY = 24 * 60 * 60 * 1000;

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  t.after(() => rm(folder, { recursive: true }));
  return join(folder, 'not', 'there', 'yet');
}

test('makes a certificate for each name and address that browsers accept', async (t) => {
  const { cert, key } = await selfSigned(await emptyFolder(t), NAMES);
  const x509 = new X509Certificate(cert);
  for (const name of NAMES) {
    assert.ok(x509.checkHost(name) ?? x509.checkIP(name), name);
  }
  assert.equal(x509.checkHost('elsewhere.example'), undefined);
  assert.deepEqual(x509.keyUsage, ['1.3.6.1.5.5.7.3.1'], 'server authentication');
  assert.equal(x509.ca, false);
  assert.ok(Date.parse(x509.validTo) - Date.parse(x509.validFrom) <= 398 * DAY);
  createSecureContext({ cert, key });
});

test('keeps it, the key readable by its owner only', async (t) => {
  const folder = await emptyFolder(t);
  const first = await selfSigned(folder, NAMES);
  assert.deepEqual(await selfSigned(folder, NAMES), first);
  assert.deepEqual(await selfSigned(folder, NAMES.slice(1)), first, 'one name fewer');
  if (process.platform === 'win32') return;
  assert.equal((await stat(join(folder, 'key.pem'))).mode & 0o777, 0o600);
});

test('makes another when a name is new, the end is near, or a file is spoiled', async (t) => {
  const folder = await emptyFolder(t);
  let last = (await selfSigned(folder, NAMES)).cert;
  const isNew = async (names: string[], now?: number) => {
    const { cert } = await selfSigned(folder, names, now);
    assert.notEqual(cert, last);
    last = cert;
  };
  await isNew([...NAMES, '10.0.0.4']);
  await isNew(NAMES, Date.now() + 390 * DAY);
  await isNew(NAMES);
  await writeFile(join(folder, 'cert.pem'), 'not a certificate');
  await isNew(NAMES);
  const other = await selfSigned(await emptyFolder(t), NAMES);
  await writeFile(join(folder, 'key.pem'), other.key);
  await isNew(NAMES);
  assert.equal(await readFile(join(folder, 'cert.pem'), 'utf8'), last);
});

test('knows this computer by name and by number, and its own certificate is good for all', async (t) => {
  const names = ownNames();
  for (const name of ['localhost', '127.0.0.1', '::1']) assert.ok(names.includes(name), name);
  const folder = await emptyFolder(t);
  assert.deepEqual(await selfSigned(folder, names), await selfSigned(folder, names));
});

test('a file that is not there is an error that names it', async () => {
  await assert.rejects(readCertificate('no-cert.pem', 'no-key.pem'), /no-(cert|key)\.pem/);
});
