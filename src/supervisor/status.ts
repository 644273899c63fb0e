import { backOff } from './back-off.js';
import type { RecordedEvent } from './journal.js';
import type { PodPhase, ProbeVerdicts, SupervisedContainer, SupervisedPod } from './model.js';
import { decidePod, type PodKnowledge } from './pod.js';

/** What the supervisor knows beyond Podman: written for `get`, `describe` and `--wait`. */
export interface SupervisorStatus {
  readonly pid: number;
  /** By Podman's name. */
  readonly pods: { readonly [pod: string]: PodStatus };
}

export interface PodStatus {
  readonly phase: PodPhase;
  readonly reason?: string;
  readonly containers: { readonly [container: string]: ContainerStatus };
  /** Newest last. */
  readonly events: readonly RecordedEvent[];
}

export interface ContainerStatus {
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  /** `CrashLoopBackOff` while a restart is held back. */
  readonly waiting?: string;
  /** Last result of each probe. */
  readonly probes: { readonly [probe: string]: string };
}

/** What else is known of a pod. */
export interface StatusSources {
  readonly knowledge: PodKnowledge;
  readonly events: readonly RecordedEvent[];
  readonly probes: (container: string) => ReadonlyMap<string, string>;
}

/** What a pod is now, by the rules that also decide what to do about it. */
export function podStatus(pod: SupervisedPod, { knowledge, events, probes }: StatusSources): PodStatus {
  const { phase, reason } = decidePod(pod, knowledge);
  const containers = pod.containers.map((one): [string, ContainerStatus] => [
    one.name,
    containerStatus(one, {
      verdict: knowledge.verdicts.get(one.name),
      probes: probes(one.name),
      isOver: knowledge.overPods.has(pod.name),
      now: knowledge.now,
    }),
  ]);
  return {
    phase,
    ...(reason === undefined ? {} : { reason }),
    containers: Object.fromEntries(containers),
    events,
  };
}

interface ContainerView {
  readonly verdict: ProbeVerdicts | undefined;
  readonly probes: ReadonlyMap<string, string>;
  readonly isOver: boolean;
  readonly now: number;
}

function containerStatus(
  one: SupervisedContainer,
  { verdict, probes, isOver, now }: ContainerView,
): ContainerStatus {
  const running = one.state === 'running';
  return {
    ready: running && (verdict?.ready ?? false),
    started: running && (verdict?.started ?? false),
    restarts: one.rules.restarts,
    ...(!isOver && isHeld(one, now) ? { waiting: 'CrashLoopBackOff' } : {}),
    probes: Object.fromEntries(probes),
  };
}

function isHeld({ state, rules, startedAt, endedAt }: SupervisedContainer, now: number): boolean {
  return state === 'ended' && rules.streak > 0 && backOff(rules.streak, startedAt, endedAt).at > now;
}
