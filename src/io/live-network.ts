import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** The interfaces of a network namespace: their names, and which have which IPv4 or IPv6 address. */
export interface Interfaces {
  readonly names: readonly string[];
  readonly addresses: ReadonlyMap<string, string>;
}

/** Those of the network namespace that this process is in. Source: proc(5), /proc/net/dev; two lines are its heading. */
export function readInterfaces(): Interfaces {
  const lines = readFileSync('/proc/self/net/dev', 'utf8').split('\n').slice(2);
  const names = lines.map((line) => line.slice(0, line.indexOf(':')).trim()).filter((name) => name !== '');
  const addresses = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
    list.map(({ address }) => [address, name] as const),
  );
  return { names, addresses: new Map(addresses) };
}

/**
 * Whether the bridge with that gateway still has pods: it has the address, and there are ends of pods' own interfaces
 * (netavark names them vethN). Rootless Podman makes its network namespace anew with the next pod, and a process in the old
 * one keeps that: with a bridge, but without any pod.
 */
export function isLiveNetwork(gateway: string, { names, addresses }: Interfaces): boolean {
  return addresses.has(gateway) && names.some((name) => name.startsWith('veth'));
}
