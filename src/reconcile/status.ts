import type { ContainerState, PodmanState } from '../phases/observed.js';
import type { ContainerRules } from '../supervisor/model.js';
import { rulesOf } from '../supervisor/rules.js';
import { isOurs, label } from './labels.js';

/** One pod as `get` shows it. */
export interface PodRow {
  readonly namespace: string;
  readonly name: string;
  /** Ready containers of all, such as `1/2`. */
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  readonly age: string;
  readonly podmanName: string;
}

/** One applied object as `get all` shows it. */
export interface ObjectRow {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly age: string;
}

/**
 * The pods that kube2pod made, sorted by namespace and name. `now` in milliseconds; `restarts` by container id.
 * Init containers do not count, sidecars do, as in kubectl (pkg/printers/internalversion, printPod).
 */
export function podRows(
  state: PodmanState,
  restarts: ReadonlyMap<string, number>,
  now: number,
  watched: WatchedPods = {},
): readonly PodRow[] {
  const pods = [...state.pods.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.service] === undefined,
  );
  const rows = pods.map((pod): PodRow => {
    const containers = [...state.containers.values()].filter((one) => one.pod === pod.name && !one.isInfra);
    const counted = containers.filter(({ labels }) => labels[label.role] !== 'init');
    const status = watched[pod.name];
    const ready = counted.filter(
      (one) => status?.containers[one.name]?.ready ?? one.state === 'running',
    ).length;
    return {
      namespace: pod.labels[label.namespace] ?? '',
      name: pod.labels[label.pod] ?? pod.name,
      ready: `${ready}/${counted.length}`,
      status: watchedStatus(status) ?? podStatus(containers),
      restarts: containers.reduce((sum, one) => sum + restartsOf(one, restarts), 0),
      age: age(now - Date.parse(pod.createdAt)),
      podmanName: pod.name,
    };
  });
  return rows.sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

/** The objects that have a record. */
export function objectRows(state: PodmanState, now: number): readonly ObjectRow[] {
  const records = [...state.volumes.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === 'record',
  );
  return records
    .map((record) => ({
      namespace: record.labels[label.namespace] ?? '',
      kind: record.labels[label.kind] ?? '',
      name: record.labels[label.name] ?? '',
      age: age(now - Date.parse(record.createdAt ?? '')),
    }))
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.kind, b.kind) || compare(a.name, b.name));
}

/** What a living supervisor says of pods, by Podman's name. */
export type WatchedPods = {
  readonly [pod: string]: {
    readonly reason?: string;
    readonly containers: {
      readonly [container: string]: { readonly ready: boolean; readonly waiting?: string };
    };
  };
};

function watchedStatus(status: WatchedPods[string] | undefined): string | undefined {
  const waiting = Object.values(status?.containers ?? {}).find((one) => one.waiting !== undefined)?.waiting;
  return waiting ?? status?.reason;
}

/** The supervisor counts in the rules of the container it made; without it Podman counts. */
function restartsOf(container: ContainerState, counted: ReadonlyMap<string, number>): number {
  return rulesOf<ContainerRules>(container.labels[label.rules])?.restarts ?? counted.get(container.id) ?? 0;
}

/** One word for a pod: what its containers do, init containers first. Source: pkg/printers/internalversion, printPod. */
function podStatus(containers: readonly ContainerState[]): string {
  const init = containers.filter(({ labels }) => labels[label.role] === 'init');
  const failed = init.find((one) => isEnded(one) && one.exitCode !== 0);
  if (failed !== undefined) return 'Init:Error';
  const done = init.filter((one) => isEnded(one)).length;
  if (done < init.length) return `Init:${done}/${init.length}`;
  const apps = containers.filter(({ labels }) => labels[label.role] === 'app');
  if (apps.some((one) => one.state === 'running')) return 'Running';
  if (apps.length > 0 && apps.every(isEnded))
    return apps.some((one) => one.exitCode !== 0) ? 'Error' : 'Completed';
  return 'Pending';
}

function isEnded(container: ContainerState): boolean {
  return container.state === 'exited' || container.state === 'stopped';
}

/** A duration as kubectl prints ages: `12s`, `5m30s`, `3h`, `2d`. Source: k8s.io/apimachinery/pkg/util/duration, HumanDuration. */
export function age(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (!Number.isFinite(seconds)) return '<unknown>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return withRest(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`;
}

function withRest(count: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${count}${unit}` : `${count}${unit}${rest}${restUnit}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
