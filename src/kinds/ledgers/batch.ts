import type {
  CronJobSpec,
  JobSpec,
  JobTemplateSpec,
  PodFailurePolicy,
  PodFailurePolicyRule,
} from 'kubernetes-types/batch/v1.js';
import {
  exact,
  harmless,
  type Ledger,
  type LedgerRow,
  type LedgerRows,
  supervised,
} from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';
import { template } from './workloads.js';

const job = 'kubernetes pkg/controller/job/job_controller.go, syncJob';
const cronJob = 'kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, syncCronJob';
const once = 'nothing counts runs without the supervisor: every pod runs once';
const unwatched = 'nothing watches the job as a whole without the supervisor';
const counted = (how: string): LedgerRow => supervised(job, { level: 'approximate', why: once }, { how });
const watched = (how: string): LedgerRow => supervised(job, { level: 'ignored', why: unwatched }, { how });

/** A rule on conditions waits for evictions, of which one machine has none. */
const failureRuleRows = {
  action: watched('FailJob, FailIndex, Ignore or Count, by the first rule that is met'),
  onExitCodes: watched('the exit codes of the containers of a failed pod'),
  onPodConditions: harmless(
    'kubernetes pkg/controller/job/pod_failure_policy.go, matchOnPodConditions',
    'nothing evicts pods on one machine, so that no pod gets such a condition',
  ),
} satisfies Ledger<PodFailurePolicyRule>;

const failurePolicyRows = {
  rules: exact(job, undefined, { fields: failureRuleRows }),
} satisfies Ledger<PodFailurePolicy>;

const jobRows = {
  activeDeadlineSeconds: watched('the supervisor stops what still runs, and the job has failed'),
  backoffLimit: supervised(
    job,
    (value) => (value === 0 ? { level: 'exact' } : { level: 'ignored', why: once }),
    {
      how: 'failed pods, and restarts inside pods, are counted over the whole job; a new pod comes after 10, 20, 40 s, ...',
    },
  ),
  backoffLimitPerIndex: counted('failures are counted for each index'),
  completionMode: exact(job, 'Indexed pods know their number'),
  completions: counted('that many pods must succeed: NAME-pod, NAME-pod-1, ...'),
  managedBy: harmless(job, 'there is no other controller'),
  manualSelector: harmless(job, 'pods are found by the labels that kube2pod sets'),
  maxFailedIndexes: watched('with more failed indexes the job has failed'),
  parallelism: counted('that many of the pods run side by side'),
  podFailurePolicy: {
    ...watched('judged when a pod has failed'),
    fields: failurePolicyRows,
  },
  podReplacementPolicy: harmless(
    job,
    'nothing but kube2pod takes pods away, which waits until they are gone before it makes others',
  ),
  selector: harmless(job, 'pods are found by the labels that kube2pod sets'),
  successPolicy: watched('when a rule is met the rest is stopped, and the job is complete'),
  suspend: exact(job, 'a suspended job runs nothing'),
  template,
  ttlSecondsAfterFinished: watched('the supervisor removes the finished job with all that is its own'),
} satisfies Ledger<JobSpec>;

const noSchedule = 'nothing starts jobs at their time without the supervisor';
const scheduled = (how: string): LedgerRow =>
  supervised(cronJob, { level: 'ignored', why: noSchedule }, { how });

const cronJobRows = {
  concurrencyPolicy: scheduled('Allow, Forbid or Replace what still runs'),
  failedJobsHistoryLimit: scheduled('older failed jobs are removed'),
  jobTemplate: { ...scheduled('each run is a job NAME-MINUTES of its own'), fields: jobTemplateRows() },
  schedule: scheduled('by the supervisor, with the rules of robfig/cron'),
  startingDeadlineSeconds: scheduled('a run that was missed for longer is left out'),
  successfulJobsHistoryLimit: scheduled('older complete jobs are removed'),
  suspend: exact(cronJob, 'a suspended cron job starts nothing'),
  timeZone: scheduled('any zone of the time zone database; without it that of this machine'),
} satisfies Ledger<CronJobSpec>;

function jobTemplateRows(): Ledger<JobTemplateSpec> {
  return {
    metadata: harmless(cronJob, 'nothing looks at labels and annotations of jobs'),
    spec: exact(job, undefined, { fields: jobRows }),
  };
}

/** Jobs and their schedules. */
export const batchLedgers = {
  'batch/v1 Job': { ...objectRows, spec: exact(job, undefined, { fields: jobRows }) },
  'batch/v1 CronJob': { ...objectRows, spec: exact(cronJob, undefined, { fields: cronJobRows }) },
} satisfies { readonly [versionAndKind: string]: LedgerRows };
