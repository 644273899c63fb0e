import type { ContainerShown, ContainerStateShown } from './container-state.js';
import type { PodPhase } from './model.js';

/** One line of `get` about a pod. */
export interface PodSummary {
  /** Ready containers of all, such as `1/2`; sidecars count, init containers do not. */
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  /** When the last restart was; milliseconds since 1970. */
  readonly lastRestartAt?: number;
}

/** What a pod is beside its containers. */
export interface PodFacts {
  readonly phase: PodPhase;
  readonly reason?: string;
  /** A container has run, so that no init container or sidecar is waited for. */
  readonly begun: boolean;
  /** Somebody is taking it away. */
  readonly terminating: boolean;
}

/**
 * The words that kubectl prints for a pod.
 * Source: kubernetes pkg/printers/internalversion/printers.go, printPod.
 */
export function podSummary(shown: readonly ContainerShown[], facts: PodFacts): PodSummary {
  const init = shown.filter(({ container }) => container.rules.role !== 'app');
  const apps = shown.filter(({ container }) => container.rules.role === 'app');
  const counted = shown.filter(({ container }) => container.rules.role !== 'init');
  const initializing = facts.begun ? undefined : initWord(init);
  const word =
    initializing === undefined
      ? appsWord(
          apps,
          facts.reason ?? facts.phase,
          counted.every(({ ready }) => ready),
        )
      : initializing;
  const restarted = (initializing === undefined ? counted : init).filter(
    ({ container }) => container.rules.restarts > 0,
  );
  const times = restarted.flatMap(({ last }) => (last === undefined ? [] : [last.endedAt]));
  const isOver = facts.phase === 'Succeeded' || facts.phase === 'Failed';
  return {
    ready: `${counted.filter(({ ready }) => ready).length}/${counted.length}`,
    status: facts.terminating && !isOver ? 'Terminating' : word,
    restarts: restarted.reduce((sum, { container }) => sum + container.rules.restarts, 0),
    ...(times.length === 0 ? {} : { lastRestartAt: Math.max(...times) }),
  };
}

/** The first init container or sidecar that is not done, as `Init:...`; undefined when the pod is initialized. */
function initWord(init: readonly ContainerShown[]): string | undefined {
  for (const [index, one] of init.entries()) {
    const { state } = one;
    if (state.state === 'terminated' && state.exitCode === 0) continue;
    if (one.container.rules.role === 'sidecar' && one.started) continue;
    if (state.state === 'terminated') return `Init:${state.reason}`;
    if (state.state === 'waiting' && state.reason !== 'PodInitializing') return `Init:${state.reason}`;
    return `Init:${index}/${init.length}`;
  }
  return undefined;
}

function appsWord(apps: readonly ContainerShown[], phase: string, isReady: boolean): string {
  const word = apps.reduceRight((before, { state }) => ownWord(state) ?? before, phase);
  const hasRunning = apps.some(({ state, ready }) => state.state === 'running' && ready);
  if (word !== 'Completed' || !hasRunning) return word;
  return isReady ? 'Running' : 'NotReady';
}

function ownWord(state: ContainerStateShown): string | undefined {
  return state.state === 'running' ? undefined : state.reason;
}
