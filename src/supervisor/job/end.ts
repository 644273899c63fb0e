import { formatIndexes } from './indexes.js';
import type { EndedPod, JobEnd, JobPod, JobRules } from './model.js';
import { metSuccessRule } from './policies.js';

/** What the ended pods add up to. */
export interface Tally {
  readonly succeeded: number;
  readonly failed: number;
  readonly completedIndexes: string;
  readonly failedIndexes: string;
  readonly indexes: { readonly done: ReadonlySet<number>; readonly failed: ReadonlySet<number> };
}

/**
 * Counts ended pods. An index is done with one success; it has failed when a rule says so or when it failed more often
 * than backoffLimitPerIndex.
 * Source: kubernetes pkg/controller/job/indexed_job_utils.go, calculateSucceededIndexes, calculateFailedIndexes.
 */
export function tally(
  { indexed, completions, backoffLimitPerIndex }: JobRules,
  ended: readonly EndedPod[],
): Tally {
  const valid = ended.filter(({ index }) => !indexed || (index !== undefined && index < (completions ?? 0)));
  const counted = valid.filter(({ succeeded, action }) => !succeeded && action !== 'Ignore');
  const done = new Set(
    valid.flatMap(({ succeeded, index }) => (succeeded && index !== undefined ? [index] : [])),
  );
  const hasFailed = (index: number): boolean => {
    const own = counted.filter((one) => one.index === index);
    return own.some(({ action }) => action === 'FailIndex') || own.length > (backoffLimitPerIndex ?? 0);
  };
  const tried = new Set(counted.flatMap(({ index }) => index ?? []));
  const failed = new Set(
    backoffLimitPerIndex === undefined
      ? []
      : [...tried].filter((index) => !done.has(index) && hasFailed(index)),
  );
  return {
    succeeded: indexed ? done.size : valid.filter(({ succeeded }) => succeeded).length,
    failed: counted.length,
    completedIndexes: formatIndexes(done),
    failedIndexes: formatIndexes(failed),
    indexes: { done, failed },
  };
}

interface EndView {
  readonly rules: JobRules;
  readonly ended: readonly EndedPod[];
  readonly active: readonly JobPod[];
  readonly startedAt: number | undefined;
  readonly now: number;
}

/** Whether a Job is over, and how: the first that applies. Source: kubernetes pkg/controller/job/job_controller.go, syncJob. */
export function judgeEnd(view: EndView): JobEnd | undefined {
  return policyFailure(view.ended) ?? limitReached(view) ?? indexesFailed(view) ?? completed(view);
}

function policyFailure(ended: readonly EndedPod[]): JobEnd | undefined {
  const message = ended.find(({ action }) => action === 'FailJob')?.message;
  return message === undefined ? undefined : { type: 'Failed', reason: 'PodFailurePolicy', message };
}

function limitReached({ rules, ended, active, startedAt, now }: EndView): JobEnd | undefined {
  if (tally(rules, ended).failed > rules.backoffLimit || pastRestarts(rules, active)) {
    return {
      type: 'Failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    };
  }
  const { deadlineSeconds, suspend } = rules;
  if (deadlineSeconds === undefined || startedAt === undefined || suspend) return undefined;
  if (now < startedAt + deadlineSeconds * 1000) return undefined;
  return {
    type: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Job was active longer than specified deadline',
  };
}

/** Source: job_controller.go, pastBackoffLimitOnFailure. */
function pastRestarts({ restartsInPlace, backoffLimit }: JobRules, active: readonly JobPod[]): boolean {
  if (!restartsInPlace) return false;
  const restarts = active.reduce((sum, pod) => sum + pod.restarts, 0);
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

function indexesFailed({ rules, ended }: EndView): JobEnd | undefined {
  const { backoffLimitPerIndex, maxFailedIndexes, completions = 0 } = rules;
  if (!rules.indexed || backoffLimitPerIndex === undefined) return undefined;
  const { done, failed } = tally(rules, ended).indexes;
  if (maxFailedIndexes !== undefined && failed.size > maxFailedIndexes) {
    return {
      type: 'Failed',
      reason: 'MaxFailedIndexesExceeded',
      message: 'Job has exceeded the specified maximal number of failed indexes',
    };
  }
  if (failed.size === 0 || failed.size + done.size < completions) return undefined;
  return { type: 'Failed', reason: 'FailedIndexes', message: 'Job has failed indexes' };
}

function completed({ rules, ended, active }: EndView): JobEnd | undefined {
  const { succeeded, indexes } = tally(rules, ended);
  const rule = rules.indexed ? metSuccessRule(rules, indexes.done) : undefined;
  if (rule !== undefined) {
    return { type: 'Complete', reason: 'SuccessPolicy', message: `Matched rules at index ${rule}` };
  }
  const enough = rules.completions === undefined ? succeeded > 0 : succeeded >= rules.completions;
  if (!enough || active.length > 0) return undefined;
  return {
    type: 'Complete',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  };
}
