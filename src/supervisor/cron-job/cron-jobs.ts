import type { CronJobRecord, JobRecord } from '../batch.js';
import type { Decision, StoreView } from '../controller.js';
import { decideCronJob } from './decide.js';
import type { CronJobAction, CronJobRun, CronJobStatus } from './model.js';

/** What the CronJob controller does. The status is written when the run is there: its name keeps it from a second start. */
export type CronJobStep =
  | CronJobAction
  | { readonly action: 'record'; readonly status: CronJobStatus }
  | { readonly action: 'skip'; readonly why: string };

/** What each CronJob needs now; a suspended one with nothing to tidy up needs nothing. */
export function decideCronJobs(view: StoreView): readonly Decision<CronJobStep>[] {
  return view.batch.cronJobs.flatMap((record): readonly Decision<CronJobStep>[] => {
    const { owner, rules, status: before, createdAt } = record;
    const decided = decideCronJob({
      name: owner.name,
      rules,
      createdAt,
      runs: view.batch.jobs.filter((job) => isRunOf(job, record)).map(runOf),
      before,
      now: view.now,
    });
    const isNews = decided.status.lastScheduledAt !== before.lastScheduledAt;
    const actions: readonly CronJobStep[] = [
      ...(decided.skipped === undefined ? [] : [{ action: 'skip' as const, why: decided.skipped }]),
      ...decided.actions,
      ...(isNews ? [{ action: 'record' as const, status: decided.status }] : []),
    ];
    const { wakeAt } = decided;
    if (actions.length === 0 && wakeAt === undefined) return [];
    const object = `${owner.namespace}/${owner.name}`;
    return [{ object, actions, ...(wakeAt === undefined ? {} : { wakeAt }) }];
  });
}

/** Whether a Job was started by this CronJob. */
export function isRunOf({ owner, parent }: JobRecord, cronJob: CronJobRecord): boolean {
  return parent === cronJob.owner.name && owner.namespace === cronJob.owner.namespace;
}

function runOf({ owner, status, createdAt }: JobRecord): CronJobRun {
  const { end, finishedAt, startedAt = createdAt } = status;
  const state = finishedAt === undefined ? 'active' : end?.type === 'Complete' ? 'complete' : 'failed';
  return { name: owner.name, state, startedAt };
}
