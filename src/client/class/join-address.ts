/** Names of the computer itself: a phone that opened one would look for the server in itself. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/;

/** How phones get to a class. */
export interface JoinAddress {
  /** What the QR code says, and a tap opens. */
  link: string;
  /** What somebody types, without the scheme. */
  typed: string;
  /** The scheme, as it is typed before. */
  scheme: string;
  /** Whether only this computer itself can open it. */
  unreachable: boolean;
}

/**
 * @param page the address of the screen's own page
 * @param address of the server on the network, if the server knows it
 */
export function joinAddress(page: URL, address: string | undefined, code: string): JoinAddress {
  const ours = LOOPBACK.test(page.hostname);
  const { origin, host, protocol, hostname } = ours && address ? new URL(address) : page;
  return {
    link: `${origin}/j/${code}`,
    typed: `${host}/join`,
    scheme: `${protocol}//`,
    unreachable: LOOPBACK.test(hostname),
  };
}

/**
 * What a QR code says to bring a phone into a Wi-Fi (ZXing's notation).
 * @param wifi `Name`, or `Name:password`, or the notation itself
 */
export function wifiCode(wifi: string): string {
  if (wifi.startsWith('WIFI:')) return wifi;
  const [, name = '', password] = /^([^:]*)(?::(.*))?$/s.exec(wifi) ?? [];
  const escaped = (text: string) => text.replace(/[\\;,:"]/g, '\\$&');
  return password
    ? `WIFI:T:WPA;S:${escaped(name)};P:${escaped(password)};;`
    : `WIFI:T:nopass;S:${escaped(name)};;`;
}

/** The name of the Wi-Fi, to be read. */
export function wifiName(wifi: string): string {
  const [, name] = /^WIFI:.*?S:((?:\\.|[^;\\])*)/s.exec(wifiCode(wifi)) ?? [];
  return (name ?? '').replace(/\\(.)/g, '$1');
}
