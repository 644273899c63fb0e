import { BlockList } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/**
 * Whether an address lies in a network that one of these interfaces is in. Pods do, seen from Podman's network namespace:
 * where none does, the namespace is not theirs (any more), and what answers there is somebody else.
 */
export function isOnLink(
  address: string,
  interfaces: { readonly [name: string]: readonly NetworkInterfaceInfo[] | undefined },
): boolean {
  const networks = new BlockList();
  for (const { cidr, family, internal } of Object.values(interfaces).flatMap((one) => one ?? [])) {
    const [net, prefix] = cidr?.split('/') ?? [];
    if (net !== undefined && family === 'IPv4' && !internal) networks.addSubnet(net, Number(prefix), 'ipv4');
  }
  return networks.check(address, 'ipv4');
}
