import type { FieldPath } from '../diagnostics/field-path.js';
import { label } from '../reconcile/labels.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { statusVolumeOperation } from '../reconcile/templates.js';
import { readBatch } from './batch.js';
import { lockStore } from './lock.js';
import { performPlan } from './perform.js';
import { type RemovalContext, removeObjects } from './remove-objects.js';
import { startJob } from './start-job.js';
import { readState } from './state.js';

/** What was begun, or why nothing was. */
export type RunStarted =
  | { readonly job: ObjectKey }
  | { readonly problem: string; readonly unknown?: boolean };

/** How a run is begun by hand. */
export interface RunContext extends RemovalContext {
  readonly origin: FieldPath;
}

/** Starts a run of a CronJob now, whatever its schedule says. Absent name: `NAME-manual-N`, the first that is free. */
export async function runCronJob(
  cronJob: ObjectKey,
  wanted: string | undefined,
  context: RunContext,
): Promise<RunStarted> {
  const { program, rootless } = context;
  const lock = await lockStore(program, context.waitingForLock);
  if ('problem' in lock) return lock;
  try {
    const listed = await readState(program);
    if ('failure' in listed) return { problem: listed.failure.stderr.trim() };
    const { jobs, cronJobs } = await readBatch(listed.state);
    if (!cronJobs.some(({ owner }) => isSame(owner, cronJob))) return unknown(cronJob);
    const taken = new Set(
      jobs.filter(({ owner }) => owner.namespace === cronJob.namespace).map(({ owner }) => owner.name),
    );
    if (wanted !== undefined && taken.has(wanted)) return { problem: `job/${wanted} is there already` };
    const job = wanted ?? freeName(cronJob.name, taken);
    const failed = await startJob(program, rootless, { cronJob, job });
    return failed ?? { job: { kind: 'Job', namespace: cronJob.namespace, name: job } };
  } finally {
    await lock.release();
  }
}

function freeName(cronJob: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = `${cronJob}-manual-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Runs a finished Job once more, from the beginning: its pods go, its record stays. */
export async function runJob(job: ObjectKey, context: RunContext): Promise<RunStarted> {
  const { program, origin } = context;
  const listed = await readState(program);
  if ('failure' in listed) return { problem: listed.failure.stderr.trim() };
  const { jobs } = await readBatch(listed.state);
  const known = jobs.find(({ owner }) => isSame(owner, job));
  if (known === undefined) return unknown(job);
  if (known.status.finishedAt === undefined) return { problem: `job/${job.name} has not ended yet` };
  const kept = ['record', 'values'];
  const problem = await removeObjects(
    {
      objects: [{ ...job, origin }],
      claims: false,
      only: (labels) => !kept.includes(labels[label.purpose] ?? ''),
    },
    context,
  );
  if (problem !== undefined) {
    return { problem: typeof problem.detail === 'string' ? problem.detail : problem.detail.message };
  }
  const { failure } = await performPlan(
    { operations: [statusVolumeOperation({ owner: job, origin })] },
    context,
  );
  return failure === undefined ? { job } : { problem: failure.message };
}

function unknown({ kind, name }: ObjectKey): RunStarted {
  const word = kind.toLowerCase();
  return {
    problem: `there is no ${word}/${name} that the supervisor runs: see kube2pod get ${word}s`,
    unknown: true,
  };
}

function isSame(a: ObjectKey, b: ObjectKey): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}
