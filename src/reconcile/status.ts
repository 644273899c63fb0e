import type { PodmanState, PodState } from '../phases/observed.js';
import { type EndDetails, shownContainers } from '../supervisor/container-state.js';
import type { ProbeVerdicts, SupervisedPod } from '../supervisor/model.js';
import { decidePod, hasBegun } from '../supervisor/pod.js';
import { podSummary } from '../supervisor/pod-summary.js';
import { knowledgeOf } from '../supervisor/pods.js';
import { isOurs, label } from './labels.js';

/** One pod as `get` shows it. */
export interface PodRow {
  readonly namespace: string;
  readonly name: string;
  /** Ready containers of all, such as `1/2`. */
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  /** How long ago the last restart was, as `age` is. */
  readonly lastRestart?: string;
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

/** What pods are judged by for display. */
export interface PodView {
  readonly state: PodmanState;
  readonly pods: readonly SupervisedPod[];
  readonly verdicts: ReadonlyMap<string, ProbeVerdicts>;
  /** By Podman's id of a container that ended. */
  readonly details: ReadonlyMap<string, EndDetails>;
  /** Podman's names of pods whose Job is over. */
  readonly overPods: ReadonlySet<string>;
  /** Podman's names of pods that are being taken away. */
  readonly stopping: ReadonlySet<string>;
  /** By Podman's id: how often Podman restarted a container that nobody else watches. */
  readonly restarts: ReadonlyMap<string, number>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The pods, sorted by namespace and name. */
export function podRows(view: PodView): readonly PodRow[] {
  const rows = view.pods.flatMap((pod) => {
    const found = view.state.pods.get(pod.name);
    return found === undefined ? [] : [podRow(pod, found, view)];
  });
  return rows.sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

function podRow(pod: SupervisedPod, { labels, createdAt }: PodState, view: PodView): PodRow {
  const { status, ready, restarts, lastRestartAt } = podSummary(shownContainers(pod, view), {
    ...decidePod(pod, knowledgeOf(view)),
    begun: hasBegun(pod),
    terminating: view.stopping.has(pod.name),
  });
  const byPodman = pod.containers.reduce((sum, { id }) => sum + (view.restarts.get(id) ?? 0), 0);
  return {
    namespace: labels[label.namespace] ?? '',
    name: labels[label.pod] ?? pod.name,
    ready,
    status,
    restarts: restarts + byPodman,
    ...(lastRestartAt === undefined ? {} : { lastRestart: age(view.now - lastRestartAt) }),
    age: age(view.now - Date.parse(createdAt)),
    podmanName: pod.name,
  };
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
