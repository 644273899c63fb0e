import type { PodNames } from '../fields/context.js';
import { secretName } from './secret-name.js';

/** `default` adds nothing; other namespaces stand before the name. `_` occurs in no Kubernetes name, so nothing collides. */
export function namespaced(namespace: string, name: string): string {
  return namespace === 'default' || namespace === '' ? name : `${namespace}_${name}`;
}

/**
 * The one network of all supervised pods, as in a cluster: every pod reaches every other, whatever its namespace, and
 * names are served by kube2pod. No namespace can be called like it: theirs have a dash behind `kube2pod`.
 * Source: kubernetes.io, concepts/services-networking, the Kubernetes network model.
 */
export const supervisedNetwork = 'kube2pod';

/** The network of a pod: without the supervisor one per namespace, whose names Podman serves (design decision 9). */
export function networkName(namespace: string, { supervised }: { readonly supervised: boolean }): string {
  return supervised ? supervisedNetwork : `kube2pod-${namespace}`;
}

/**
 * How Podman's objects for one pod are called: those of `podman kube play`, so that people can switch
 * (pkg/domain/infra/abi/play.go). Volumes and secrets of the pod's own carry the pod's name, so that two pods
 * never share one.
 */
export function podNames(namespace: string, podName: string): PodNames {
  const pod = namespaced(namespace, podName);
  return {
    pod,
    container: (name) => `${pod}-${name}`,
    volume: (name) => `${pod}-${name}`,
    secret: (purpose) => secretName(`${pod}-${purpose}`),
  };
}
