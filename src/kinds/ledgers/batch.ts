import type { CronJobSpec, JobSpec } from 'kubernetes-types/batch/v1.js';
import {
  exact,
  harmless,
  ignored,
  type Ledger,
  type LedgerRow,
  type LedgerRows,
  supervised,
  type Verdict,
} from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';
import { template } from './workloads.js';

const job = 'kubernetes pkg/controller/job/job_controller.go, syncJob';
const cronJob = 'kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, syncCronJob';
const once = 'nothing counts runs without the supervisor: every pod runs once';
const counted = (how: string): LedgerRow => supervised(job, { level: 'approximate', why: once }, { how });
const notYet = 'it is not looked at yet';

const jobRows = {
  activeDeadlineSeconds: ignored(job, 'nothing watches the job as a whole yet'),
  backoffLimit: {
    source: job,
    how: 'each pod is tried again in its place that often',
    verdict: (value, situation): Verdict => {
      if (value === 0) return { level: 'exact' };
      return situation.supervised
        ? { level: 'approximate', why: 'failures are counted for each pod and not for the whole job' }
        : { level: 'ignored', why: once };
    },
  },
  backoffLimitPerIndex: counted('each index is tried again that often'),
  completionMode: exact(job, 'Indexed pods know their number'),
  completions: counted('that many pods: NAME-pod, NAME-pod-1, ...'),
  managedBy: harmless(job, 'there is no other controller'),
  manualSelector: harmless(job, 'pods are found by the labels that kube2pod sets'),
  maxFailedIndexes: ignored(job, notYet),
  parallelism: counted('that many of the pods run side by side'),
  podFailurePolicy: ignored(job, notYet),
  podReplacementPolicy: ignored(job, notYet),
  selector: harmless(job, 'pods are found by the labels that kube2pod sets'),
  successPolicy: ignored(job, notYet),
  suspend: exact(job, 'a suspended job runs nothing'),
  template,
  ttlSecondsAfterFinished: ignored(job, 'a finished job stays until it is deleted'),
} satisfies Ledger<JobSpec>;

const noSchedule = 'nothing starts jobs at their time yet';

const cronJobRows = {
  concurrencyPolicy: ignored(cronJob, noSchedule),
  failedJobsHistoryLimit: ignored(cronJob, noSchedule),
  jobTemplate: ignored(cronJob, noSchedule),
  schedule: ignored(cronJob, noSchedule),
  startingDeadlineSeconds: ignored(cronJob, noSchedule),
  successfulJobsHistoryLimit: ignored(cronJob, noSchedule),
  suspend: exact(cronJob, 'a suspended cron job starts nothing'),
  timeZone: ignored(cronJob, noSchedule),
} satisfies Ledger<CronJobSpec>;

/** Jobs and their schedules. */
export const batchLedgers = {
  'batch/v1 Job': { ...objectRows, spec: exact(job, undefined, { fields: jobRows }) },
  'batch/v1 CronJob': { ...objectRows, spec: exact(cronJob, undefined, { fields: cronJobRows }) },
} satisfies { readonly [versionAndKind: string]: LedgerRows };
