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
  type Verdict,
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
const scheduled = (how: string, inUnits: Verdict | ((value: unknown) => Verdict)): LedgerRow =>
  supervised(
    cronJob,
    (value, { output }) => {
      if (output !== 'quadlet') return { level: 'ignored', why: noSchedule };
      return typeof inUnits === 'function' ? inUnits(value) : inUnits;
    },
    { how },
  );
const fine: Verdict = { level: 'exact' };
const noHistory: Verdict = {
  level: 'ignored',
  harmless: true,
  why: 'systemd keeps no Jobs: what a run has written stands in its journal',
};

const cronJobRows = {
  concurrencyPolicy: scheduled('Allow, Forbid or Replace what still runs', (value) =>
    value === 'Forbid'
      ? fine
      : { level: 'approximate', why: 'a timer starts nothing while the last run goes on, as with Forbid' },
  ),
  failedJobsHistoryLimit: scheduled('older failed jobs are removed', noHistory),
  jobTemplate: { ...scheduled('each run is a job NAME-MINUTES of its own', fine), fields: jobTemplateRows() },
  schedule: scheduled(
    'by the supervisor, or by a timer of systemd, with the rules of robfig/cron',
    (value) =>
      String(value).trim().startsWith('@every ')
        ? { level: 'approximate', why: 'the timer counts from the start of the last run' }
        : fine,
  ),
  startingDeadlineSeconds: scheduled('a run that was missed for longer is left out', {
    level: 'ignored',
    why: 'after the machine was off the last missed run is started, however late it is',
  }),
  successfulJobsHistoryLimit: scheduled('older complete jobs are removed', noHistory),
  suspend: exact(cronJob, 'a suspended cron job starts nothing'),
  timeZone: scheduled('any zone of the time zone database; without it that of this machine', fine),
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
