import type { ContainerContribution, PodContribution } from '../context.js';
import type { PodSteering } from './model.js';

/** What Podman's own annotations set on a container. Source: podman pkg/specgen/generate/kube/kube.go, ToSpecGen. */
export function planContainerSteering(
  steering: PodSteering | undefined,
  container: string,
): ContainerContribution {
  const own = steering?.containers[container];
  if (own === undefined) return { spec: {} };
  const { init, labels, pidsLimit, cpuset, memoryNodes, volumesFrom, ulimits } = own;
  return {
    spec: {
      ...(init === undefined ? {} : { init }),
      ...(labels === undefined ? {} : { selinux: labels }),
      ...(pidsLimit === undefined ? {} : { pidsLimit }),
      ...(cpuset === undefined ? {} : { cpusetCpus: cpuset }),
      ...(memoryNodes === undefined ? {} : { cpusetMems: memoryNodes }),
      ...(volumesFrom === undefined ? {} : { volumesFrom }),
      ...(ulimits === undefined
        ? {}
        : { ulimits: ulimits.map(({ name, soft, hard }) => `${name}=${soft}:${hard}`) }),
    },
  };
}

/** The user namespace of the pod, as `--userns` takes it; hostUsers of the manifest comes first. */
export function planPodSteering(steering: PodSteering | undefined, hasOwn: 'own' | 'none'): PodContribution {
  return steering?.userns === undefined || hasOwn === 'own'
    ? { spec: {} }
    : { spec: { userns: steering.userns } };
}
