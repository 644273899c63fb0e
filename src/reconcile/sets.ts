import type { PlannedPod } from '../fields/plan-pod.js';
import type { OrderedRule, SetMembership } from '../model/pod-model.js';
import type { Observed } from '../phases/observed.js';
import type { PodChange } from './difference.js';
import { label } from './labels.js';

/** A pod as planned, its digest, and what has to be done about it. */
export interface JudgedPod {
  readonly planned: PlannedPod;
  readonly own: string | undefined;
  readonly change: PodChange;
}

/** What is to be done now about the pods of all sets, and which sets go on when a pod is ready. */
export interface SettledPods {
  readonly pods: readonly JudgedPod[];
  readonly pending: readonly PendingSet[];
}

/** A set whose next pod is replaced when this one is ready. */
export interface PendingSet {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Podman's name of the pod that is waited for. */
  readonly pod: string;
  /** How long it must have been ready before the next pod's turn. */
  readonly minReadySeconds: number;
}

interface SetOf {
  readonly membership: SetMembership;
  readonly pods: readonly JudgedPod[];
}

/**
 * Chooses among the places of each controller which get a pod, which keep an older one for now, and which are too many.
 * `supervised`: somebody watches readiness, so that a template can be brought out step by step.
 */
export function settleSets(
  pods: readonly JudgedPod[],
  { observed, supervised }: { readonly observed: Observed; readonly supervised: boolean },
): SettledPods {
  const sets = new Map<string, SetOf>();
  for (const pod of pods) {
    const { set: membership, labels } = pod.planned;
    if (membership === undefined) continue;
    const key = `${labels[label.kind]}/${labels[label.namespace]}/${labels[label.name]}`;
    const before = sets.get(key)?.pods ?? [];
    sets.set(key, { membership, pods: [...before, pod] });
  }
  const alone = pods.filter(({ planned }) => planned.set === undefined);
  const settled = [...sets.values()].map((set) => settle(set, observed, supervised));
  return {
    pods: [...alone, ...settled.flatMap((one) => one.pods)],
    pending: settled.flatMap((one) => one.pending),
  };
}

function settle(set: SetOf, observed: Observed, supervised: boolean): SettledPods {
  const { update } = set.membership;
  switch (update.kind) {
    case 'ordered':
      return settleOrdered(set, update, observed, supervised);
    case 'keep':
      return { pods: fill(set, observed, isChanged), pending: [] };
    case 'replace':
      return { pods: fill(set, observed, () => false), pending: [] };
    case 'rolling':
      return { pods: supervised ? roll(set, observed) : fill(set, observed, () => false), pending: [] };
    default:
      return update satisfies never;
  }
}

const isChanged = ({ change }: JudgedPod): boolean =>
  change.action === 'replace' && change.because === 'changed';
const as = (pod: JudgedPod, action: 'absent' | 'surplus' | 'old'): JudgedPod => ({
  ...pod,
  change: { action },
});

/** The wanted number of pods: those that are there in the order of their places, then free places. */
function fill(
  { membership, pods }: SetOf,
  { state }: Observed,
  stays: (pod: JudgedPod) => boolean,
): readonly JudgedPod[] {
  const exists = ({ planned }: JudgedPod): boolean => state.pods.has(planned.names.pod);
  const chosen = new Set(
    [...pods.filter(exists), ...pods.filter((pod) => !exists(pod))].slice(0, membership.replicas),
  );
  return pods.map((pod) => {
    if (chosen.has(pod)) return stays(pod) ? as(pod, 'old') : pod;
    return as(pod, exists(pod) ? 'surplus' : 'absent');
  });
}

/**
 * New pods in free places beside the old ones, which the supervisor takes away as the new ones get ready.
 * Source: kubernetes pkg/controller/deployment/rolling.go, rolloutRolling.
 */
function roll(set: SetOf, observed: Observed): readonly JudgedPod[] {
  const old = set.pods.filter((pod) => isChanged(pod) && observed.state.pods.has(pod.planned.names.pod));
  if (old.length === 0) return fill(set, observed, () => false);
  if (set.membership.replicas === 0)
    return set.pods.map((pod) => (old.includes(pod) ? as(pod, 'surplus') : pod));
  const rest = fill({ ...set, pods: set.pods.filter((pod) => !old.includes(pod)) }, observed, () => false);
  // The supervisor starts them when it is their turn, but for containers that only their start can make.
  const held = rest.map((pod) => {
    const makes = pod.planned.start.some(({ op }) => op === 'container.create');
    return { ...pod, planned: { ...pod.planned, waits: true, start: makes ? pod.planned.start : [] } };
  });
  return [...old.map((pod) => as(pod, 'old')), ...held];
}

/**
 * One pod at a time, from the highest ordinal down to the partition; the next when all above it are ready.
 * Source: kubernetes pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet ("we terminate the Pod with
 * the largest ordinal that does not match the update revision").
 */
function settleOrdered(
  { pods }: SetOf,
  { partition, minReadySeconds }: OrderedRule,
  observed: Observed,
  supervised: boolean,
): SettledPods {
  const place = ({ planned }: JudgedPod): number => planned.set?.place ?? 0;
  const kept = pods.map((pod) => (isChanged(pod) && place(pod) < partition ? as(pod, 'old') : pod));
  if (!supervised) return { pods: kept, pending: [] };
  const downwards = [...kept].sort((a, b) => place(b) - place(a));
  const target = downwards.find(isChanged);
  if (target === undefined) return { pods: kept, pending: [] };
  const above = downwards.slice(0, downwards.indexOf(target));
  const unready = above.find(({ planned }) => !observed.readyPods.has(planned.names.pod));
  const isLast = !downwards.slice(downwards.indexOf(target) + 1).some(isChanged);
  const settled = kept.map((pod) =>
    isChanged(pod) && (pod !== target || unready !== undefined) ? as(pod, 'old') : pod,
  );
  if (unready === undefined && isLast) return { pods: settled, pending: [] };
  const waitsFor = unready ?? target;
  return {
    pods: settled,
    pending: [{ ...ownerOf(target), pod: waitsFor.planned.names.pod, minReadySeconds }],
  };
}

function ownerOf({ planned: { labels } }: JudgedPod): Pick<PendingSet, 'kind' | 'namespace' | 'name'> {
  return {
    kind: labels[label.kind] ?? '',
    namespace: labels[label.namespace] ?? '',
    name: labels[label.name] ?? '',
  };
}
