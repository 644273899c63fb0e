import type { JobRecord } from '../batch.js';
import type { Decision, StoreView } from '../controller.js';
import { decideJob } from './decide.js';
import type { JobAction, JobStatus } from './model.js';
import { jobPods } from './pods.js';

/** What the Job controller does: first it writes down what became of the Job, then it acts on that. */
export type JobStep = JobAction | { readonly action: 'record'; readonly status: JobStatus };

/** What each Job needs now. A finished Job without a time to live needs nothing any more. */
export function decideJobs(view: StoreView): readonly Decision<JobStep>[] {
  return view.batch.jobs.flatMap((record): readonly Decision<JobStep>[] => {
    const { status, actions, wakeAt } = decideJob({
      rules: record.rules,
      pods: jobPods(record, view),
      before: record.status,
      now: view.now,
    });
    const isNews = JSON.stringify(status) !== JSON.stringify(record.status);
    const steps: readonly JobStep[] = [
      ...(isNews ? [{ action: 'record' as const, status }] : []),
      ...actions,
    ];
    const isIdle = steps.length === 0 && wakeAt === undefined;
    if (isIdle && (status.finishedAt !== undefined || record.rules.suspend)) return [];
    return [{ object: objectOf(record), actions: steps, ...(wakeAt === undefined ? {} : { wakeAt }) }];
  });
}

/** How a Job is called among the controller's objects. */
export function objectOf({ owner }: Pick<JobRecord, 'owner'>): string {
  return `${owner.namespace}/${owner.name}`;
}
