import type { CronJobRecord } from '../../supervisor/batch.js';
import type { ActOutcome, Controller, StoreView } from '../../supervisor/controller.js';
import { type CronJobStep, decideCronJobs } from '../../supervisor/cron-job/cron-jobs.js';
import { writeBatchStatus } from '../batch.js';
import { startJob } from '../start-job.js';
import { deleteObject } from './job-controller.js';
import { withStoreLock } from './locked.js';
import type { Surroundings } from './surroundings.js';

/** Starts Jobs at their time, and tidies up those that ended. */
export function cronJobController(surroundings: Surroundings): Controller<CronJobStep> {
  // What was skipped is said once, and not at every look.
  const said = new Map<string, string>();
  return {
    name: 'cronjob',
    decide: decideCronJobs,
    act: async (step, object, view) => {
      const record = view.batch.cronJobs.find(({ owner }) => `${owner.namespace}/${owner.name}` === object);
      if (record === undefined) return 'done';
      if (step.action !== 'skip') return act(step, record, view, surroundings);
      const line = `cronjob/${record.owner.name}: a run is skipped: ${step.why}`;
      if (said.get(object) !== line) surroundings.log(line);
      said.set(object, line);
      return 'done';
    },
  };
}

async function act(
  step: Exclude<CronJobStep, { readonly action: 'skip' }>,
  { owner }: CronJobRecord,
  { state }: StoreView,
  surroundings: Surroundings,
): Promise<ActOutcome> {
  switch (step.action) {
    case 'start':
      return withStoreLock(surroundings, async () => {
        const { program, rootless, log } = surroundings;
        const problem = await startJob(program, rootless, { cronJob: owner, job: step.job });
        log(
          `cronjob/${owner.name}: ${problem === undefined ? `started job/${step.job}` : `job/${step.job} could not be started: ${problem.problem}`}`,
        );
        return problem === undefined ? 'done' : 'failed';
      });
    case 'delete':
      surroundings.log(`cronjob/${owner.name}: removing job/${step.job} (${step.why})`);
      return deleteObject({ ...owner, kind: 'Job', name: step.job }, surroundings);
    case 'record':
      await writeBatchStatus(owner, step.status, state);
      return 'done';
    default:
      return step satisfies never;
  }
}
