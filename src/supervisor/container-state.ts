import { backOff } from './back-off.js';
import type { EndedRun, ProbeVerdicts, SupervisedContainer, SupervisedPod } from './model.js';
import { afterEnd } from './restart-rule.js';
import { verdictOf } from './status.js';

/** A container's state in Kubernetes' words. Source: kubernetes core/v1 ContainerState. */
export type ContainerStateShown =
  | { readonly state: 'waiting'; readonly reason: string }
  | { readonly state: 'running'; readonly startedAt: number }
  | ({ readonly state: 'terminated' } & EndedRun);

/** All that `get` and `describe` show of one container. */
export interface ContainerShown {
  readonly container: SupervisedContainer;
  readonly state: ContainerStateShown;
  readonly last?: EndedRun;
  readonly ready: boolean;
  readonly started: boolean;
}

/** What Podman tells only when asked about one container. */
export interface EndDetails {
  readonly oomKilled: boolean;
  readonly message?: string;
}

/** What the state of containers is judged by. */
export interface ShowContext {
  readonly verdicts: ReadonlyMap<string, ProbeVerdicts>;
  /** By Podman's id of a container that ended. */
  readonly details: ReadonlyMap<string, EndDetails>;
  /** Pods whose Job is over: nothing of theirs waits for a restart. */
  readonly overPods: ReadonlySet<string>;
  readonly now: number;
}

/** Every container of a pod as Kubernetes would show it. Source: kubernetes pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses. */
export function shownContainers(pod: SupervisedPod, context: ShowContext): readonly ContainerShown[] {
  return pod.containers.map((container) => {
    const verdict = verdictOf(container, context.verdicts);
    const ended =
      container.state === 'ended' ? endOf(container, context.details.get(container.id)) : undefined;
    const isOver = context.overPods.has(pod.name);
    const isHeld = ended !== undefined && !isOver && isHeldBack(container, context.now);
    const last = isHeld ? ended : container.rules.last;
    return {
      container,
      state: stateOf(container, pod, isHeld ? undefined : ended),
      ...(last === undefined ? {} : { last }),
      ready: isReady(container, verdict),
      started: verdict.started,
    };
  });
}

/** An init container is ready when it has ended well. Source: pkg/kubelet/prober/prober_manager.go, UpdatePodStatus. */
function isReady({ rules, state, exitCode }: SupervisedContainer, verdict: ProbeVerdicts): boolean {
  if (rules.role === 'init') return state === 'ended' && exitCode === 0;
  return verdict.ready;
}

/** How an ended container's run ended. Source: containerd internal/cri/server/container_status.go, toCRIContainerStatus. */
export function endOf(container: SupervisedContainer, details: EndDetails | undefined): EndedRun {
  const { exitCode, startedAt, endedAt, startError } = container;
  const reason =
    startError === true
      ? 'StartError'
      : details?.oomKilled === true
        ? 'OOMKilled'
        : exitCode === 0
          ? 'Completed'
          : 'Error';
  const message = details?.message;
  return { exitCode, startedAt, endedAt, reason, ...(message === undefined ? {} : { message }) };
}

/** Whether an ended container waits for its restart, and not for the first time. Source: kuberuntime_manager.go, doBackOff. */
export function isHeldBack(container: SupervisedContainer, now: number): boolean {
  const { rules, exitCode, startedAt, endedAt } = container;
  if (container.state !== 'ended' || afterEnd(rules.restart, exitCode) === 'stay') return false;
  return backOff(rules.streak, startedAt, endedAt).at > now;
}

/** Source of the words for a container that was not made yet: pkg/kubelet/kubelet_pods.go, ContainerCreating and PodInitializing. */
function stateOf(
  container: SupervisedContainer,
  pod: SupervisedPod,
  ended: EndedRun | undefined,
): ContainerStateShown {
  switch (container.state) {
    case 'running':
      return { state: 'running', startedAt: container.startedAt };
    case 'ended':
      return ended === undefined
        ? { state: 'waiting', reason: 'CrashLoopBackOff' }
        : { state: 'terminated', ...ended };
    case 'created': {
      // Between two runs: the last one counts until the next has begun.
      if (container.rules.last !== undefined) return { state: 'terminated', ...container.rules.last };
      const hasInit = pod.containers.some(({ rules }) => rules.role !== 'app');
      return { state: 'waiting', reason: hasInit ? 'PodInitializing' : 'ContainerCreating' };
    }
    default:
      return container.state satisfies never;
  }
}
