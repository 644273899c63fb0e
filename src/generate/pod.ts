import type { Container, PersistentVolumeClaim, Pod, Volume } from 'kubernetes-types/core/v1.js';
import { claimName, generateContainer, kubeName, portsOf } from './container.js';
import type { FoundContainer, InspectedContainer } from './inspected.js';

/** What runs in Podman: a pod with its infra container, or a container alone. */
export interface FoundPod {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly infra: InspectedContainer | undefined;
  readonly containers: readonly FoundContainer[];
}

/** The manifest of a pod and of the claims that it needs: `check` passes it and `apply` makes it again. */
export function generatePod({
  name,
  labels: all,
  infra,
  containers,
}: FoundPod): readonly (PersistentVolumeClaim | Pod)[] {
  const podName = kubeName(name, 253);
  const made = containers.map((found) => generateContainer(found, containerName(found.container.Name, name)));
  const volumes = unique(made.flatMap((one) => one.volumes));
  const [first, ...others] = made.map(({ container }) => container);
  const published = infra?.HostConfig.PortBindings == null ? {} : portsOf(infra.HostConfig.PortBindings);
  const host = infra ?? containers[0]?.container;
  const labels = ownLabels(all);
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: podName, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: {
      ...hostFields(host, podName),
      restartPolicy: restartPolicy(containers),
      containers: [...(first === undefined ? [] : [{ ...first, ...published }]), ...others] as Container[],
      ...(volumes.length === 0 ? {} : { volumes: [...volumes] }),
    },
  };
  return [...claims(volumes), pod];
}

/** `kube play` and kube2pod put the pod's name before the container's. */
function containerName(container: string, pod: string): string {
  const own = container.startsWith(`${pod}-`) ? container.slice(pod.length + 1) : container;
  return kubeName(own, 63);
}

function unique(volumes: readonly Volume[]): readonly Volume[] {
  return [...new Map(volumes.map((volume) => [volume.name, volume])).values()];
}

function hostFields(
  host: InspectedContainer | undefined,
  podName: string,
): Partial<NonNullable<Pod['spec']>> {
  const { NetworkMode = '', PidMode = '' } = host?.HostConfig ?? {};
  const hostname = host?.Config.Hostname ?? '';
  // Podman's own default is the beginning of the container's id.
  const isChosen = hostname !== '' && hostname !== podName && !/^[0-9a-f]{12}$/.test(hostname);
  return {
    ...(NetworkMode === 'host'
      ? { hostNetwork: true }
      : isChosen
        ? { hostname: kubeName(hostname, 63) }
        : {}),
    ...(PidMode === 'host' ? { hostPID: true } : {}),
  };
}

/** Podman's policies in Kubernetes' words; of several containers the strongest counts. */
function restartPolicy(containers: readonly FoundContainer[]): 'Always' | 'OnFailure' | 'Never' {
  const names = containers.map(({ container }) => container.HostConfig.RestartPolicy?.Name ?? '');
  if (names.some((name) => name === 'always' || name === 'unless-stopped')) return 'Always';
  return names.includes('on-failure') ? 'OnFailure' : 'Never';
}

/** Labels that other tools set for themselves say nothing of the pod. */
function ownLabels(labels: { readonly [name: string]: string }): { [name: string]: string } {
  const foreign = /^(?:kube2pod\.io\/|io\.|com\.|org\.|PODMAN_)/;
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !foreign.test(name)));
}

/** A Podman volume has no size; Kubernetes asks for one. */
function claims(volumes: readonly Volume[]): readonly PersistentVolumeClaim[] {
  const names = volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  return [...new Set(names)].map((name) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: claimName(name) },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }));
}
