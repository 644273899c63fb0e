import type { ContainerState, PodmanState, PodState } from '../phases/observed.js';
import type {
  ContainerRules,
  FailedStart,
  FailedStarts,
  PodRules,
  SupervisedContainer,
  SupervisedPod,
} from '../supervisor/model.js';
import { rulesOf } from '../supervisor/rules.js';
import { isOurs, label } from './labels.js';
import { isProxy } from './proxy.js';

/** The pods with rules in their labels, as the state machines see them. */
export function supervisedPods(state: PodmanState, failedStarts: FailedStarts): readonly SupervisedPod[] {
  const containersOf = byPod(state);
  return [...state.pods.values()].flatMap((pod): readonly SupervisedPod[] => {
    const rules = rulesOf<PodRules>(pod.labels[label.rules]);
    return rules === undefined ? [] : [podOf(pod, rules, containersOf(pod.name), failedStarts)];
  });
}

/** All pods of ours but Services' holders and the proxy of Ingresses; those that nobody watches go by what their labels say. */
export function shownPods(state: PodmanState, failedStarts: FailedStarts): readonly SupervisedPod[] {
  const containersOf = byPod(state);
  return [...state.pods.values()]
    .filter(({ labels }) => isOurs(labels) && labels[label.service] === undefined && !isProxy(labels))
    .map((pod) => {
      const rules = rulesOf<PodRules>(pod.labels[label.rules]) ?? {
        hostNetwork: false,
        ports: {},
        containers: 0,
      };
      return podOf(pod, rules, containersOf(pod.name), failedStarts);
    });
}

function byPod(state: PodmanState): (pod: string) => readonly ContainerState[] {
  const lists = new Map<string, ContainerState[]>();
  for (const container of state.containers.values()) {
    const list = lists.get(container.pod) ?? [];
    list.push(container);
    lists.set(container.pod, list);
  }
  return (pod) => lists.get(pod) ?? [];
}

function podOf(
  { name, createdAt }: PodState,
  rules: PodRules,
  all: readonly ContainerState[],
  failedStarts: FailedStarts,
): SupervisedPod {
  const own = all.filter(({ isInfra }) => !isInfra);
  const containers = own
    .filter((one) => !own.some((other) => one.name === nextName(other.name)))
    .map((container) => containerOf(container, failedStarts.get(container.id)))
    .sort((a, b) => a.rules.order - b.rules.order);
  return {
    name,
    rules,
    infraRunning: all.find(({ isInfra }) => isInfra)?.state === 'running',
    startedAt: milliseconds(createdAt),
    containers,
  };
}

function containerOf(container: ContainerState, failed: FailedStart | undefined): SupervisedContainer {
  const rules = rulesOf<ContainerRules>(container.labels[label.rules]) ?? unwatched(container);
  const unnamed = container.name.endsWith(nextEnding);
  const name = unnamed ? container.name.slice(0, -nextEnding.length) : container.name;
  const base = { name, id: container.id, rules, ...(unnamed ? { unnamed } : {}) };
  const state = stateOf(container.state);
  if (failed !== undefined && state === 'created') {
    const { at } = failed;
    return { ...base, state: 'ended', exitCode: 128, startedAt: at, endedAt: at, startError: true };
  }
  return {
    ...base,
    state,
    exitCode: container.exitCode,
    startedAt: milliseconds(container.startedAt),
    endedAt: milliseconds(container.endedAt),
  };
}

const nextEnding = '.next';

/** Name of a container that is being made in place of another, until that one is gone. No other container of ours has a dot behind its pod's name. */
export function nextName(name: string): string {
  return `${name}${nextEnding}`;
}

/** What is known of a container that Podman alone looks after. */
function unwatched({ labels }: ContainerState): ContainerRules {
  const role = labels[label.role];
  return {
    role: role === 'init' || role === 'sidecar' ? role : 'app',
    order: Number(labels[label.order] ?? 0),
    restart: { policy: 'Never', rules: [] },
    probes: {},
    lifecycle: {},
    graceSeconds: 30,
    directories: [],
    restarts: 0,
    streak: 0,
  };
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
