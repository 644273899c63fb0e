import type { ContainerState, PodmanState } from '../../phases/observed.js';
import { label } from '../../reconcile/labels.js';
import type { ContainerRules, PodRules, SupervisedContainer, SupervisedPod } from '../../supervisor/model.js';
import { rulesOf } from '../../supervisor/rules.js';
import type { FailedStart } from './start-failures.js';

/** The pods with rules in their labels, as the state machines see them. */
export function supervisedPods(
  state: PodmanState,
  failedStarts: ReadonlyMap<string, FailedStart>,
): readonly SupervisedPod[] {
  const byPod = new Map<string, ContainerState[]>();
  for (const container of state.containers.values()) {
    const list = byPod.get(container.pod) ?? [];
    list.push(container);
    byPod.set(container.pod, list);
  }
  return [...state.pods.values()].flatMap((pod): readonly SupervisedPod[] => {
    const rules = rulesOf<PodRules>(pod.labels[label.rules]);
    if (rules === undefined) return [];
    const all = byPod.get(pod.name) ?? [];
    const infra = all.find(({ isInfra }) => isInfra);
    const containers = all
      .filter(({ isInfra }) => !isInfra)
      .flatMap((container) => supervisedContainer(container, failedStarts.get(container.id)))
      .sort((a, b) => a.rules.order - b.rules.order);
    return [
      {
        name: pod.name,
        rules,
        infraRunning: infra?.state === 'running',
        startedAt: infra === undefined ? 0 : milliseconds(infra.startedAt),
        containers,
      },
    ];
  });
}

function supervisedContainer(
  container: ContainerState,
  failed: FailedStart | undefined,
): readonly SupervisedContainer[] {
  const rules = rulesOf<ContainerRules>(container.labels[label.rules]);
  if (rules === undefined) return [];
  const base = { name: container.name, id: container.id, rules };
  if (failed !== undefined && stateOf(container.state) === 'created') {
    return [{ ...base, state: 'ended', exitCode: 128, startedAt: failed.at, endedAt: failed.at }];
  }
  return [
    {
      ...base,
      state: stateOf(container.state),
      exitCode: container.exitCode,
      startedAt: milliseconds(container.startedAt),
      endedAt: milliseconds(container.endedAt),
    },
  ];
}

function stateOf(state: string): SupervisedContainer['state'] {
  switch (state) {
    case 'running':
    case 'paused':
    case 'stopping':
      return 'running';
    case 'exited':
    case 'stopped':
      return 'ended';
    default:
      return 'created';
  }
}

/** Listings give seconds since 1970, or RFC 3339. */
function milliseconds(text: string): number {
  const seconds = Number(text);
  const value = Number.isNaN(seconds) ? Date.parse(text) : seconds * 1000;
  return Number.isFinite(value) && value > 0 ? value : 0;
}
