/** What addresses, hosts and origins mean, however they are spelt. */
import { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from 'node:net';

/**
 * The IP address in a text, in the one spelling by which it can be compared (RFC 5952). IPv4 that is
 * written as IPv6 (`::ffff:192.0.2.1`) is IPv4. Brackets, a port and a zone (`fe80::1%eth0`), as
 * proxies and sockets add them, are left out.
 * @returns undefined where the text is no address
 */
export function addressOf(text: string): string | undefined {
  if (isIPv4(text)) return text;
  const bare = text.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
  if (!isIPv6(bare)) return isIPv4(bare) ? bare : undefined;
  const { address } = new SocketAddress({ address: bare.replace(/%.*$/, ''), family: 'ipv6' });
  return address.replace(/^::ffff:(?=[\d.]+$)/, '');
}

/** Every network has neighbours of this prefix, so it tells none of them apart (RFC 4291 §2.5.6). */
const LINK_LOCAL = /^fe[89ab]/;

/**
 * The visitor at an address, for limits that count visitors. IPv6 is counted by its first 64 bits:
 * a computer makes itself as many addresses within them as it likes (RFC 8981).
 * @returns the same for all that is no address
 */
export function visitorAt(address: string | undefined): string {
  const known = addressOf(address ?? '') ?? '';
  if (!known.includes(':') || LINK_LOCAL.test(known)) return known;
  const [head = [], tail = []] = known.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array(8 - head.length - tail.length).fill('0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}

/**
 * Who sends a request: the visitor at the address that the last trusted proxy names, or, where what
 * it says is no address, that proxy itself.
 */
export function visitorOf({ ip, ips }: { ip: string; ips?: string[] | undefined }): string {
  return visitorAt(ips?.findLast((address) => addressOf(address ?? '')) ?? ip);
}

/** Names for networks that are nobody's on the Internet. */
const NETWORKS = new Map([
  ['loopback', ['127.0.0.0/8', '::1']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

/** Whether an address, in any spelling, belongs to some networks. */
export type Networks = (address: string | undefined) => boolean;

/**
 * Reads addresses, ranges of them (`10.0.0.0/8`) and the names loopback, linklocal and uniquelocal,
 * separated by commas.
 * @returns undefined where one of them is none
 */
export function networksIn(text: string): Networks | undefined {
  const networks = new BlockList();
  const names = text.split(',').map((name) => name.trim());
  for (const network of names.flatMap((name) => NETWORKS.get(name) ?? [name])) {
    const [, given = '', bits] = /^([^/]+)(?:\/(\d+))?$/.exec(network) ?? [];
    const address = isIP(given) ? addressOf(given) : undefined;
    if (!address) return undefined;
    const family = isIPv4(address) ? 4 : 6;
    const longest = family === 4 ? 32 : 128;
    const prefix = Number(bits ?? longest);
    // A range of IPv4 has to be written as such, or its bits would be counted wrongly.
    if (prefix > longest || (bits && isIP(given) !== family)) return undefined;
    networks.addSubnet(address, prefix, `ipv${family}`);
  }
  let [last, lastBelongs]: [string | undefined, boolean] = ['', false];
  return (address) => {
    // Looking it up takes some µs, and most requests come from one proxy.
    if (address !== last) {
      const known = addressOf(address ?? '');
      lastBelongs = known ? networks.check(known, isIPv4(known) ? 'ipv4' : 'ipv6') : false;
      last = address;
    }
    return lastBelongs;
  };
}

/** Whether a name or an address, also in brackets, is this computer's for itself (RFC 6761 §6.3). */
export function isLoopback(host: string): boolean {
  const address = addressOf(host);
  return address
    ? address === '::1' || address.startsWith('127.')
    : /^(.+\.)?localhost$/i.test(host);
}

/** A name or an address, and a port or none (RFC 9110 §7.2), of names those that browsers send. */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d*)?$/i;

/**
 * Reads a Host header.
 * @param scheme says which port is meant by none
 * @returns undefined where it is no host and port
 */
export function hostIn(text: string, scheme = 'http:'): URL | undefined {
  const url = `${scheme}//${text}`;
  return HOST.test(text) && URL.canParse(url) ? new URL(url) : undefined;
}

/**
 * Reads an Origin header, or an origin that somebody has typed, of a page that came over HTTP.
 * @returns it as browsers write it (RFC 6454 §6.2), or undefined where it is none
 */
export function originIn(text: string): string | undefined {
  const form = /^https?:\/\/[^/?#\\@\s]+\/?$/i;
  const url = form.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  return url && HOST.test(url.host) ? url.origin : undefined;
}

/** Whether a Host header means the host and port of an origin as {@link originIn} returns it. */
export function isHostOf(host: string, origin: string): boolean {
  return hostIn(host, new URL(origin).protocol)?.origin === origin;
}
