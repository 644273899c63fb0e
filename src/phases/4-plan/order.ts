import type { PlannedPod } from '../../fields/plan-pod.js';
import type { Operation } from '../../podman/operations.js';
import { isOwnedBy, label } from '../../reconcile/labels.js';

/** Starts of pods; one that waits for others of its object (ordinals of a set) begins when those have started. */
export function inTurn(pods: readonly PlannedPod[]): readonly Operation[] {
  return pods.flatMap((pod, index) => {
    if (!pod.waits) return pod.start;
    const owner = {
      kind: pod.labels[label.kind] ?? '',
      namespace: pod.namespace,
      name: pod.labels[label.name] ?? '',
    };
    const earlier = pods
      .slice(0, index)
      .filter(({ labels }) => isOwnedBy(labels, owner))
      .flatMap(({ start }) => start.map(({ id }) => id));
    return pod.start.map((operation) => ({ ...operation, needs: [...operation.needs, ...earlier] }));
  });
}

/** Some operations when others are done. */
export function after(first: readonly Operation[], then: readonly Operation[]): readonly Operation[] {
  const ids = first.map(({ id }) => id);
  return then.map((operation) => ({ ...operation, needs: [...operation.needs, ...ids] }));
}

/** Images come before anything is taken away: one that cannot be had leaves all as it was. */
export function pullsFirst(operations: readonly Operation[]): {
  readonly pulls: readonly Operation[];
  readonly rest: readonly Operation[];
} {
  const pulls = new Map<string, Operation>();
  for (const operation of operations) {
    if (operation.op === 'image.pull' && !pulls.has(operation.id)) pulls.set(operation.id, operation);
  }
  return { pulls: [...pulls.values()], rest: operations.filter(({ op }) => op !== 'image.pull') };
}
