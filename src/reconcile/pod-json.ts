import { shownContainers } from '../supervisor/container-state.js';
import type { RecordedEvent } from '../supervisor/journal.js';
import type { EndedRun } from '../supervisor/model.js';
import { decidePod, hasBegun } from '../supervisor/pod.js';
import { podSummary } from '../supervisor/pod-summary.js';
import { knowledgeOf } from '../supervisor/pods.js';
import { type DescribedPod, type PodCondition, podConditions } from './describe-pod.js';
import { label } from './labels.js';

/** A pod as `describe -o json` prints it; times are RFC 3339. */
export interface PodJson {
  readonly kind: 'Pod';
  readonly namespace: string;
  readonly name: string;
  readonly podmanName: string;
  readonly startTime: string;
  readonly phase: string;
  readonly reason?: string;
  readonly status: string;
  readonly ready: string;
  readonly podIP: string;
  readonly controlledBy: { readonly kind: string; readonly name: string };
  readonly containers: readonly ContainerJson[];
  readonly conditions: readonly PodCondition[];
  readonly events: readonly RecordedEvent[];
}

interface ContainerJson {
  readonly name: string;
  readonly podmanName: string;
  readonly id: string;
  readonly image: string;
  readonly role: string;
  readonly state: object;
  readonly lastState?: object;
  readonly ready: boolean;
  readonly restarts: number;
}

/** All that is known of a pod, as data. */
export function podJson({ pod, view, status }: DescribedPod): PodJson {
  const shown = shownContainers(pod, view);
  const decision = decidePod(pod, knowledgeOf(view));
  const summary = podSummary(shown, {
    ...decision,
    begun: hasBegun(pod),
    terminating: view.stopping.has(pod.name),
  });
  const { labels = {}, createdAt = '' } = view.state.pods.get(pod.name) ?? {};
  return {
    kind: 'Pod',
    namespace: labels[label.namespace] ?? '',
    name: labels[label.pod] ?? pod.name,
    podmanName: pod.name,
    startTime: createdAt,
    phase: decision.phase,
    ...(decision.reason === undefined ? {} : { reason: decision.reason }),
    status: summary.status,
    ready: summary.ready,
    podIP: labels[label.address] ?? '',
    controlledBy: { kind: labels[label.kind] ?? '', name: labels[label.name] ?? '' },
    containers: shown.map(({ container, state, last, ready }) => {
      const known = view.state.containers.get(container.name);
      return {
        name: known?.labels[label.container] ?? container.name,
        podmanName: container.name,
        id: container.id,
        image: known?.image ?? '',
        role: container.rules.role,
        state: state.state === 'terminated' ? ended(state) : withTimes(state),
        ...(last === undefined ? {} : { lastState: ended(last) }),
        ready,
        restarts: container.rules.restarts + (view.restarts.get(container.id) ?? 0),
      };
    }),
    conditions: podConditions(pod, shown, decision.phase),
    events: status?.events ?? [],
  };
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

function withTimes(state: { readonly state: string; readonly startedAt?: number }): object {
  return state.startedAt === undefined ? state : { ...state, startedAt: time(state.startedAt) };
}

function ended({ startedAt, endedAt, ...run }: EndedRun): object {
  return { ...run, state: 'terminated', startedAt: time(startedAt), endedAt: time(endedAt) };
}
