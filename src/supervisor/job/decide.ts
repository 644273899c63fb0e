import { nextPodAt } from './back-off.js';
import { judgeEnd, tally } from './end.js';
import type { EndedPod, JobAction, JobDecision, JobPod, JobRules, JobStatus } from './model.js';
import { judgeFailure } from './policies.js';

/** What the controller looks at. Times in milliseconds since 1970. */
export interface JobView {
  readonly rules: JobRules;
  readonly pods: readonly JobPod[];
  readonly before: JobStatus;
  readonly now: number;
}

/**
 * Decides what a Job needs next: pods to make, to take away or to stop, and whether it is over. A pod that ended is
 * remembered, so that a Job counts on when somebody prunes what ended.
 * Source: kubernetes pkg/controller/job/job_controller.go, syncJob and manageJob.
 */
export function decideJob(view: JobView): JobDecision {
  const { rules, before, now } = view;
  if (before.finishedAt !== undefined) return afterwards(before, before.finishedAt, rules, now);
  const ended = endedPods(view);
  const active = view.pods.filter(isActive);
  const startedAt = startTime(view);
  const counts = tally(rules, ended);
  const status: JobStatus = {
    ...(startedAt === undefined ? {} : { startedAt }),
    suspended: rules.suspend,
    ended,
    active: active.length,
    ready: active.filter(({ ready }) => ready).length,
    succeeded: counts.succeeded,
    failed: counts.failed,
    ...(rules.indexed ? { completedIndexes: counts.completedIndexes } : {}),
    ...(rules.backoffLimitPerIndex === undefined ? {} : { failedIndexes: counts.failedIndexes }),
    ...(before.problem === undefined ? {} : { problem: before.problem }),
  };
  const end = before.end ?? judgeEnd({ rules, ended, active, startedAt, now });
  if (end === undefined) return manage({ rules, status, active, now });
  const stops = active.map(({ name }): JobAction => ({ action: 'stop', pod: name }));
  // In force only when nothing of it runs any more: KEP-3939, delayTerminalCondition.
  const over = stops.length === 0 ? { finishedAt: now } : {};
  const decided = { ...status, end, ...over };
  return stops.length === 0 ? afterwards(decided, now, rules, now) : { status: decided, actions: stops };
}

const isActive = ({ phase }: JobPod): boolean => phase === 'Pending' || phase === 'Running';

/** Source: kubernetes pkg/controller/ttlafterfinished/ttlafterfinished_controller.go, timeLeft. */
function afterwards(
  status: JobStatus,
  finishedAt: number,
  { ttlSeconds }: JobRules,
  now: number,
): JobDecision {
  if (ttlSeconds === undefined) return { status, actions: [] };
  const wakeAt = finishedAt + ttlSeconds * 1000;
  return now >= wakeAt ? { status, actions: [{ action: 'delete' }] } : { status, actions: [], wakeAt };
}

/** Those known before, and those that ended since; every pod is judged once. */
function endedPods({ rules, pods, before }: JobView): readonly EndedPod[] {
  const known = new Set(before.ended.map(({ id }) => id));
  const fresh = pods
    .filter((pod) => !isActive(pod) && !known.has(pod.id))
    // What is stopped because the Job met its successPolicy has not failed.
    .filter(({ phase }) => phase === 'Succeeded' || before.end?.type !== 'Complete')
    .map((pod): EndedPod => {
      const { id, name, index, endedAt } = pod;
      const succeeded = pod.phase === 'Succeeded';
      const judged = succeeded ? { action: 'Count' as const } : judgeFailure(pod, rules);
      return { id, name, succeeded, endedAt, ...(index === undefined ? {} : { index }), ...judged };
    });
  return [...before.ended, ...fresh];
}

/** A suspended Job has none yet; a resumed one begins anew, since the deadline counts what it is active. */
function startTime({ rules, before, now }: JobView): number | undefined {
  if (rules.suspend) return before.startedAt;
  return before.startedAt === undefined || before.suspended ? now : before.startedAt;
}

