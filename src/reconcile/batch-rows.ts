import type { BatchView, JobRecord } from '../supervisor/batch.js';
import { isRunOf } from '../supervisor/cron-job/cron-jobs.js';
import { nextRun } from '../supervisor/cron-job/decide.js';
import { age } from './status.js';

/** A Job as `get jobs` shows it. */
export interface JobRow {
  readonly namespace: string;
  readonly name: string;
  readonly status: string;
  /** Such as `1/3`. */
  readonly completions: string;
  readonly duration: string;
  readonly age: string;
}

/** A CronJob as `get cronjobs` shows it. */
export interface CronJobRow {
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly suspend: string;
  readonly active: number;
  readonly lastSchedule: string;
  /** When it starts a Job next, RFC 3339 in UTC; `<none>` while it is suspended. */
  readonly nextSchedule: string;
  readonly age: string;
}

/** Jobs sorted by namespace and name. Source: kubernetes pkg/printers/internalversion/printers.go, printJob. */
export function jobRows({ jobs }: BatchView, now: number): readonly JobRow[] {
  return jobs
    .map((job): JobRow => {
      const { owner, status, createdAt } = job;
      const { startedAt, finishedAt = now } = status;
      return {
        namespace: owner.namespace,
        name: owner.name,
        status: jobState(job),
        completions: completionsOf(job),
        duration: startedAt === undefined ? '' : age(finishedAt - startedAt),
        age: age(now - createdAt),
      };
    })
    .sort(byPlace);
}

/** One word for a Job. Source: printers.go, printJob; for one without pods pkg/controller/controller_utils.go, FailedCreatePodReason. */
export function jobState({ rules, status }: JobRecord): string {
  const { end, finishedAt, problem } = status;
  if (end === undefined && problem !== undefined) return 'FailedCreate';
  if (end === undefined) return rules.suspend ? 'Suspended' : 'Running';
  if (finishedAt !== undefined) return end.type;
  return end.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
}

/** `1/3`; of a work queue `0/1 of 2`. */
export function completionsOf({ rules, status }: JobRecord): string {
  const { completions, parallelism } = rules;
  if (completions !== undefined) return `${status.succeeded}/${completions}`;
  return parallelism > 1 ? `${status.succeeded}/1 of ${parallelism}` : `${status.succeeded}/1`;
}

/** CronJobs sorted by namespace and name. Source: printers.go, printCronJob. */
export function cronJobRows({ jobs, cronJobs }: BatchView, now: number): readonly CronJobRow[] {
  return cronJobs
    .map((cronJob): CronJobRow => {
      const { owner, rules, status, createdAt } = cronJob;
      const next = nextRun({ rules, createdAt, before: status, now });
      return {
        namespace: owner.namespace,
        name: owner.name,
        schedule: rules.schedule,
        timeZone: rules.timeZone ?? '<none>',
        suspend: rules.suspend ? 'True' : 'False',
        active: jobs.filter((job) => isRunOf(job, cronJob) && job.status.finishedAt === undefined).length,
        lastSchedule: status.lastScheduledAt === undefined ? '<none>' : age(now - status.lastScheduledAt),
        nextSchedule: next === undefined ? '<none>' : new Date(next).toISOString(),
        age: age(now - createdAt),
      };
    })
    .sort(byPlace);
}

interface Placed {
  readonly namespace: string;
  readonly name: string;
}

function byPlace(a: Placed, b: Placed): number {
  const [one, other] = [`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
