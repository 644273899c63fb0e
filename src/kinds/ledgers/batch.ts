import type { CronJobSpec, JobSpec } from 'kubernetes-types/batch/v1.js';
import {
  exact,
  harmless,
  ignored,
  type Ledger,
  type LedgerRow,
  type LedgerRows,
} from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';
import { template } from './workloads.js';

const job = 'kubernetes pkg/controller/job/job_controller.go, syncJob';
const cronJob = 'kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, syncCronJob';
const once = 'the job runs one pod, once';
const onlyOnce = (source = job): LedgerRow => ignored(source, once);

/** A value that asks for the one run that there is anyway loses nothing. */
const count = (plain: number): LedgerRow => ({
  source: job,
  verdict: (value) => (value === plain ? { level: 'exact' } : { level: 'ignored', why: once }),
});

const jobRows = {
  activeDeadlineSeconds: ignored(job, 'nothing watches the job as a whole yet'),
  backoffLimit: onlyOnce(),
  backoffLimitPerIndex: onlyOnce(),
  completionMode: {
    source: job,
    verdict: (value) =>
      value === 'NonIndexed' ? { level: 'exact' } : { level: 'ignored', why: `${once}, without an index` },
  },
  completions: count(1),
  managedBy: harmless(job, 'there is no other controller'),
  manualSelector: harmless(job, 'pods are found by the labels that kube2pod sets'),
  maxFailedIndexes: onlyOnce(),
  parallelism: count(1),
  podFailurePolicy: onlyOnce(),
  podReplacementPolicy: onlyOnce(),
  selector: harmless(job, 'pods are found by the labels that kube2pod sets'),
  successPolicy: onlyOnce(),
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
