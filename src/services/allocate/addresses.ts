import {
  formatAddress,
  formatSubnet,
  overlaps,
  parseAddress,
  parseSubnet,
  type Subnet,
  sizeOf,
} from '../../model/ipv4.js';

/** Addresses that kube2pod gives out itself, and the rest, from which Podman may choose. */
export interface NetworkLayout {
  readonly subnet: string;
  readonly gateway: string;
  /** Upper half: Podman's own choice. Pods of ours get fixed addresses of the lower half. */
  readonly dynamicRange: string;
}

const prefix = 20;

/**
 * A private network that no other network of Podman and no route of the host overlaps (design decision 9): the first
 * free /20 from 10.208.0.0 on. `taken` is in CIDR form; unreadable entries (IPv6) are skipped.
 */
export function chooseSubnet(taken: readonly string[]): NetworkLayout | undefined {
  const used = taken.flatMap((text) => parseSubnet(text) ?? []).filter((subnet) => subnet.prefix > 0);
  const first = (10 * 256 + 208) * 65536;
  const size = 2 ** (32 - prefix);
  for (let base = first; base < first + 16 * 65536; base += size) {
    const candidate: Subnet = { base, prefix };
    if (!used.some((subnet) => overlaps(subnet, candidate))) return layoutOf(candidate);
  }
  return undefined;
}

/** How one of our networks is divided; the same for a new and for an existing network. */
export function layoutOf(subnet: Subnet): NetworkLayout {
  const upper: Subnet = { base: subnet.base + sizeOf(subnet) / 2, prefix: subnet.prefix + 1 };
  return {
    subnet: formatSubnet(subnet),
    gateway: formatAddress(subnet.base + 1),
    dynamicRange: formatSubnet(upper),
  };
}

/**
 * Fixed addresses for pods, lowest free first; a pod that has one keeps it. `taken` are the addresses of others.
 * A pod for which none is left is absent from the result.
 */
export function allocateAddresses(
  subnetText: string,
  wanted: readonly string[],
  held: ReadonlyMap<string, string>,
  taken: readonly string[],
): ReadonlyMap<string, string> {
  const subnet = parseSubnet(subnetText);
  const given = new Map<string, string>();
  if (subnet === undefined) return given;
  const wantedHere = new Set(wanted);
  const heldByOthers = [...held].flatMap(([pod, address]) => (wantedHere.has(pod) ? [] : [address]));
  const used = new Set([...taken, ...heldByOthers].map(parseAddress));
  for (const pod of wanted) {
    const address = held.get(pod);
    const number = parseAddress(address ?? '') ?? 0;
    // An address of another network (the pod was on that one) is worth nothing here.
    const isInside = number > subnet.base + 1 && number < subnet.base + sizeOf(subnet) - 1;
    if (address === undefined || !isInside || used.has(number)) continue;
    given.set(pod, address);
    used.add(parseAddress(address));
  }
  const end = subnet.base + sizeOf(subnet) / 2;
  let next = subnet.base + 2;
  for (const pod of wanted) {
    if (given.has(pod)) continue;
    while (used.has(next)) next += 1;
    if (next >= end) break;
    given.set(pod, formatAddress(next));
    used.add(next);
  }
  return given;
}

/** A locally administered MAC address made from the IPv4 address, so that peers never keep a stale one. */
export function macOf(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return ['02', '6b', ...bytes].join(':');
}
