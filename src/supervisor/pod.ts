import { backOff } from './back-off.js';
import type { PodAction, PodDecision, ProbeVerdicts, SupervisedContainer, SupervisedPod } from './model.js';
import { type AfterEnd, afterEnd } from './restart-rule.js';

/** What is known of a pod besides what Podman shows. */
export interface PodKnowledge {
  /** Verdicts by container; absent: nothing was probed since its start. */
  readonly verdicts: ReadonlyMap<string, ProbeVerdicts>;
  /** Pods whose containers are all running and ready. */
  readonly readyPods: ReadonlySet<string>;
  /** Pods whose Job is over: nothing of theirs is started again, and their Job's controller stops them. */
  readonly overPods: ReadonlySet<string>;
  /** Created pods whose turn has not come in a rollout. */
  readonly heldPods: ReadonlySet<string>;
  readonly now: number;
}

type Step = { readonly actions: readonly PodAction[]; readonly wakeAt?: number; readonly blocked: boolean };

const idle: Step = { actions: [], blocked: false };
const waiting: Step = { actions: [], blocked: true };

/**
 * Decides what a pod needs next, from what is there alone, as the kubelet does at every sync: init containers one after
 * the other, sidecars started before what follows them, containers in order, restarts with back-off, sidecars stopped
 * last. At most one container is started per decision, because a start may have to wait for a hook.
 * Sources: kubernetes pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions;
 * pkg/kubelet/kuberuntime/kuberuntime_container.go, computeInitContainerActions.
 */
export function decidePod(pod: SupervisedPod, knowledge: PodKnowledge): PodDecision {
  const { now } = knowledge;
  // Still being made, or a container of it is being made anew: by somebody who holds the lock.
  if (pod.containers.length < pod.rules.containers) return { actions: [], phase: 'Pending' };
  if (knowledge.overPods.has(pod.name)) return { actions: [], phase: stoppedPhase(pod) };
  if (!pod.infraRunning) return lostSandbox(pod);
  if (isHeldBack(pod, knowledge)) return { actions: [], phase: 'Pending' };
  if (isPastDeadline(pod, now)) return deadline(pod);
  const all = pod.containers.find((one) => one.state === 'ended' && after(one) === 'restart-all');
  if (all !== undefined) return { actions: [{ action: 'restart-containers' }], phase: 'Running' };
  const { init, failedInit, done } = initSteps(pod, knowledge);
  const apps = pod.containers.filter(({ rules }) => rules.role === 'app');
  if (failedInit !== undefined) return finished(pod, now, 'Failed', `Init:${failedInit}`);
  const steps = done ? [...init, ...apps.map((one) => containerStep(one, knowledge))] : init;
  if (done && apps.every((one) => one.state === 'ended' && after(one) === 'stay')) {
    return finished(pod, now, apps.some(({ exitCode }) => exitCode !== 0) ? 'Failed' : 'Succeeded');
  }
  return merged(steps, pod, done ? phaseOf(apps) : 'Pending');
}

/** Whatever does not run has ended. */
function stoppedPhase({ containers }: SupervisedPod): PodDecision['phase'] {
  if (containers.some(({ state }) => state === 'running')) return 'Running';
  const apps = containers.filter(({ rules }) => rules.role === 'app');
  const hasEnded =
    apps.length > 0 && apps.every(({ state, exitCode }) => state === 'ended' && exitCode === 0);
  return hasEnded ? 'Succeeded' : 'Failed';
}

/** Only its first start waits: a pod that ran goes on without the other. Source: pkg/controller/statefulset/stateful_set_control.go. */
function isHeldBack(
  { name, rules, containers }: SupervisedPod,
  { readyPods, heldPods }: PodKnowledge,
): boolean {
  const waits = heldPods.has(name) || (rules.after !== undefined && !readyPods.has(rules.after));
  return waits && containers.every(({ state }) => state === 'created');
}

function after({ rules, exitCode }: SupervisedContainer): AfterEnd {
  return afterEnd(rules.restart, exitCode);
}

/**
 * A finished pod whose infra container stopped stays as it is, and one of which nothing may run twice ends; another begins
 * anew. Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions (createPodSandbox).
 */
