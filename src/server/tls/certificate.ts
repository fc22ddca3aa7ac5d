import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { domainToASCII } from 'node:url';
import { generate } from 'selfsigned';

/** A certificate and its private key, as PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** Apple's systems take none that is valid for longer, in ms. */
const VALID = 397 * DAY;

/** One that ends sooner is made anew, in ms. */
const ENDS_SOON = 14 * DAY;

/** The names and addresses under which browsers here and on the same network find this computer. */
export function ownNames(): string[] {
  // As it stands in a certificate and is sent by browsers; nothing if it can't be a host's name.
  const name = domainToASCII(hostname());
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    // An address that holds on one cable only has a zone, which no certificate can name.
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
  const names = name.includes('.') ? [name] : [name, `${name}.local`];
  return ['localhost', '127.0.0.1', '::1', ...(name ? names : []), ...addresses];
}

/**
 * The certificate that this computer has made for itself and keeps in a folder. It is made anew when
 * it lacks one of the names, ends within two weeks, or can't be read.
 * @param now in ms since 1970
 */
export async function selfSigned(
  folder: string,
  names: string[],
  now = Date.now(),
): Promise<Certificate> {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kept = await readCertificate(certFile, keyFile).catch(() => undefined);
  if (kept && isGood(kept, names, now)) return kept;

  const { cert, private: key } = await generate([{ name: 'commonName', value: 'ask-or-be-told' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A computer on the network may be a little behind.
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now - DAY + VALID),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map(altName) },
    ],
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writePrivately(keyFile, key);
  await writePrivately(certFile, cert);
  return { cert, key };
}

/**
 * Reads a certificate and its key.
 * @throws when a file can't be read
 */
export async function readCertificate(certFile: string, keyFile: string): Promise<Certificate> {
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { cert, key };
}

/** What TLS 1.2 and 1.3 need to speak with a certificate; older versions are spoken with nobody. */
export function secureContext(certificate: Certificate): SecureContext {
  return createSecureContext({ ...certificate, minVersion: 'TLSv1.2' });
}

const altName = (name: string) =>
  isIP(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const);

function isGood({ cert, key }: Certificate, names: string[], now: number): boolean {
  try {
    const x509 = new X509Certificate(cert);
    return (
      x509.checkPrivateKey(createPrivateKey(key)) &&
      Date.parse(x509.validFrom) <= now &&
      Date.parse(x509.validTo) - now > ENDS_SOON &&
      names.every((name) => (isIP(name) ? x509.checkIP(name) : x509.checkHost(name)))
    );
  } catch {
    return false;
  }
}

/** Writes a file that only its owner can read, wholly or not at all. */
async function writePrivately(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
}