interface Managed {
  readonly rules: JobRules;
  readonly status: JobStatus;
  readonly active: readonly JobPod[];
  readonly now: number;
}

/** Source: job_controller.go, manageJob. */
function manage({ rules, status, active, now }: Managed): JobDecision {
  const remove = tooMany(rules, active, wantedPods(rules, status, active.length));
  if (remove.length > 0) {
    return { status, actions: remove.map(({ name }): JobAction => ({ action: 'remove', pod: name })) };
  }
  const missing = wantedPods(rules, status, active.length) - active.length;
  const deadline = rules.deadlineSeconds;
  const times =
    deadline === undefined || status.startedAt === undefined || rules.suspend
      ? []
      : [status.startedAt + deadline * 1000];
  if (missing <= 0) return { status, actions: [], ...earliest(times) };
  const { actions, waits } = rules.indexed
    ? createIndexes({ rules, status, active, now }, missing)
    : createPods(status, missing, now);
  return { status, actions, ...earliest([...times, ...waits]) };
}

function earliest(times: readonly number[]): { readonly wakeAt?: number } {
  return times.length === 0 ? {} : { wakeAt: Math.min(...times) };
}

function wantedPods(rules: JobRules, { succeeded }: JobStatus, active: number): number {
  if (rules.suspend) return 0;
  if (rules.completions === undefined) return succeeded > 0 ? active : rules.parallelism;
  return Math.max(0, Math.min(rules.completions - succeeded, rules.parallelism));
}

interface Creation {
  readonly actions: readonly JobAction[];
  readonly waits: readonly number[];
}

function createPods({ ended }: JobStatus, missing: number, now: number): Creation {
  const at = nextPodAt(ended);
  if (at > now) return { actions: [], waits: [at] };
  return { actions: Array.from({ length: missing }, () => ({ action: 'create' })), waits: [] };
}

/**
 * The first indexes that neither run nor are done; with a limit for each index every one has a back-off of its own.
 * Source: indexed_job_utils.go, firstPendingIndexes; job_controller.go, getPodCreationInfoForIndependentIndexes.
 */
function createIndexes({ rules, status, active, now }: Managed, missing: number): Creation {
  const { completions = 0, backoffLimitPerIndex } = rules;
  const { done, failed } = tally(rules, status.ended).indexes;
  const busy = new Set(active.map(({ index }) => index));
  const pending = range(completions).filter(
    (index) => !busy.has(index) && !done.has(index) && !failed.has(index),
  );
  const next = pending.slice(0, missing);
  const readyAt = (index: number): number =>
    nextPodAt(
      backoffLimitPerIndex === undefined ? status.ended : status.ended.filter((one) => one.index === index),
    );
  return {
    actions: next
      .filter((index) => readyAt(index) <= now)
      .map((index): JobAction => ({ action: 'create', index })),
    waits: next.map(readyAt).filter((at) => at > now),
  };
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/**
 * Pods without a valid index, all but one of each index, and as many as there are too many, the least advanced first.
 * Source: job_controller.go, activePodsForRemoval; kubernetes pkg/controller/controller_utils.go, ActivePods.
 */
function tooMany(rules: JobRules, active: readonly JobPod[], wanted: number): readonly JobPod[] {
  const sorted = [...active].sort(byProgress);
  const isWrong = (pod: JobPod, position: number): boolean =>
    rules.indexed &&
    (pod.index === undefined ||
      pod.index >= (rules.completions ?? 0) ||
      sorted.slice(position + 1).some(({ index }) => index === pod.index));
  const wrong = sorted.filter(isWrong);
  const right = sorted.filter((pod) => !wrong.includes(pod));
  return [...wrong, ...right.slice(0, Math.max(0, active.length - wanted - wrong.length))];
}

function byProgress(a: JobPod, b: JobPod): number {
  const order = (phase: JobPod['phase']): number => (phase === 'Pending' ? 0 : 1);
  return (
    order(a.phase) - order(b.phase) ||
    Number(a.ready) - Number(b.ready) ||
    b.restarts - a.restarts ||
    b.createdAt - a.createdAt ||
    (a.name < b.name ? 1 : -1)
  );
}
