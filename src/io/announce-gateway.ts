import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/**
 * Has the kernel tell all pods of a network when its gateway gets another hardware address. A bridge takes the lowest of its
 * ports', so it changes as pods come and go; netavark of Podman 4.3 leaves it so, and what other pods have in their ARP
 * tables then leads nowhere: no name and nothing outside is reached for half a minute. Gives what hinders it.
 * Source: Linux Documentation/networking/ip-sysctl.rst, arp_notify; net/bridge/br_if.c, br_add_if and br_del_if.
 */
export function announceGateway(address: string): string | undefined {
  const [bridge] =
    Object.entries(networkInterfaces()).find(([, list = []]) =>
      list.some((one) => one.address === address),
    ) ?? [];
  if (bridge === undefined) return `no interface has ${address}`;
  try {
    writeFileSync(`/proc/sys/net/ipv4/conf/${bridge}/arp_notify`, '1');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
