/** What the supervisor must know to bring a Deployment's template out: kept in a label of its record. */
export interface RolloutRules {
  /** Label of the pods of the wanted template. */
  readonly digest: string;
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
}

/** As a label's text. Podman splits the labels of volumes at commas and minds quotes, which JSON is full of. */
export function rolloutText(rules: RolloutRules): string {
  return Object.entries(rules)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** Anybody may write labels: what cannot be read is none. */
export function parseRollout(text: string | undefined): RolloutRules | undefined {
  if (text === undefined) return undefined;
  const words = new Map(
    text.split(' ').map((word): [string, string] => {
      const at = word.indexOf('=');
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
  const count = (name: Exclude<keyof RolloutRules, 'digest'>): number =>
    Number(words.get(name) ?? Number.NaN);
  const rules: RolloutRules = {
    digest: words.get('digest') ?? '',
    replicas: count('replicas'),
    maxSurge: count('maxSurge'),
    maxUnavailable: count('maxUnavailable'),
    minReadySeconds: count('minReadySeconds'),
    progressDeadlineSeconds: count('progressDeadlineSeconds'),
  };
  return Object.values(rules).some((value) => Number.isNaN(value)) ? undefined : rules;
}

/** One pod of a Deployment. Times in milliseconds. */
export interface RolloutPod {
  readonly name: string;
  /** Whether it is of the wanted template. */
  readonly isNew: boolean;
  /** Whether some container of it has started. */
  readonly started: boolean;
  /** Since when it is ready without a break. */
  readonly readySince?: number;
}

/** What to do now about a Deployment's pods. */
export interface RolloutDecision {
  /** Created pods that must not start yet. */
  readonly held: readonly string[];
  readonly remove: readonly string[];
  readonly available: number;
  readonly updated: number;
  readonly isComplete: boolean;
  /** When to look again at the latest. */
  readonly wakeAt?: number;
}

/**
 * Brings a template out step by step: as many new pods start as maxSurge allows, and old ones go as long as enough
 * pods stay available, those first that are not. Without old pods nothing is held back.
 * Sources: kubernetes pkg/controller/deployment/rolling.go, reconcileNewReplicaSet, reconcileOldReplicaSets and
 * cleanupUnhealthyReplicas; pkg/controller/deployment/util/deployment_util.go, NewRSNewReplicas.
 */
export function decideRollout(
  rules: RolloutRules,
  pods: readonly RolloutPod[],
  now: number,
): RolloutDecision {
  const { replicas, maxSurge, maxUnavailable } = rules;
  const isAvailable = ({ readySince }: RolloutPod): boolean =>
    readySince !== undefined && now >= readySince + rules.minReadySeconds * 1000;
  const old = pods.filter(({ isNew }) => !isNew);
  const fresh = pods.filter(({ isNew }) => isNew);
  const started = fresh.filter(({ started: has }) => has);
  const waiting = fresh.filter(({ started: has }) => !has);
  const room = old.length === 0 ? waiting.length : replicas + maxSurge - (old.length + started.length);
  // Pods of a template that is not (or not yet) the wanted one are not begun: an apply may still be making them.
  const unwanted = old.filter(({ started: has }) => !has);
  const held = [...waiting.slice(Math.max(0, room)), ...unwanted].map(({ name }) => name);
  const available = pods.filter(isAvailable).length;
  const remove = removable(old, isAvailable, {
    most:
      old.length +
      started.length -
      (replicas - maxUnavailable) -
      started.filter((pod) => !isAvailable(pod)).length,
    available: available - (replicas - maxUnavailable),
  });
  const times = fresh.flatMap((pod) =>
    pod.readySince === undefined || isAvailable(pod) ? [] : [pod.readySince + rules.minReadySeconds * 1000],
  );
  const updated = started.length;
  return {
    held,
    remove,
    available,
    updated,
    isComplete: old.length === 0 && fresh.length === replicas && fresh.every(isAvailable),
    ...(times.length === 0 ? {} : { wakeAt: Math.min(...times) }),
  };
}

/** Unavailable pods first, within what may go at all; then available ones, as long as enough stay. */
function removable(
  old: readonly RolloutPod[],
  isAvailable: (pod: RolloutPod) => boolean,
  { most, available }: { readonly most: number; readonly available: number },
): readonly string[] {
  const unhealthy = old.filter((pod) => !isAvailable(pod)).slice(0, Math.max(0, most));
  const healthy = old.filter(isAvailable).slice(0, Math.max(0, Math.min(most - unhealthy.length, available)));
  return [...unhealthy, ...healthy].map(({ name }) => name);
}
