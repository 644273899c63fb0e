import type { Sysctl } from 'kubernetes-types/core/v1.js';

/**
 * Sysctls that every node lets a pod set.
 * Source: kubernetes pkg/kubelet/sysctl/safe_sysctls.go, safeSysctls (those of current kernels).
 */
export const safeSysctls: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];

/**
 * Whether a node refuses a pod that sets it: unsafe, and named by no word of --allowed-unsafe-sysctls. A star at a word's
 * end stands for any end. Source: kubernetes pkg/kubelet/sysctl/allowlist.go, NewAllowlist and validateSysctl.
 */
export function isForbiddenSysctl(name: string, allowed: readonly string[]): boolean {
  const dotted = dottedName(name);
  return ![...safeSysctls, ...allowed.map(dottedName)].some((word) =>
    word.endsWith('*') ? dotted.startsWith(word.slice(0, -1)) : dotted === word,
  );
}

/**
 * The namespace a sysctl belongs to, as Podman allows them; undefined for those that a pod cannot have of its own.
 * Source: man podman-pod-create(1), --sysctl.
 */
export function sysctlNamespace(name: string): 'ipc' | 'net' | undefined {
  const dotted = dottedName(name);
  if (dotted.startsWith('net.')) return 'net';
  return ipcSysctls.includes(dotted) || dotted.startsWith('fs.mqueue.') ? 'ipc' : undefined;
}

const ipcSysctls: readonly string[] = [
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
];

/**
 * A sysctl's name with dots: when the first separator is a slash, slashes become dots and dots slashes.
 * Source: k8s.io/component-helpers/node/util/sysctl, NormalizeName.
 */
export function dottedName(name: string): string {
  const separator = /[./]/.exec(name)?.[0];
  if (separator !== '/') return name;
  return name.replaceAll(/[./]/g, (character) => (character === '/' ? '.' : '/'));
}

/** The group range in which containerd lets everybody ping. */
export const everybodyPings = '0 2147483647';

/**
 * The pod's sysctls with those that a node's engine sets by itself on a pod with its own network: anyone may bind
 * ports under 1024, and ping. Source: containerd internal/cri/server/podsandbox/sandbox_run_linux.go,
 * sandboxContainerSpec (its configuration's defaults).
 */
export function resolveSysctls(
  sysctls: readonly Sysctl[],
  pod: { readonly hostNetwork: boolean; readonly userNamespace: 'host' | 'auto' },
): { readonly [name: string]: string } {
  const asked = Object.fromEntries(sysctls.map(({ name, value }) => [dottedName(name), value]));
  if (pod.hostNetwork) return asked;
  return {
    'net.ipv4.ip_unprivileged_port_start': '0',
    ...(pod.userNamespace === 'host' ? { 'net.ipv4.ping_group_range': everybodyPings } : {}),
    ...asked,
  };
}
