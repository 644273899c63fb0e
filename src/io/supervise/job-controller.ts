import type { PodmanState } from '../../phases/observed.js';
import { label } from '../../reconcile/labels.js';
import type { ObjectKey } from '../../reconcile/object-key.js';
import { removePod } from '../../reconcile/removal.js';
import type { JobRecord } from '../../supervisor/batch.js';
import type { ActOutcome, Controller, StoreView } from '../../supervisor/controller.js';
import { decideJobs, type JobStep, objectOf } from '../../supervisor/job/jobs.js';
import type { JobStatus } from '../../supervisor/job/model.js';
import { partialPods } from '../../supervisor/job/pods.js';
import { writeBatchStatus, writeJobProblem } from '../batch.js';
import { makePod } from '../make-pod.js';
import { performPlan } from '../perform.js';
import { removeObjects } from '../remove-objects.js';
import { withStoreLock } from './locked.js';
import { removalContext } from './removal-context.js';
import type { Surroundings } from './surroundings.js';

/** Keeps Jobs: makes their pods, counts how they end, stops and removes them. */
export function jobController(surroundings: Surroundings): Controller<JobStep> {
  const abandoned = watchPartialPods();
  return {
    name: 'job',
    decide: (view) => {
      const lost = abandoned(view);
      return decideJobs(view).map((decision) => ({
        ...decision,
        actions: [
          ...(lost.get(decision.object) ?? []).map((pod): JobStep => ({ action: 'remove', pod })),
          ...decision.actions,
        ],
      }));
    },
    act: async (step, object, view) => {
      const record = view.batch.jobs.find((one) => objectOf(one) === object);
      return record === undefined ? 'done' : act(step, record, view, surroundings);
    },
  };
}

/** Nobody takes that long to make a pod of which all images are there. */
const longestMakingMs = 120_000;

/** Pods that lack containers for so long that whoever made them must have been killed, by object. */
function watchPartialPods(): (view: StoreView) => ReadonlyMap<string, readonly string[]> {
  let since = new Map<string, number>();
  return (view) => {
    const partial = view.batch.jobs.map((record) => [objectOf(record), partialPods(record, view)] as const);
    since = new Map(partial.flatMap(([, pods]) => pods.map((pod) => [pod, since.get(pod) ?? view.now])));
    const isLost = (pod: string): boolean => view.now - (since.get(pod) ?? view.now) > longestMakingMs;
    return new Map(partial.map(([object, pods]) => [object, pods.filter(isLost)]));
  };
}

async function act(
  step: JobStep,
  record: JobRecord,
  view: StoreView,
  surroundings: Surroundings,
): Promise<ActOutcome> {
  const { owner } = record;
  switch (step.action) {
    case 'record':
      return writeStatus(step.status, record, view.state, surroundings);
    case 'create':
      return createPod(owner, step.index, view.state, surroundings);
    case 'stop':
      return stopPod(step.pod, view.state, surroundings);
    case 'remove':
      return removeJobPod(step.pod, owner, surroundings);
    case 'delete': {
      surroundings.log(`job/${owner.name}: its time to live is over`);
      return deleteObject(owner, surroundings);
    }
    default:
      return step satisfies never;
  }
}

async function writeStatus(
  status: JobStatus,
  { owner, status: before }: JobRecord,
  state: PodmanState,
  { log }: Surroundings,
): Promise<ActOutcome> {
  await writeBatchStatus(owner, status, state);
  const { end } = status;
  if (end !== undefined && before.end === undefined) {
    log(`job/${owner.name}: ${end.type === 'Complete' ? 'complete' : 'failed'}: ${end.message}`);
  }
  return 'done';
}

async function createPod(
  owner: ObjectKey,
  index: number | undefined,
  state: PodmanState,
  surroundings: Surroundings,
): Promise<ActOutcome> {
  return withStoreLock(surroundings, async () => {
    const made = await makePod(surroundings.program, { owner, ...(index === undefined ? {} : { index }) });
    if ('gone' in made) return 'done';
    await writeJobProblem(owner, 'problem' in made ? made.problem : undefined, state);
    if ('problem' in made) {
      surroundings.log(`job/${owner.name}: no pod could be made: ${made.problem}`);
      return 'failed';
    }
    const message = `Created pod: ${made.pod}`;
    surroundings.note(made.pod, { type: 'Normal', reason: 'SuccessfulCreate', message });
    return 'done';
  });
}

/** Its containers only: what stays of the pod can be looked at and has logs. */
async function stopPod(pod: string, state: PodmanState, surroundings: Surroundings): Promise<ActOutcome> {
  const origin = removalContext(surroundings).origin;
  const stops = removePod(pod, origin, undefined, state).filter(({ op }) => op === 'container.stop');
  const message = 'Stopping: the Job is over';
  surroundings.note(pod, { type: 'Normal', reason: 'Killing', message });
  const { failure } = await performPlan({ operations: stops }, removalContext(surroundings));
  return failure === undefined ? 'done' : 'failed';
}

/** One pod too many, with all that is its own. */
async function removeJobPod(pod: string, owner: ObjectKey, surroundings: Surroundings): Promise<ActOutcome> {
  surroundings.log(`job/${owner.name}: removing ${pod}`);
  const context = removalContext(surroundings);
  const { origin } = context;
  const only = (labels: { readonly [name: string]: string }, name: string): boolean =>
    name === pod || labels[label.pod] === podLabelOf(pod, owner);
  const problem = await removeObjects({ objects: [{ ...owner, origin }], claims: false, only }, context);
  return problem === undefined ? 'done' : 'failed';
}

/** Kubernetes' name of a pod from Podman's. */
function podLabelOf(pod: string, { namespace }: ObjectKey): string {
  return pod.startsWith(`${namespace}_`) ? pod.slice(namespace.length + 1) : pod;
}

/** An object with all that is its own. */
export async function deleteObject(owner: ObjectKey, surroundings: Surroundings): Promise<ActOutcome> {
  const context = removalContext(surroundings);
  const objects = [{ ...owner, origin: context.origin }];
  const problem = await removeObjects({ objects, claims: false }, context);
  if (problem === undefined) return 'done';
  const detail = typeof problem.detail === 'string' ? problem.detail : problem.detail.message;
  surroundings.log(`${owner.kind.toLowerCase()}/${owner.name} could not be removed: ${detail.trim()}`);
  return 'failed';
}