function lostSandbox(pod: SupervisedPod): PodDecision {
  const apps = pod.containers.filter(({ rules }) => rules.role === 'app');
  const isDone = apps.every((one) => one.state === 'ended' && after(one) === 'stay');
  if (isDone && apps.length > 0) {
    return { actions: [], phase: apps.some(({ exitCode }) => exitCode !== 0) ? 'Failed' : 'Succeeded' };
  }
  const mayRunAgain = apps.some(({ rules }) => rules.restart.policy !== 'Never');
  const isUnused = pod.containers.every(({ state }) => state === 'created');
  if (mayRunAgain || isUnused) return { actions: [{ action: 'restart-pod' }], phase: 'Pending' };
  return { actions: stopAll(pod, 'the pod’s sandbox is gone'), phase: 'Failed' };
}

function isPastDeadline({ rules, startedAt }: SupervisedPod, now: number): boolean {
  return (
    rules.deadlineSeconds !== undefined && startedAt > 0 && now >= startedAt + rules.deadlineSeconds * 1000
  );
}

/** Source: kubernetes pkg/kubelet/active_deadline.go. */
function deadline(pod: SupervisedPod): PodDecision {
  const actions = stopAll(pod, 'DeadlineExceeded');
  return { actions, phase: 'Failed', reason: 'DeadlineExceeded' };
}

function stopAll({ containers }: SupervisedPod, reason: string): readonly PodAction[] {
  return containers
    .filter(({ state }) => state === 'running')
    .map(({ name, rules: { graceSeconds } }) => ({ action: 'stop', container: name, graceSeconds, reason }));
}

interface InitSteps {
  readonly init: readonly Step[];
  /** Exit code of an init container that is not tried again. */
  readonly failedInit?: number;
  /** Whether the containers may start. */
  readonly done: boolean;
}

/**
 * Init containers and sidecars, as far as the first that holds the others back. Where a container has run since, sidecars
 * are started again and nothing is held back.
 */
function initSteps(pod: SupervisedPod, knowledge: PodKnowledge): InitSteps {
  const steps: Step[] = [];
  if (hasBegun(pod)) {
    const sidecars = pod.containers.filter(({ rules }) => rules.role === 'sidecar');
    return { init: sidecars.map((one) => containerStep(one, knowledge)), done: true };
  }
  for (const one of pod.containers.filter(({ rules }) => rules.role !== 'app')) {
    if (one.rules.role === 'init' && one.state === 'ended' && one.exitCode === 0) continue;
    if (one.rules.role === 'init' && one.state === 'ended' && after(one) === 'stay') {
      return { init: steps, failedInit: one.exitCode, done: false };
    }
    const step = containerStep(one, knowledge);
    const holds = one.rules.role === 'init' ? waiting : holdsBack(one, knowledge) ? waiting : idle;
    steps.push({ ...step, blocked: step.blocked || holds.blocked });
    if (step.blocked || holds.blocked) return { init: steps, done: false };
  }
  return { init: steps, done: true };
}

/**
 * Whether a container of the pod has run in this sandbox, so that what goes before is over. In a new sandbox, what goes
 * before was made, and started, after the containers' last end.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, hasAnyRegularContainerCreated.
 */
export function hasBegun({ containers }: SupervisedPod): boolean {
  const apps = containers.filter(({ rules }) => rules.role === 'app');
  const before = containers.filter(({ rules }) => rules.role !== 'app');
  return apps.some(({ state, endedAt, rules }) => {
    if (state === 'running') return true;
    const lastEnd = state === 'ended' ? endedAt : (rules.last?.endedAt ?? 0);
    return lastEnd > 0 && before.every((one) => one.state !== 'created' && one.startedAt <= lastEnd);
  });
}

/** A sidecar lets the next start when it runs and its startup probe has passed. */
function holdsBack({ name, state }: SupervisedContainer, { verdicts }: PodKnowledge): boolean {
  return state !== 'running' || verdicts.get(name)?.started !== true;
}

