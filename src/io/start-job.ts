import { stableUid } from '../kinds/uid.js';
import type { PodmanState } from '../phases/observed.js';
import type { Operation } from '../podman/operations.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { writeOperations } from '../reconcile/operations-text.js';
import { fill } from '../reconcile/pod-template.js';
import { recordName } from '../reconcile/records.js';
import { jobRecordOperations } from '../reconcile/templates.js';
import { keptOperations, readTemplate, recordOf } from './batch.js';
import { performPlan } from './perform.js';
import type { PodmanProgram } from './podman.js';
import { readState } from './state.js';

/** A run of a CronJob. */
export interface JobOrder {
  readonly cronJob: ObjectKey;
  readonly job: string;
}

/** Undefined: its Job is there. */
export type StartedJob = undefined | { readonly problem: string };

/**
 * Makes the Job of one run: a record of its own, so that it goes on as it began whatever becomes of the CronJob. Its pods
 * are made by the Job controller. Needs the store's lock.
 */
export async function startJob(
  program: PodmanProgram,
  rootless: boolean,
  { cronJob, job }: JobOrder,
): Promise<StartedJob> {
  const listed = await readState(program);
  if ('failure' in listed) return { problem: listed.failure.stderr.trim() };
  const { state } = listed;
  const owner = { kind: 'Job', namespace: cronJob.namespace, name: job };
  if (state.volumes.has(recordName(owner))) return undefined;
  const operations = await jobOperations(cronJob, owner, state);
  if (operations === undefined) return { problem: `cronjob/${cronJob.name} is not there` };
  const { failure } = await performPlan(
    { operations },
    {
      program,
      rootless,
      known: () => undefined,
      signal: new AbortController().signal,
      progress: () => {},
      sleep: async () => {},
    },
  );
  return failure === undefined ? undefined : { problem: `${failure.operation.id}: ${failure.message}` };
}

async function jobOperations(
  cronJob: ObjectKey,
  owner: ObjectKey,
  state: PodmanState,
): Promise<readonly Operation[] | undefined> {
  const record = recordOf(cronJob, state);
  const kept = await readTemplate(record);
  if (kept === undefined || record === undefined) return undefined;
  const template = fill(await keptOperations(kept, state), {
    job: owner.name,
    jobUid: stableUid(owner.namespace, 'Job', owner.name),
  });
  const [first] = template;
  if (first === undefined) return undefined;
  return jobRecordOperations({
    owner,
    parent: cronJob.name,
    rules: { kind: 'Job', job: kept.rules.job },
    written: writeOperations(template),
    from: record.labels,
    origin: first.origin,
    state,
  });
}
