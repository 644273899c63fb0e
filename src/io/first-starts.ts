import type { PlannedPod } from '../fields/plan-pod.js';
import { hasStarted } from '../reconcile/difference.js';
import type { JobRecord, OwnedPod } from '../supervisor/batch.js';
import { readBatch } from './batch.js';
import { pause } from './pause.js';
import type { RunOptions, RunResult, StuckJob } from './run-result.js';
import { readState } from './state.js';

/** Longest wait for the supervisor to have started what can be started at once. */
const firstStartsMs = 10_000;

/**
 * Waits until every pod that may start has begun to: with init containers the first of them, else all containers.
 * `seen`: what Podman had when nothing was to be done. Gives the Jobs of which no pod could be made.
 */
export async function firstStarts(
  result: RunResult,
  { program, signal }: RunOptions,
): Promise<readonly StuckJob[]> {
  const { planned, seen } = result;
  if (startedAll(result)) return [];
  const until = Date.now() + firstStartsMs;
  for (let first = seen; Date.now() < until && !signal.aborted; first = undefined) {
    const listed = first === undefined ? await readState(program) : { state: first };
    if ('failure' in listed) return [];
    const hasBegun = (pod: PlannedPod): boolean =>
      firstsOf(pod).every((name) => {
        const container = listed.state.containers.get(name);
        return container === undefined || hasStarted(container);
      });
    const { jobs } = await readBatch(listed.state);
    const isWanted = ({ owner }: JobRecord): boolean =>
      planned.templates.some(
        ({ kind, namespace, name }) => kind === 'Job' && namespace === owner.namespace && name === owner.name,
      );
    const isUnderWay = ({ rules, status, pods }: JobRecord): boolean =>
      rules.suspend ||
      rules.parallelism === 0 ||
      status.finishedAt !== undefined ||
      status.problem !== undefined ||
      pods.some(hasRun);
    const hasRun = ({ name }: OwnedPod): boolean =>
      [...listed.state.containers.values()].some(
        (one) => one.pod === name && !one.isInfra && hasStarted(one),
      );
    const wanted = jobs.filter(isWanted);
    if (planned.pods.every(hasBegun) && wanted.every(isUnderWay)) return wanted.flatMap(stuckJob);
    await pause(100, signal);
  }
  return [];
}

/** Containers of a pod that start without waiting for anything. */
function firstsOf({ waits, hasInit, containers }: PlannedPod): readonly string[] {
  return waits ? [] : hasInit ? containers.slice(0, 1) : containers;
}

/** Whether this run itself has started all that can start at once, so that there is nothing to look for. */
function startedAll({ planned, outcome }: RunResult): boolean {
  const { done = [], postponed = [] } = outcome ?? {};
  const failed = new Set(postponed.map(({ operation }) => operation));
  const started = new Set(
    done.flatMap((one) => (one.op === 'container.start' && !failed.has(one) ? [one.container] : [])),
  );
  return (
    planned.templates.length === 0 &&
    planned.pods.every((pod) => firstsOf(pod).every((name) => started.has(name)))
  );
}

function stuckJob({ owner, status: { problem } }: JobRecord): readonly StuckJob[] {
  return problem === undefined ? [] : [{ job: owner, problem }];
}
