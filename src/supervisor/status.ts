import type { ContainerProbes } from '../fields/probes/model.js';
import type { RecordedEvent } from './journal.js';
import type { FailedStart, PodPhase, ProbeVerdicts, SupervisedContainer, SupervisedPod } from './model.js';
import { decidePod, type PodKnowledge } from './pod.js';
import { noCounts, verdictsOf } from './probe.js';
import type { RolloutStatus } from './rollouts.js';

/** What the supervisor knows beyond Podman: written for `get`, `describe` and `--wait`, and for the supervisor after it. */
export interface SupervisorStatus {
  readonly pid: number;
  /** When that process began, as the kernel counts it: a later process of the same number is another one. */
  readonly began: string;
  /** Tells one kube2pod from another: a newer one that applies puts its own supervisor in the place of this one. */
  readonly build?: string;
  /** By Podman's name. */
  readonly pods: { readonly [pod: string]: PodStatus };
  /** By Podman's id of the container. */
  readonly failedStarts: { readonly [id: string]: FailedStart };
  /** By `Kind/namespace/name` of the Deployment. */
  readonly rollouts: { readonly [owner: string]: RolloutStatus };
}

export interface PodStatus {
  /** Podman's id: another pod of the same name has a history of its own. */
  readonly id: string;
  readonly phase: PodPhase;
  readonly reason?: string;
  readonly containers: { readonly [container: string]: ContainerStatus };
  /** Newest last. */
  readonly events: readonly RecordedEvent[];
}

export interface ContainerStatus {
  /** Podman's id. */
  readonly id: string;
  readonly ready: boolean;
  readonly started: boolean;
  /** It has been running, or still is. */
  readonly ran?: boolean;
  readonly probes: { readonly [P in keyof ContainerProbes]?: ProbeOutcome };
}

/** The last result of one probe. */
export interface ProbeOutcome {
  /** RFC 3339. */
  readonly at: string;
  /** Why it failed; absent: it passed. */
  readonly failure?: string;
}

/** What else is known of a pod. */
export interface StatusSources {
  readonly id: string;
  readonly knowledge: PodKnowledge;
  readonly events: readonly RecordedEvent[];
  readonly probes: (container: string) => ContainerStatus['probes'];
}

/** What a pod is now, by the rules that also decide what to do about it. */
export function podStatus(pod: SupervisedPod, { id, knowledge, events, probes }: StatusSources): PodStatus {
  const { phase, reason } = decidePod(pod, knowledge);
  const containers = pod.containers.map((one): [string, ContainerStatus] => {
    const { ready, started } = verdictOf(one, knowledge.verdicts);
    const ran = one.startedAt > 0 ? { ran: true } : {};
    return [one.name, { id: one.id, ready, started, ...ran, probes: probes(one.name) }];
  });
  return {
    id,
    phase,
    ...(reason === undefined ? {} : { reason }),
    containers: Object.fromEntries(containers),
    events,
  };
}

/** What probes say of a container; nothing was probed yet: what that means. */
export function verdictOf(
  { name, state, rules }: SupervisedContainer,
  verdicts: ReadonlyMap<string, ProbeVerdicts>,
): ProbeVerdicts {
  if (state !== 'running') return { started: false, ready: false };
  return verdicts.get(name) ?? verdictsOf(rules.probes, noCounts);
}

/** The verdicts that a status holds, of containers that are still the same. */
export function verdictsIn(
  status: SupervisorStatus | undefined,
  pods: readonly SupervisedPod[],
): ReadonlyMap<string, ProbeVerdicts> {
  const found = pods.flatMap((pod) =>
    pod.containers.map((one): [string, ProbeVerdicts] => {
      const known = status?.pods[pod.name]?.containers[one.name];
      return [one.name, known?.id === one.id ? known : verdictOf(one, new Map())];
    }),
  );
  return new Map(found);
}

/** Podman's ids of the containers that a status calls started. */
export function startedIn(status: SupervisorStatus | undefined): ReadonlySet<string> {
  const containers = Object.values(status?.pods ?? {}).flatMap((pod) => Object.values(pod.containers));
  return new Set(containers.flatMap(({ id, started }) => (started ? [id] : [])));
}
