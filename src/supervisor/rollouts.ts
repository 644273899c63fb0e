import type { RolloutRecord } from '../reconcile/rollout-records.js';
import type { Decision, StoreView } from './controller.js';
import type { SupervisedPod } from './model.js';
import {
  decideRollout,
  parseRollout,
  type RolloutDecision,
  type RolloutPod,
  type RolloutRules,
} from './rollout.js';

/** One Deployment, with what is decided about its pods. */
export interface Rollout extends Pick<RolloutRecord, 'owner' | 'record' | 'text'> {
  readonly rules: RolloutRules;
  readonly pods: readonly RolloutPod[];
  readonly decision: RolloutDecision;
  /** When something last moved: a pod of the wanted template started or got ready. */
  readonly movedAt: number;
}

/** One old pod to take away. */
export interface RolloutAction {
  readonly pod: string;
  readonly record: string;
  readonly text: string;
}

/** How far a Deployment's template is brought out. */
export interface RolloutStatus {
  readonly replicas: number;
  readonly updated: number;
  readonly available: number;
  /** Pods of older templates that are still there. */
  readonly old: number;
  readonly isComplete: boolean;
  /** Nothing moved for longer than progressDeadlineSeconds. */
  readonly isLate: boolean;
}

/** All Deployments of a store, as far as their templates are brought out. */
export function rolloutsOf(view: StoreView): readonly Rollout[] {
  return view.rollouts.flatMap(({ owner, record, text, pods: digests }): readonly Rollout[] => {
    const rules = parseRollout(text);
    if (rules === undefined) return [];
    // What is being taken away counts no more.
    const staying = view.pods
      .filter(({ name }) => digests.has(name) && !view.stopping.has(name))
      .sort(bySlot);
    const isNew = ({ name }: SupervisedPod): boolean => digests.get(name) === rules.digest;
    const pods = staying.map((pod): RolloutPod => {
      const since = view.readySince.get(pod.name);
      return {
        name: pod.name,
        isNew: isNew(pod),
        started: pod.containers.some(({ state }) => state !== 'created'),
        ...(since === undefined ? {} : { readySince: since }),
      };
    });
    const times = staying
      .filter(isNew)
      .flatMap(({ name, startedAt }) => [startedAt, view.readySince.get(name) ?? 0]);
    const decision = decideRollout(rules, pods, view.now);
    return [{ owner, record, text, rules, pods, decision, movedAt: Math.max(0, ...times) }];
  });
}

function bySlot(a: SupervisedPod, b: SupervisedPod): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

/** The old pods that may go now, each a piece of work of its own. */
export function decideRollouts(view: StoreView): readonly Decision<RolloutAction>[] {
  return rolloutsOf(view).flatMap(({ decision, record, text }) => {
    const { wakeAt } = decision;
    const going = decision.remove.map(
      (pod): Decision<RolloutAction> => ({
        object: pod,
        actions: [{ pod, record, text }],
      }),
    );
    return wakeAt === undefined ? going : [...going, { object: record, actions: [], wakeAt }];
  });
}

/** What `rollout status` and `get` show, by owner. */
export function rolloutStatuses(view: StoreView): { readonly [owner: string]: RolloutStatus } {
  return Object.fromEntries(
    rolloutsOf(view).map(({ owner, rules, pods, decision, movedAt }) => {
      const { updated, available, isComplete } = decision;
      const late = movedAt > 0 && view.now >= movedAt + rules.progressDeadlineSeconds * 1000;
      const old = pods.filter(({ isNew }) => !isNew).length;
      return [
        owner,
        { replicas: rules.replicas, updated, available, old, isComplete, isLate: late && !isComplete },
      ];
    }),
  );
}
