import type { HostEntry } from '../../podman/container-spec.js';
import type { PlanContext } from '../context.js';
import type { PodNetworking } from './model.js';

/**
 * Entries of /etc/hosts: the whole name before the short one on the pod's own address, so that `hostname -f` prints
 * it, then the aliases. Blanks between names make one line of them (seen on 4.3.1).
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, managedHostsFileContent.
 */
export function hostEntries(
  { hostname, fullName, hostNetwork, hostAliases }: PodNetworking,
  { names, observed, situation }: PlanContext,
): readonly HostEntry[] {
  const own = observed.addresses.get(names.pod)?.ip;
  const line = fullName === hostname ? hostname : `${fullName} ${hostname}`;
  return [
    ...(fullName === undefined || own === undefined || hostNetwork ? [] : [{ name: line, address: own }]),
    ...hostAliases.flatMap(({ ip: address, hostnames }) =>
      // A unit's key ends a name at the blank.
      situation.output === 'quadlet'
        ? hostnames.map((name) => ({ name, address }))
        : [{ name: hostnames.join('\t'), address }],
    ),
  ];
}

/**
 * Containers on the host's network share no /etc/hosts with the infra container: each has a file of its own, and there
 * the aliases go too (seen on 4.3.1; `podman kube play` loses them).
 */
export function containerHostEntries(networking: PodNetworking, context: PlanContext): readonly HostEntry[] {
  return networking.hostNetwork ? hostEntries(networking, context) : [];
}
