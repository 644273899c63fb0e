import type { CronJobSpec, JobSpec, PodFailurePolicyRule } from 'kubernetes-types/batch/v1.js';
import type { CronJobRules } from '../supervisor/cron-job/model.js';
import type { FailureRule, JobRules } from '../supervisor/job/model.js';

const usualBackoffLimit = 6;
/** With a limit for each index there is none for the whole, unless it is written. */
const noBackoffLimit = 2 ** 31 - 1;

/**
 * A Job's spec with its defaults in place.
 * Source: kubernetes pkg/apis/batch/v1/defaults.go, SetDefaults_Job.
 */
export function jobRules(spec: JobSpec): JobRules {
  const { parallelism = 1, completionMode, backoffLimitPerIndex, maxFailedIndexes } = spec;
  const { activeDeadlineSeconds, ttlSecondsAfterFinished } = spec;
  const completions = spec.completions ?? (spec.parallelism === undefined ? 1 : undefined);
  const ownLimit = backoffLimitPerIndex === undefined ? usualBackoffLimit : noBackoffLimit;
  return {
    parallelism,
    ...(completions === undefined ? {} : { completions }),
    indexed: completionMode === 'Indexed',
    backoffLimit: spec.backoffLimit ?? ownLimit,
    ...(backoffLimitPerIndex === undefined ? {} : { backoffLimitPerIndex }),
    ...(maxFailedIndexes === undefined ? {} : { maxFailedIndexes }),
    ...(activeDeadlineSeconds === undefined ? {} : { deadlineSeconds: activeDeadlineSeconds }),
    restartsInPlace: spec.template.spec?.restartPolicy === 'OnFailure',
    failurePolicy: (spec.podFailurePolicy?.rules ?? []).map(failureRule),
    successPolicy: spec.successPolicy?.rules ?? [],
    suspend: spec.suspend === true,
    ...(ttlSecondsAfterFinished === undefined ? {} : { ttlSeconds: ttlSecondsAfterFinished }),
  };
}

/** Conditions such as DisruptionTarget come from evictions, of which one machine has none: such a rule is never met. */
function failureRule({ action, onExitCodes }: PodFailurePolicyRule): FailureRule {
  const { containerName, operator, values = [] } = onExitCodes ?? {};
  return {
    // Validation knows no other words.
    action: action as FailureRule['action'],
    ...(containerName === undefined ? {} : { containerName }),
    operator: onExitCodes === undefined ? 'Never' : operator === 'NotIn' ? 'NotIn' : 'In',
    exitCodes: values,
  };
}

/** Source of the defaults: kubernetes pkg/apis/batch/v1/defaults.go, SetDefaults_CronJob. */
export function cronJobRules(spec: CronJobSpec): CronJobRules {
  const { schedule, timeZone, suspend = false, concurrencyPolicy, startingDeadlineSeconds } = spec;
  const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = spec;
  return {
    schedule,
    ...(timeZone === undefined ? {} : { timeZone }),
    suspend,
    concurrency:
      concurrencyPolicy === 'Forbid' || concurrencyPolicy === 'Replace' ? concurrencyPolicy : 'Allow',
    ...(startingDeadlineSeconds === undefined ? {} : { startingDeadlineSeconds }),
    successfulJobs: successfulJobsHistoryLimit,
    failedJobs: failedJobsHistoryLimit,
  };
}
