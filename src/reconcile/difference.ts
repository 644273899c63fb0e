import type { PlannedPod } from '../fields/plan-pod.js';
import type { ContainerState, PodmanState, StateEntry } from '../phases/observed.js';
import { isOwnedBy, label } from './labels.js';

/** What has to be done about one pod. */
export type PodChange =
  | { readonly action: 'unchanged' }
  | { readonly action: 'create' }
  /** It runs, but differently, or a run before this one did not finish it. */
  | { readonly action: 'replace'; readonly because: 'changed' | 'unfinished' }
  /** A place in a set that gets no pod. */
  | { readonly action: 'absent' }
  /** More than the set wants. */
  | { readonly action: 'surplus' }
  /** It runs by an older template, and stays for now. */
  | { readonly action: 'old' }
  /** Podman objects of these names are there and not ours (or belong to another object). */
  | { readonly action: 'taken'; readonly by: readonly { readonly what: string; readonly name: string }[] };

/** Compares a planned pod with what Podman has. `digest` is that of the plan; absent: nothing is ever unchanged. */
export function podChange(pod: PlannedPod, digest: string | undefined, state: PodmanState): PodChange {
  const taken = foreignNames(pod, state);
  if (taken.length > 0) return { action: 'taken', by: taken };
  const existing = state.pods.get(pod.names.pod);
  if (existing === undefined) {
    return leftovers(pod, state).length > 0
      ? { action: 'replace', because: 'unfinished' }
      : { action: 'create' };
  }
  const same = digest !== undefined && existing.labels[label.digest] === digest;
  if (!same) return { action: 'replace', because: 'changed' };
  return isComplete(pod, state) ? { action: 'unchanged' } : { action: 'replace', because: 'unfinished' };
}

/** Whether all containers of a pod are there, and started; what the supervisor of restarts makes of them is its affair. */
function isComplete(pod: PlannedPod, state: PodmanState): boolean {
  const containers = pod.containers.map((name) => state.containers.get(name));
  const infra = [...state.containers.values()].find(
    (container) => container.pod === pod.names.pod && container.isInfra,
  );
  // A Service's holder is nothing but its infra container.
  if (pod.containers.length === 0) return infra?.state === 'running';
  // What the supervisor watches it also starts, whatever state it is in now.
  const isSupervised = state.pods.get(pod.names.pod)?.labels[label.rules] !== undefined;
  if (isSupervised) return containers.every((container) => container !== undefined);
  // Nothing of it starts where it was asked to be made only.
  if (pod.start.length === 0) return containers.every((container) => container !== undefined);
  return infra?.state === 'running' && containers.every(hasStarted);
}

/** Whether a container has run, or does. Source: podman libpod/define/containerstate.go. */
export function hasStarted(container: ContainerState | undefined): boolean {
  return (
    container !== undefined && !['created', 'configured', 'initialized', 'unknown'].includes(container.state)
  );
}

/** What has a name that the pod needs, and is not its owner's. */
export function foreignNames(
  pod: PlannedPod,
  state: PodmanState,
): readonly { readonly what: string; readonly name: string }[] {
  const owner = {
    kind: pod.labels[label.kind] ?? '',
    namespace: pod.labels[label.namespace] ?? '',
    name: pod.labels[label.name] ?? '',
  };
  const check = (what: string, names: readonly string[], entries: ReadonlyMap<string, StateEntry>) =>
    names.flatMap((name) => {
      const entry = entries.get(name);
      return entry === undefined || isOwnedBy(entry.labels, owner) ? [] : [{ what, name }];
    });
  // Pods and containers share one name space; an infra container carries none of our labels but its pod does.
  const containers = new Map([...state.containers].filter(([, container]) => !container.isInfra));
  return [
    ...check('pod', [pod.names.pod], state.pods),
    ...check('container', [pod.names.pod], containers),
    ...check('container', pod.containers, containers),
    ...check('pod', pod.containers, state.pods),
    ...check('volume', pod.volumes, state.volumes),
    ...check('secret', pod.secrets, state.secrets),
  ];
}

/** What an unfinished run left of a pod: volumes and secrets of its own that must go before it is made anew. */
export function leftovers(
  pod: PlannedPod,
  state: PodmanState,
): readonly { readonly what: 'volume' | 'secret'; readonly name: string }[] {
  return [
    ...pod.volumes.flatMap((name) => (state.volumes.has(name) ? [{ what: 'volume' as const, name }] : [])),
    ...pod.secrets.flatMap((name) => (state.secrets.has(name) ? [{ what: 'secret' as const, name }] : [])),
  ];
}
