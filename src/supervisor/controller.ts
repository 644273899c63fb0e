import type { PodmanState } from '../phases/observed.js';
import type { RolloutRecord } from '../reconcile/rollout-records.js';
import type { BatchView } from './batch.js';
import type { ProbeVerdicts, SupervisedPod } from './model.js';

/** One look at a store: all that a controller may decide by. */
export interface StoreView {
  readonly state: PodmanState;
  /** The pods that carry rules, as the state machines see them. */
  readonly pods: readonly SupervisedPod[];
  /** What probes say of running containers, by Podman's name of the container. */
  readonly verdicts: ReadonlyMap<string, ProbeVerdicts>;
  /** Pods that a living kube2pod is taking away: nothing of theirs may be started or stopped meanwhile. */
  readonly stopping: ReadonlySet<string>;
  /** Jobs and CronJobs, as their records have them. */
  readonly batch: BatchView;
  /** Deployments whose templates are brought out. */
  readonly rollouts: readonly RolloutRecord[];
  /** Since when pods are ready without a break, by Podman's name; milliseconds since 1970. */
  readonly readySince: ReadonlyMap<string, number>;
  /** When the look began; milliseconds since 1970. */
  readonly now: number;
}

/** What one object of a controller's needs now. While there is one, the supervisor does not end. */
export interface Decision<Action> {
  /** Unique within the controller: two pieces of work on one object never run at once. */
  readonly object: string;
  /** In order; the rest is left out when one fails. Empty: nothing to do now. */
  readonly actions: readonly Action[];
  /** When to look again at the latest; milliseconds since 1970. */
  readonly wakeAt?: number;
}

/** `failed`: it is decided again, after a pause that grows from failure to failure. */
export type ActOutcome = 'done' | 'failed';

/**
 * A rule book of the supervisor, as a controller of Kubernetes is: what is there goes in, what to do comes out. `decide`
 * is pure; `act` alone touches Podman, and takes the store's lock for whatever makes or removes an object.
 */
export interface Controller<Action> {
  readonly name: string;
  readonly decide: (view: StoreView) => readonly Decision<Action>[];
  readonly act: (action: Action, object: string, view: StoreView) => Promise<ActOutcome>;
}

/** One object's decision together with how it is carried out: what the loop knows of a controller. */
export interface Work {
  readonly key: string;
  readonly wakeAt?: number;
  /** Absent: nothing to do now. */
  readonly perform?: () => Promise<ActOutcome>;
}

/** Hides a controller's own kind of actions, so that controllers of all kinds stand in one table. */
export function workOf<Action>(controller: Controller<Action>): (view: StoreView) => readonly Work[] {
  return (view) =>
    controller.decide(view).map(({ object, actions, wakeAt }) => ({
      key: `${controller.name} ${object}`,
      ...(wakeAt === undefined ? {} : { wakeAt }),
      ...(actions.length === 0
        ? {}
        : { perform: () => inOrder(actions, (action) => controller.act(action, object, view)) }),
    }));
}

async function inOrder<Action>(
  actions: readonly Action[],
  act: (action: Action) => Promise<ActOutcome>,
): Promise<ActOutcome> {
  for (const action of actions) if ((await act(action)) === 'failed') return 'failed';
  return 'done';
}
