import type { PodPhase } from '../model.js';

/** What the Job controller must know of a Job: kept in the Job's record, defaults in place. */
export interface JobRules {
  readonly parallelism: number;
  /** Absent: a work queue, done when one pod has succeeded and none runs. */
  readonly completions?: number;
  readonly indexed: boolean;
  readonly backoffLimit: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly deadlineSeconds?: number;
  /** restartPolicy OnFailure: failures are restarts inside a pod, which count as well. */
  readonly restartsInPlace: boolean;
  readonly failurePolicy: readonly FailureRule[];
  readonly successPolicy: readonly SuccessRule[];
  readonly suspend: boolean;
  readonly ttlSeconds?: number;
}

/** One rule of podFailurePolicy that looks at exit codes; `Never`: a rule that nothing here can meet keeps its place. */
export interface FailureRule {
  readonly action: FailureAction;
  readonly containerName?: string;
  readonly operator: 'In' | 'NotIn' | 'Never';
  readonly exitCodes: readonly number[];
}

export type FailureAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

export interface SuccessRule {
  readonly succeededIndexes?: string;
  readonly succeededCount?: number;
}

/** A pod of a Job as the supervisor sees it. Times in milliseconds since 1970. */
export interface JobPod {
  /** Podman's id: another pod of the same name is another one. */
  readonly id: string;
  readonly name: string;
  readonly phase: PodPhase;
  readonly index?: number;
  readonly createdAt: number;
  readonly endedAt: number;
  readonly ready: boolean;
  /** Restarts of all its containers. */
  readonly restarts: number;
  /** Its containers that ended, apps before init containers, as the policy looks at them. */
  readonly exits: readonly { readonly container: string; readonly exitCode: number }[];
}

/** A pod that ended, remembered even when somebody removes it from Podman. */
export interface EndedPod {
  readonly id: string;
  readonly name: string;
  readonly succeeded: boolean;
  readonly index?: number;
  readonly endedAt: number;
  /** What podFailurePolicy says of its failure. */
  readonly action: FailureAction;
  /** Why, when the action fails the whole Job. */
  readonly message?: string;
}

export interface JobEnd {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** What becomes of a Job; the supervisor keeps it beside the Job's record. */
export interface JobStatus {
  readonly startedAt?: number;
  readonly suspended: boolean;
  /** Decided; in force as soon as none of its pods runs. */
  readonly end?: JobEnd;
  readonly finishedAt?: number;
  readonly ended: readonly EndedPod[];
  readonly active: number;
  readonly ready: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Such as `0,2-4`; only of indexed Jobs. */
  readonly completedIndexes?: string;
  readonly failedIndexes?: string;
  /** Why its next pod could not be made, in Podman's words; it is tried again. */
  readonly problem?: string;
}

export const newJobStatus: JobStatus = {
  suspended: false,
  ended: [],
  active: 0,
  ready: 0,
  succeeded: 0,
  failed: 0,
};

/** One thing to do about a Job. */
export type JobAction =
  | { readonly action: 'create'; readonly index?: number }
  /** One pod too many: it goes, and counts as nothing. */
  | { readonly action: 'remove'; readonly pod: string }
  /** The Job is over: what still runs is stopped, and stays for its logs. */
  | { readonly action: 'stop'; readonly pod: string }
  /** ttlSecondsAfterFinished is over: the Job goes with all that is its own. */
  | { readonly action: 'delete' };

export interface JobDecision {
  readonly status: JobStatus;
  readonly actions: readonly JobAction[];
  /** Milliseconds since 1970. */
  readonly wakeAt?: number;
}
