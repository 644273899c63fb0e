import type { BatchView } from '../supervisor/batch.js';
import { cronJobRows, jobRows } from './batch-rows.js';
import { type AppliedObject, kindRows, type RowContext } from './kind-rows.js';
import { label } from './labels.js';
import { type ObjectRow, objectRows, type PodRow, type PodView, podRows } from './status.js';

type Cells = { readonly [heading: string]: string };

/** One object as `get` shows it. */
export interface ListedRow {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** By the headings of their columns, in order. */
  readonly cells: Cells;
  /** More of them, for `-o wide`. */
  readonly wide?: Cells;
  /** The row in the public JSON shape of `get -o json`. */
  readonly json: unknown;
}

/** Objects that `get` shows in one table, sorted by namespace and name. */
export interface Listing {
  /** Their key in the public JSON shape. */
  readonly key: 'pods' | 'jobs' | 'cronjobs' | 'objects';
  readonly rows: readonly ListedRow[];
}

/** Source of the columns here and below: kubernetes pkg/printers/internalversion/printers.go. */
export function podListing(view: PodView): Listing {
  const rules = new Map(view.pods.map((pod) => [pod.name, pod.rules]));
  const row = (json: PodRow): ListedRow => {
    const { namespace, name, ready, status, restarts, lastRestart, age, podmanName } = json;
    const cells = {
      READY: ready,
      STATUS: status,
      RESTARTS: lastRestart === undefined ? String(restarts) : `${restarts} (${lastRestart} ago)`,
      AGE: age,
    };
    const labels = view.state.pods.get(podmanName)?.labels ?? {};
    const supervised = labels[label.rules] !== undefined;
    const wide = {
      IP: rules.get(podmanName)?.hostNetwork === true ? '<host>' : (labels[label.address] ?? '<none>'),
      PODMAN: podmanName,
      SUPERVISED: supervised ? 'yes' : 'no',
    };
    return { kind: 'Pod', namespace, name, cells, wide, json: { ...json, supervised } };
  };
  return { key: 'pods', rows: podRows(view).map(row) };
}

/** Jobs. */
export function jobListing(batch: BatchView, now: number): Listing {
  const rows = jobRows(batch, now).map((json): ListedRow => {
    const { namespace, name, status, completions, duration, age } = json;
    const cells = { STATUS: status, COMPLETIONS: completions, DURATION: duration, AGE: age };
    return { kind: 'Job', namespace, name, cells, json };
  });
  return { key: 'jobs', rows };
}

/** CronJobs. */
export function cronJobListing(batch: BatchView, now: number): Listing {
  const rows = cronJobRows(batch, now).map((json): ListedRow => {
    const { namespace, name, schedule, timeZone, suspend, active, lastSchedule, nextSchedule, age } = json;
    const cells = {
      ...{ SCHEDULE: schedule, TIMEZONE: timeZone, SUSPEND: suspend, ACTIVE: String(active) },
      ...{ 'LAST SCHEDULE': lastSchedule, AGE: age },
    };
    return { kind: 'CronJob', namespace, name, cells, wide: { 'NEXT SCHEDULE': nextSchedule }, json };
  });
  return { key: 'cronjobs', rows };
}

/** Applied objects of another kind. */
export function kindListing(objects: readonly AppliedObject[], context: RowContext): Listing {
  const rows = kindRows(objects, context).map((json): ListedRow => {
    const { kind, namespace, name, columns, age } = json;
    return { kind, namespace, name, cells: { ...columns, AGE: age }, json };
  });
  return { key: 'objects', rows };
}

/** Everything that was applied, whatever its kind. */
export function objectListing({ state, now }: PodView): Listing {
  const rows = objectRows(state, now).map((json: ObjectRow): ListedRow => {
    const { kind, namespace, name, age } = json;
    return { kind, namespace, name, cells: { AGE: age }, json };
  });
  return { key: 'objects', rows };
}
