import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { PodmanState, VolumeState } from '../phases/observed.js';
import type { AppliedObject } from '../reconcile/kind-rows.js';
import { isOurs, type Labels, label } from '../reconcile/labels.js';
import {
  cronJobListing,
  jobListing,
  kindListing,
  type ListedRow,
  type Listing,
  objectListing,
  podListing,
} from '../reconcile/listing.js';
import { recordName } from '../reconcile/records.js';
import { age, type PodView, podRows } from '../reconcile/status.js';
import { readBatch } from './batch.js';
import { readRecord } from './record.js';

/** What a store has of each of some kinds, in their order; `all`: pods, and every object that was applied. */
export async function readListings(
  kinds: readonly string[] | 'all',
  view: PodView,
): Promise<readonly Listing[]> {
  if (kinds === 'all') return [podListing(view), objectListing(view)];
  return Promise.all(kinds.map((kind) => readListing(kind, view)));
}

async function readListing(kind: string, view: PodView): Promise<Listing> {
  const { state, now } = view;
  switch (kind) {
    case 'Pod':
      return podListing(view);
    case 'Job':
      return jobListing(await readBatch(state), now);
    case 'CronJob':
      return cronJobListing(await readBatch(state), now);
    default: {
      const objects = await Promise.all(recordsOf(kind, state).map((record) => appliedObject(record, now)));
      return kindListing(objects, { state, pods: podRows(view) });
    }
  }
}

function recordsOf(kind: string, { volumes }: PodmanState): readonly VolumeState[] {
  return [...volumes.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === 'record' && labels[label.kind] === kind,
  );
}

async function appliedObject(record: VolumeState, now: number): Promise<AppliedObject> {
  const { labels, createdAt } = record;
  return {
    kind: labels[label.kind] ?? '',
    namespace: labels[label.namespace] ?? '',
    name: labels[label.name] ?? '',
    age: age(now - Date.parse(createdAt ?? '')),
    manifest: await readRecord(record),
  };
}

/** The labels of a listed object, as its manifest has them: for a selector. */
export async function labelsOfRow(row: ListedRow, { state }: PodView): Promise<Labels> {
  if (row.kind === 'Pod') {
    const { podmanName } = row.json as { readonly podmanName: string };
    return state.pods.get(podmanName)?.labels ?? {};
  }
  const record = state.volumes.get(recordName(row));
  const manifest = record === undefined ? undefined : await readRecord(record);
  return (manifest as { readonly metadata?: ObjectMeta } | undefined)?.metadata?.labels ?? {};
}
