import type { PodmanState } from '../phases/observed.js';
import type { RolloutStatus } from '../supervisor/rollouts.js';
import { isOwnedBy, label } from './labels.js';
import type { ObjectKey } from './object-key.js';
import { readyPodsOf, type WatchedPods } from './ready-pods.js';
import { recordName } from './records.js';

/** How far a workload is: in words of kubectl's. */
export interface RolloutProgress {
  readonly state: 'going' | 'done' | 'failed';
  readonly message: string;
}

/** What the supervisor says of a store. */
export interface WatchedStore {
  readonly pods: WatchedPods;
  readonly rollouts?: { readonly [owner: string]: RolloutStatus };
}

/** Source of the wording: kubectl pkg/polymorphichelpers/rollout_status.go. */
export function rolloutProgress(
  object: ObjectKey,
  state: PodmanState,
  watched: WatchedStore | undefined,
): RolloutProgress {
  const { kind, namespace, name } = object;
  const what = `${kind.toLowerCase()} "${name}"`;
  if (!state.volumes.has(recordName(object))) {
    return { state: 'failed', message: `${what} is not there: nothing of that name was applied` };
  }
  if (watched === undefined) {
    return { state: 'failed', message: `${what}: no supervisor runs that would know; apply starts it` };
  }
  const rollout = watched.rollouts?.[`${kind}/${namespace}/${name}`];
  if (rollout !== undefined) return deploymentProgress(what, rollout);
  const pods = [...state.pods.values()].filter(({ labels }) => isOwnedBy(labels, object));
  const watchedPods = pods.filter(({ labels }) => labels[label.rules] !== undefined);
  const ready = readyPodsOf(watched.pods, state);
  const count = watchedPods.filter((pod) => ready.has(pod.name)).length;
  return count === watchedPods.length
    ? { state: 'done', message: `${what} successfully rolled out` }
    : {
        state: 'going',
        message: `Waiting for ${what} rollout to finish: ${count} of ${watchedPods.length} pods are ready...`,
      };
}

function deploymentProgress(what: string, status: RolloutStatus): RolloutProgress {
  const { replicas, updated, available, old, isComplete, isLate } = status;
  if (isLate) return { state: 'failed', message: `${what} exceeded its progress deadline` };
  if (isComplete) return { state: 'done', message: `${what} successfully rolled out` };
  const waiting = (why: string): RolloutProgress => ({
    state: 'going',
    message: `Waiting for ${what} rollout to finish: ${why}...`,
  });
  if (updated < replicas) return waiting(`${updated} out of ${replicas} new replicas have been updated`);
  if (old > 0) return waiting(`${old} old replicas are pending termination`);
  return waiting(`${available} of ${replicas} updated replicas are available`);
}
