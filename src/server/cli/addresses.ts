import { networkInterfaces } from 'node:os';

/** Networks that exist within this computer only: of containers, virtual machines and tunnels. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|utun|tun|tap|wg|tailscale|zt)/i;

/** This computer's addresses for others, those first at which phones in the same Wi-Fi are likeliest to find it. */
export function ownAddresses(interfaces = networkInterfaces()): string[] {
  return Object.entries(interfaces)
    .flatMap(([name, list]) => (list ?? []).map((entry) => ({ name, ...entry })))
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ name, address }) => ({ address, virtual: VIRTUAL.test(name) }))
    .sort((a, b) => Number(a.virtual) - Number(b.virtual))
    .map(({ address }) => address);
}
