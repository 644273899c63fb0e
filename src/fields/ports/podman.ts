import type { ContainerRole } from '../../model/pod-model.js';
import type { PublishedPort } from '../../podman/container-spec.js';
import type { PodContribution } from '../context.js';
import type { ContainerPort } from './model.js';

/**
 * The published ports of a pod: hostPort of its containers and sidecars, since the infra container holds the network
 * of them all. As on a node, nothing of an init container that ends, and nothing on the host's network. A port asked
 * for twice is published once.
 * Sources: kubernetes pkg/kubelet/container/helpers.go, MakePortMappings; pkg/scheduler/util/utils.go, GetHostPorts; man podman-pod-create(1), --publish.
 */
export function planPorts(pod: {
  readonly containers: readonly { readonly role: ContainerRole; readonly ports: readonly ContainerPort[] }[];
  readonly hostNetwork: boolean;
}): PodContribution {
  const lasting = pod.hostNetwork ? [] : pod.containers.filter(({ role }) => role !== 'init');
  const published = lasting.flatMap(({ ports }) => ports.flatMap(publishPort));
  const distinct = [...new Map(published.map((port) => [JSON.stringify(port), port])).values()];
  return { spec: distinct.length === 0 ? {} : { publish: distinct } };
}

function publishPort({ hostIP, hostPort, containerPort, protocol }: ContainerPort): readonly PublishedPort[] {
  if (hostPort === undefined) return [];
  return [
    {
      ...(hostIP === undefined ? {} : { hostAddress: hostIP }),
      hostPort,
      containerPort,
      protocol: protocolNames[protocol],
    },
  ];
}

const protocolNames = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;
