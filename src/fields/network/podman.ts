import type { PodNetwork } from '../../podman/container-spec.js';
import { networkName } from '../../podman/names.js';
import type { PlanContext, PodContribution } from '../context.js';
import { hostEntries } from './hosts.js';
import type { PodNetworking } from './model.js';
import { dnsTechnique } from './technique.js';

/**
 * The pod's network, names and namespaces.
 * Source: man podman-pod-create(1), --network, --hostname, --uts, --share, --pid, --dns*, --add-host.
 */
export function planNetworking(networking: PodNetworking, context: PlanContext): PodContribution {
  const { hostname, hostNetwork, hostPID } = networking;
  const hosts = hostEntries(networking, context);
  return {
    spec: {
      network: hostNetwork ? 'host' : podNetwork(networking, context),
      // Without it a pod on the host's network has a name of its own on 4.3.
      ...(hostNetwork ? { uts: 'host' as const } : { hostname }),
      ...dnsFlags(networking, context),
      ...(hosts.length === 0 ? {} : { addHosts: hosts }),
      share: sharedNamespaces(networking),
      ...(hostPID ? { pid: 'host' as const } : {}),
    },
  };
}

/** Names on the network are the name server's affair when there is one of ours. */
function podNetwork(
  networking: PodNetworking,
  { identity, names, observed, situation }: PlanContext,
): PodNetwork {
  const address = observed.addresses.get(names.pod);
  return {
    name: networkName(identity.namespace, situation),
    ...(address === undefined ? {} : { address: address.ip, mac: address.mac }),
    aliases: situation.supervised ? [] : networking.aliases,
  };
}

/** The host's PID namespace reaches the containers only when it is shared; `ipc` is left out for the host's (see container.ts). */
function sharedNamespaces({
  hostIPC,
  hostPID,
  shareProcessNamespace,
}: PodNetworking): readonly ('ipc' | 'net' | 'uts' | 'pid')[] {
  return [
    ...(hostIPC ? [] : (['ipc'] as const)),
    'net',
    'uts',
    ...(hostPID || shareProcessNamespace ? (['pid'] as const) : []),
  ];
}

/** `--dns-search .` means no search list; with none of the flags Podman would copy the machine's. */
function dnsFlags(
  networking: PodNetworking,
  context: PlanContext,
): { dnsServers?: readonly string[]; dnsSearch?: readonly string[]; dnsOptions?: readonly string[] } {
  const technique = dnsTechnique(networking, context);
  if (technique.kind !== 'flags') return {};
  const { servers, searches, options } = technique.content;
  return {
    ...(servers.length === 0 ? {} : { dnsServers: servers }),
    dnsSearch: searches.length === 0 ? ['.'] : searches,
    ...(options.length === 0 ? {} : { dnsOptions: options }),
  };
}
