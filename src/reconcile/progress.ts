import type { ContainerState, PodmanState, PodState } from '../phases/observed.js';
import type { BatchView, JobRecord } from '../supervisor/batch.js';
import { parseRollout } from '../supervisor/rollout.js';
import type { PodStatus, SupervisorStatus } from '../supervisor/status.js';
import { completionsOf } from './batch-rows.js';
import { isOwnedBy, label } from './labels.js';
import { isSameObject, type ObjectKey } from './object-key.js';
import { proxyOwner } from './proxy.js';
import { recordName } from './records.js';

/** How far an applied object is. */
export interface Progress {
  readonly object: ObjectKey;
  /** `failed`: it will not get better by waiting. */
  readonly state: 'waiting' | 'done' | 'failed';
  /** Such as `1/3 complete`. */
  readonly detail: string;
}

/** All that is known of a store at one moment. */
export interface StoreSight {
  readonly state: PodmanState;
  readonly batch: BatchView;
  /** Absent: nobody supervises. */
  readonly status: SupervisorStatus | undefined;
}

/**
 * How far objects are: a Job must be complete, pods ready or ended well. Objects without pods are not in the answer.
 * Source: kubectl wait and rollout status: kubernetes staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go.
 */
export function progressOf(objects: readonly ObjectKey[], sight: StoreSight): readonly Progress[] {
  return objects.flatMap((object): readonly Progress[] => {
    if (object.kind === 'CronJob' || object.kind === 'Service') return [];
    const job = sight.batch.jobs.find(({ owner }) => isSameObject(owner, object));
    if (job !== undefined) return [{ object, ...jobProgress(job) }];
    const owner = object.kind === 'Ingress' ? proxyOwner : object;
    const pods = wantedPods(owner, sight.state);
    return pods.length === 0 ? [] : [{ object, ...podsProgress(pods, object, sight) }];
  });
}

/** The pods of an object; while a Deployment's template is brought out, those of the new one. */
function wantedPods(owner: ObjectKey, { pods, volumes }: PodmanState): readonly PodState[] {
  const own = [...pods.values()].filter(({ labels }) => isOwnedBy(labels, owner));
  const rollout = parseRollout(volumes.get(recordName(owner))?.labels[label.rollout]);
  return rollout === undefined ? own : own.filter(({ labels }) => labels[label.digest] === rollout.digest);
}

type Seen = Omit<Progress, 'object'>;

function jobProgress(job: JobRecord): Seen {
  const { end, finishedAt } = job.status;
  if (end?.type === 'Failed') {
    const state = finishedAt === undefined ? 'waiting' : 'failed';
    return { state, detail: `failed: ${end.reason}: ${end.message}` };
  }
  if (finishedAt !== undefined) return { state: 'done', detail: 'complete' };
  if (job.rules.suspend) return { state: 'done', detail: 'suspended' };
  const { problem } = job.status;
  const why = problem === undefined ? '' : `, no pod could be made: ${problem}`;
  return { state: 'waiting', detail: `${completionsOf(job)} complete${why}` };
}

function podsProgress(pods: readonly PodState[], object: ObjectKey, sight: StoreSight): Seen {
  const states = pods.map((pod) => podProgress(pod, sight));
  const failed = states.find(({ state }) => state === 'failed');
  if (failed !== undefined) return failed;
  const done = states.filter(({ state }) => state === 'done').length;
  const word = object.kind === 'Job' ? 'complete' : 'ready';
  const [only] = states;
  if (states.length === 1 && only !== undefined) return only;
  return { state: done === states.length ? 'done' : 'waiting', detail: `${done}/${states.length} ${word}` };
}

function podProgress(pod: PodState, { state, status }: StoreSight): Seen {
  const containers = [...state.containers.values()].filter((one) => one.pod === pod.name && !one.isInfra);
  if (pod.labels[label.rules] === undefined) return plainProgress(containers);
  const watched = status?.pods[pod.name];
  return watched === undefined
    ? { state: 'waiting', detail: 'not seen by the supervisor yet' }
    : watchedProgress(watched, containers);
}

function watchedProgress(
  { phase, reason, containers: statuses }: PodStatus,
  containers: readonly ContainerState[],
): Seen {
  if (phase === 'Succeeded') return { state: 'done', detail: 'completed' };
  if (phase === 'Failed') return { state: 'failed', detail: `failed: ${reason ?? exitText(containers)}` };
  const counted = containers.filter(({ labels }) => labels[label.role] !== 'init');
  const ready = counted.filter(({ name }) => statuses[name]?.ready === true).length;
  const isReady = counted.length > 0 && ready === counted.length;
  return { state: isReady ? 'done' : 'waiting', detail: `${ready}/${counted.length} ready` };
}

/** Without a supervisor nobody probes: what runs counts as ready, what ended as ended for good. */
function plainProgress(containers: readonly ContainerState[]): Seen {
  const lasting = containers.filter(({ labels }) => labels[label.role] !== 'init');
  const running = lasting.filter(({ state }) => state === 'running').length;
  if (lasting.length > 0 && running === lasting.length)
    return { state: 'done', detail: `${running}/${lasting.length} running` };
  const apps = lasting.filter(({ labels }) => labels[label.role] === 'app');
  if (apps.length > 0 && apps.every(({ state }) => state === 'exited')) {
    return apps.some(({ exitCode }) => exitCode !== 0)
      ? { state: 'failed', detail: `failed: ${exitText(apps)}` }
      : { state: 'done', detail: 'completed' };
  }
  return { state: 'waiting', detail: `${running}/${lasting.length} running` };
}

function exitText(containers: readonly ContainerState[]): string {
  const bad = containers.find(({ exitCode }) => exitCode !== 0);
  return bad === undefined ? 'it ended' : `${bad.name} ended with exit code ${bad.exitCode}`;
}
