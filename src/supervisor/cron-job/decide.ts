import { parseCron } from '../../model/cron.js';
import { nextCronTime, wallClock } from '../../model/cron-next.js';
import type { CronJobAction, CronJobDecision, CronJobRules, CronJobRun, CronJobStatus } from './model.js';

/** What the controller looks at. Times in milliseconds since 1970. */
export interface CronJobView {
  readonly name: string;
  readonly rules: CronJobRules;
  readonly createdAt: number;
  readonly runs: readonly CronJobRun[];
  readonly before: CronJobStatus;
  readonly now: number;
}

/**
 * Decides which run of a CronJob is due, which of its old Jobs go, and when to look again. Of runs that were missed
 * while nobody looked at most the latest is made up for.
 * Source: kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, syncCronJob and cleanupFinishedJobs.
 */
export function decideCronJob(view: CronJobView): CronJobDecision {
  const { rules, runs, before, now } = view;
  const history = [
    ...oldest(runs, 'complete', rules.successfulJobs),
    ...oldest(runs, 'failed', rules.failedJobs),
  ];
  const idle: CronJobDecision = { status: before, actions: history };
  if (rules.suspend) return idle;
  const next = nextAfter(rules);
  if (next === undefined) return idle;
  const due = latestDue(view, earliestTime(view), next);
  const wakes = wakeTime(view, next);
  if (due === undefined || due === before.lastScheduledAt) return { ...idle, ...wakes };
  const { startingDeadlineSeconds: limit } = rules;
  if (limit !== undefined && due + limit * 1000 < now) {
    return { ...idle, ...wakes, skipped: 'it was missed for longer than startingDeadlineSeconds' };
  }
  const job = jobName(view.name, due);
  if (runs.some(({ name }) => name === job)) {
    return { ...idle, ...wakes, status: { ...before, lastScheduledAt: due } };
  }
  const active = runs.filter(({ state }) => state === 'active');
  if (rules.concurrency === 'Forbid' && active.length > 0) {
    return { ...idle, ...wakes, skipped: `${active[0]?.name} still runs and concurrencyPolicy is Forbid` };
  }
  const replaced = rules.concurrency === 'Replace' ? active : [];
  return {
    status: { ...before, lastScheduledAt: due },
    actions: [
      ...history,
      ...replaced.map(({ name }): CronJobAction => ({ action: 'delete', job: name, why: 'replaced' })),
      { action: 'start', job, scheduledAt: due },
    ],
    ...wakes,
  };
}

/** Source: cronjob_controllerv2.go, getJobName; utils.go, getTimeHashInMinutes. */
export function jobName(cronJob: string, scheduledAt: number): string {
  return `${cronJob}-${Math.floor(scheduledAt / 60_000)}`;
}

/** When the schedule comes round next, in milliseconds since 1970; undefined: never, or not while it is suspended. */
export function nextRun(
  view: Pick<CronJobView, 'rules' | 'createdAt' | 'before' | 'now'>,
): number | undefined {
  const next = view.rules.suspend ? undefined : nextAfter(view.rules);
  return next === undefined ? undefined : wakeTime(view, next).wakeAt;
}

type Next = (after: number) => number | undefined;

function nextAfter({ schedule, timeZone }: CronJobRules): Next | undefined {
  const parsed = parseCron(schedule);
  if ('problem' in parsed) return undefined;
  const clock = wallClock(timeZone);
  return (after) => nextCronTime(parsed, after, clock);
}

/** Source: kubernetes pkg/controller/cronjob/utils.go, mostRecentScheduleTime. */
function earliestTime({ rules, createdAt, before, now }: CronJobView): number {
  const last = before.lastScheduledAt ?? createdAt;
  const { startingDeadlineSeconds: limit } = rules;
  return limit === undefined ? last : Math.max(last, now - limit * 1000);
}

/**
 * The latest time up to now that the schedule names. Not all of many missed ones are walked through: the distance of
 * the first two tells how many there may be.
 * Source: utils.go, mostRecentScheduleTime.
 */
function latestDue({ now }: Pick<CronJobView, 'now'>, earliest: number, next: Next): number | undefined {
  const first = next(earliest);
  if (first === undefined || first > now) return undefined;
  const second = next(first);
  if (second === undefined || second > now) return first;
  const step = second - first;
  const missed = Math.floor((now - first) / step) + 1;
  let latest = first;
  for (let time = next(first + (missed - 2) * step); time !== undefined && time <= now; time = next(time)) {
    latest = time;
  }
  return latest;
}

/** Source: cronjob_controllerv2.go, nextScheduleTimeDuration. */
function wakeTime(
  view: Pick<CronJobView, 'before' | 'createdAt' | 'now'>,
  next: Next,
): { readonly wakeAt?: number } {
  const last = view.before.lastScheduledAt ?? view.createdAt;
  const at = next(latestDue(view, last, next) ?? last);
  return at === undefined ? {} : { wakeAt: at };
}

/** Source: cronjob_controllerv2.go, removeOldestJobs. */
function oldest(
  runs: readonly CronJobRun[],
  state: CronJobRun['state'],
  limit: number,
): readonly CronJobAction[] {
  const finished = runs
    .filter((run) => run.state === state)
    .sort((a, b) => a.startedAt - b.startedAt || (a.name < b.name ? -1 : 1));
  return finished
    .slice(0, Math.max(0, finished.length - limit))
    .map(({ name }): CronJobAction => ({ action: 'delete', job: name, why: 'history' }));
}
