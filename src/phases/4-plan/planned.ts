import type { PlannedPod } from '../../fields/plan-pod.js';
import type { ObjectModel } from '../../model/application.js';
import type { ApplyOverrides } from '../../model/overrides.js';
import type { Operation, Plan } from '../../podman/operations.js';
import type { Situation } from '../../podman/target.js';
import type { ObjectKey } from '../../reconcile/object-key.js';
import type { ObjectStatus } from '../../reconcile/records.js';
import type { PendingSet } from '../../reconcile/sets.js';
import type { Observed } from '../observed.js';

/** What planning needs besides the models. */
export interface PlanOptions {
  readonly observed: Observed;
  readonly situation: Situation;
  /** Keyed digest of a model; absent for outputs that leave no state behind (script, units). */
  readonly digest?: (model: unknown) => string;
  /** The set that the objects belong to, and whether what is no more in it goes. */
  readonly set?: { readonly name: string; readonly prune: boolean };
  /** What the command line says of all pods. */
  readonly overrides?: ApplyOverrides;
}

/** A plan, and what it makes of each object of the input. */
export interface Planned {
  readonly plan: Plan;
  readonly objects: readonly PlannedObject[];
  /** The pods that run when the plan is done. */
  readonly pods: readonly PlannedPod[];
  /** Objects whose pods the supervisor makes, and what makes one of them. */
  readonly templates: readonly PlannedLater[];
  /** Sets of which more is to be replaced once a pod is ready: plan again then. */
  readonly pending: readonly PendingSet[];
  /** Objects that an earlier apply of the set made and that are not in it any more. */
  readonly pruned: readonly ObjectKey[];
  readonly situation: Situation;
}

/** An object of which the supervisor makes pods. */
export interface PlannedLater extends ObjectKey {
  /** With placeholders for what only a real pod has. */
  readonly operations: readonly Operation[];
}

/** What becomes of one object, and which of its running pods are made anew. */
export interface PlannedObject {
  readonly object: ObjectModel;
  readonly status: ObjectStatus;
  readonly replaced: readonly string[];
}
