import type { Capabilities } from 'kubernetes-types/core/v1.js';
import type { CapabilitySet, ContainerCapabilities } from './model.js';

/** What Podman gives by itself, on 4.3 to 5.8 (mask 800405fb). Source: containers.conf(5), default_capabilities. */
export const podmanDefaults: readonly string[] = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** What containerd gives besides, on a node (mask a80425fb). Source: containerd pkg/oci/spec.go, defaultUnixCaps. */
export const nodeExtras: readonly string[] = ['AUDIT_WRITE', 'MKNOD', 'NET_RAW'];

/**
 * The bounding set of a container, because a node starts from other defaults than Podman. `ALL` is taken first, then
 * single additions, then single drops, each case-insensitive and with or without `CAP_`.
 * Source: containerd internal/cri/opts/spec_linux_opts.go, WithCapabilities.
 */
export function resolveCapabilities(capabilities: Capabilities | undefined): ContainerCapabilities {
  const { add = [], drop = [], ...rest } = capabilities ?? {};
  rest satisfies Record<string, never>;
  const added = add.map(bareName);
  const dropped = drop.map(bareName);
  const asked = sortedUnique(added.filter((name) => name !== 'ALL'));
  const lost = new Set(dropped.filter((name) => name !== 'ALL'));
  return {
    asked: added.includes('ALL') ? ['ALL', ...asked] : asked,
    set: startSet(added, dropped, asked, lost),
  };
}

function startSet(
  added: readonly string[],
  dropped: readonly string[],
  asked: readonly string[],
  lost: ReadonlySet<string>,
): CapabilitySet {
  if (added.includes('ALL') && !dropped.includes('ALL'))
    return { kind: 'all-but', names: sortedUnique([...lost]) };
  const base = dropped.includes('ALL') ? [] : [...podmanDefaults, ...nodeExtras];
  return { kind: 'only', names: sortedUnique([...base, ...asked]).filter((name) => !lost.has(name)) };
}

function bareName(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith('CAP_') ? upper.slice('CAP_'.length) : upper;
}

function sortedUnique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** What Podman must be told for a set. Empty lists: its defaults already are the set. */
export interface CapabilityFlags {
  readonly add: readonly string[];
  readonly drop: readonly string[];
}

/**
 * The flags for a set. Which defaults Podman has depends on its configuration (with or without the node's extras), so
 * what the manifest drops is always dropped. For a process that is not root Podman makes every `--cap-add` effective
 * and ambient, while a node only widens the bounding set; so there the extras are not added and as little as possible is.
 * Source: podman pkg/specgen/generate/security_linux.go, securityConfigureGenerator; containerd WithoutAmbientCaps;
 * seen on 4.3.1.
 */
export function capabilityFlags(capabilities: ContainerCapabilities, nonRoot: boolean): CapabilityFlags {
  const { set, asked } = capabilities;
  if (set.kind === 'all-but') return { add: ['ALL'], drop: set.names };
  const missing = set.names.filter((name) => !podmanDefaults.includes(name));
  const add = nonRoot ? missing.filter((name) => asked.includes(name)) : missing;
  const drop = [...podmanDefaults, ...nodeExtras].filter((name) => !set.names.includes(name));
  const kept = podmanDefaults.length + nodeExtras.length - drop.length;
  if (drop.length === 0) return { add, drop };
  // Shorter to say, but adding back is ambient for a process that is not root.
  if (kept === 0 || (!nonRoot && kept < drop.length)) return { add: set.names, drop: ['ALL'] };
  return { add, drop };
}
