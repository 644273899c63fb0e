import type { ObjectKey } from '../reconcile/object-key.js';
import type { CronJobRules, CronJobStatus } from './cron-job/model.js';
import type { JobRules, JobStatus } from './job/model.js';

/** A Job as its record and its status have it. */
export interface JobRecord {
  readonly owner: ObjectKey;
  readonly rules: JobRules;
  readonly status: JobStatus;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Name of the CronJob that started it. */
  readonly parent?: string;
  readonly pods: readonly OwnedPod[];
}

/** A pod that was made for a Job, by what Podman's listing tells. */
export interface OwnedPod {
  readonly id: string;
  /** Podman's name. */
  readonly name: string;
  readonly index?: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A CronJob as its record and its status have it. */
export interface CronJobRecord {
  readonly owner: ObjectKey;
  readonly rules: CronJobRules;
  readonly status: CronJobStatus;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Everything that is run to its end. */
export interface BatchView {
  readonly jobs: readonly JobRecord[];
  readonly cronJobs: readonly CronJobRecord[];
}

export const emptyBatch: BatchView = { jobs: [], cronJobs: [] };