function containerStep(one: SupervisedContainer, { verdicts, now }: PodKnowledge): Step {
  switch (one.state) {
    case 'created':
      return {
        actions: [{ action: one.unnamed === true ? 'finish' : 'start', container: one.name }],
        blocked: true,
      };
    case 'running': {
      const failed = verdicts.get(one.name)?.failed;
      if (failed === undefined) return idle;
      const graceSeconds = failed.graceSeconds ?? one.rules.graceSeconds;
      const reason = failed.probe === 'liveness' ? 'liveness probe failed' : 'startup probe failed';
      return { actions: [{ action: 'stop', container: one.name, graceSeconds, reason }], blocked: false };
    }
    case 'ended': {
      if (after(one) === 'stay') return idle;
      const { at, streak } = backOff(one.rules.streak, one.startedAt, one.endedAt);
      if (now < at) return { actions: [], wakeAt: at, blocked: false };
      return { actions: [{ action: 'restart', container: one.name, streak }], blocked: false };
    }
    default:
      return one.state satisfies never;
  }
}

/** Pending as long as one has not started. Source: kubernetes pkg/kubelet/kubelet_pods.go, getPhase. */
function phaseOf(apps: readonly SupervisedContainer[]): PodDecision['phase'] {
  return apps.every(({ state, rules }) => state !== 'created' || rules.last !== undefined)
    ? 'Running'
    : 'Pending';
}

/**
 * Sidecars end when the containers have: one after the other, the last first. Until they have, the pod runs; one whose
 * init container failed has failed at once.
 * Sources: computePodActions, sidecar termination; kubernetes pkg/kubelet/kubelet_pods.go, getPhase.
 */
function finished(
  pod: SupervisedPod,
  now: number,
  phase: 'Succeeded' | 'Failed',
  reason?: string,
): PodDecision {
  const sidecar = pod.containers.findLast(
    ({ rules, state }) => rules.role === 'sidecar' && state === 'running',
  );
  const actions: readonly PodAction[] =
    sidecar === undefined
      ? []
      : [
          {
            action: 'stop',
            container: sidecar.name,
            graceSeconds: graceLeft(pod, sidecar, now),
            reason: 'pod finished',
          },
        ];
  const isEnding = sidecar !== undefined && reason === undefined;
  return { actions, phase: isEnding ? 'Running' : phase, ...(reason === undefined ? {} : { reason }) };
}

/**
 * A pod's containers share its grace period: who ends later has what is left, and two seconds at least.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer; minimumGracePeriodInSeconds.
 */
function graceLeft({ containers }: SupervisedPod, { rules }: SupervisedContainer, now: number): number {
  const ends = containers.filter(({ rules: { role } }) => role !== 'sidecar').map(({ endedAt }) => endedAt);
  const gone = Math.floor((now - Math.max(...ends)) / 1000);
  return Math.min(rules.graceSeconds, Math.max(2, rules.graceSeconds - gone));
}

/** All actions of the steps, but only one start, and the earliest time to look again. */
function merged(steps: readonly Step[], pod: SupervisedPod, phase: PodDecision['phase']): PodDecision {
  const actions = steps.flatMap((step) => step.actions);
  const start = actions.find(({ action }) => action === 'start');
  const kept = actions.filter((one) => one.action !== 'start' || one === start);
  const deadlineAt =
    pod.rules.deadlineSeconds === undefined ? [] : [pod.startedAt + pod.rules.deadlineSeconds * 1000];
  const times = [...steps.flatMap(({ wakeAt }) => wakeAt ?? []), ...deadlineAt];
  // A start needs nobody's lock, so it goes before what may have to wait.
  const ordered = [...kept].sort((a, b) => Number(b.action === 'start') - Number(a.action === 'start'));
  return { actions: ordered, phase, ...(times.length === 0 ? {} : { wakeAt: Math.min(...times) }) };
}

/** Whether a pod counts as ready: all that must run does, and probes agree. Source: pkg/kubelet/status/generate.go, GeneratePodReadyCondition. */
export function isReadyPod(pod: SupervisedPod, verdicts: ReadonlyMap<string, ProbeVerdicts>): boolean {
  const lasting = pod.containers.filter(({ rules }) => rules.role !== 'init');
  return (
    pod.infraRunning &&
    lasting.length > 0 &&
    lasting.every(({ name, state }) => state === 'running' && verdicts.get(name)?.ready === true)
  );
}
