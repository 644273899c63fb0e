/** What the CronJob controller must know of a CronJob: kept in its record, defaults in place. */
export interface CronJobRules {
  readonly schedule: string;
  /** Absent: this machine's zone. */
  readonly timeZone?: string;
  readonly suspend: boolean;
  readonly concurrency: 'Allow' | 'Forbid' | 'Replace';
  readonly startingDeadlineSeconds?: number;
  readonly successfulJobs: number;
  readonly failedJobs: number;
}

/** A Job that a CronJob has started, by its own time or by `kube2pod run`. */
export interface CronJobRun {
  readonly name: string;
  readonly state: 'active' | 'complete' | 'failed';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What becomes of a CronJob; kept beside its record. Milliseconds since 1970. */
export interface CronJobStatus {
  readonly lastScheduledAt?: number;
}

export type CronJobAction =
  | { readonly action: 'start'; readonly job: string; readonly scheduledAt: number }
  /** The whole Job goes, with its pods. */
  | { readonly action: 'delete'; readonly job: string; readonly why: 'replaced' | 'history' };

export interface CronJobDecision {
  readonly status: CronJobStatus;
  readonly actions: readonly CronJobAction[];
  readonly wakeAt?: number;
  /** A run that was due and is not started. */
  readonly skipped?: string;
}
