import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { completionIndexOf } from '../model/completion-index.js';
import type { PodmanState, VolumeState } from '../phases/observed.js';
import type { Operation } from '../podman/operations.js';
import { isOurs, isOwnedBy, label } from '../reconcile/labels.js';
import type { ObjectKey } from '../reconcile/object-key.js';
import { readOperations } from '../reconcile/operations-text.js';
import { recordName } from '../reconcile/records.js';
import { type KeptTemplate, statusFile, statusVolume, templateFile } from '../reconcile/template-record.js';
import type { BatchView, CronJobRecord, JobRecord, OwnedPod } from '../supervisor/batch.js';
import type { CronJobStatus } from '../supervisor/cron-job/model.js';
import { type JobStatus, newJobStatus } from '../supervisor/job/model.js';
import { readJsonFile, writeJsonFile } from './json-file.js';

/** Reads Jobs and CronJobs from their records. The volumes' files are read where they lie, as in digest-key.ts. */
export async function readBatch(state: PodmanState): Promise<BatchView> {
  const records = [...state.volumes.values()].filter(
    ({ labels }) =>
      isOurs(labels) && labels[label.purpose] === 'record' && labels[label.template] !== undefined,
  );
  const read = await Promise.all(records.map((record) => readRecord(record, state)));
  const known = read.filter((one) => one !== undefined);
  return {
    jobs: known.flatMap((one) => ('job' in one ? [one.job] : [])),
    cronJobs: known.flatMap((one) => ('cronJob' in one ? [one.cronJob] : [])),
  };
}

async function readRecord(
  record: VolumeState,
  state: PodmanState,
): Promise<{ readonly job: JobRecord } | { readonly cronJob: CronJobRecord } | undefined> {
  const { labels } = record;
  const owner = {
    kind: labels[label.kind] ?? '',
    namespace: labels[label.namespace] ?? '',
    name: labels[label.name] ?? '',
  };
  const kept = await readTemplate(record);
  if (kept === undefined) return undefined;
  const beside = state.volumes.get(statusVolume(owner));
  const createdAt = Date.parse(beside?.createdAt ?? record.createdAt ?? '');
  const status = await readJson(beside, statusFile);
  if (kept.rules.kind === 'CronJob') {
    // Only this program writes these files; before the first time there is none.
    return {
      cronJob: { owner, rules: kept.rules.cronJob, status: (status ?? {}) as CronJobStatus, createdAt },
    };
  }
  const parent = labels[label.parent];
  return {
    job: {
      owner,
      rules: kept.rules.job,
      status: { ...newJobStatus, ...(status as JobStatus | undefined) },
      createdAt,
      ...(parent === undefined ? {} : { parent }),
      pods: ownedPods(owner, state),
    },
  };
}

function ownedPods(owner: ObjectKey, state: PodmanState): readonly OwnedPod[] {
  return [...state.pods.values()]
    .filter(({ labels }) => isOwnedBy(labels, owner))
    .map(({ id, name, labels, createdAt }) => {
      const index = completionIndexOf(labels);
      return { id, name, ...(index === undefined ? {} : { index }), createdAt: Date.parse(createdAt) };
    });
}

/** What a record keeps for making pods; undefined when there is none, or it is just being written. */
export async function readTemplate(record: VolumeState | undefined): Promise<KeptTemplate | undefined> {
  return (await readJson(record, templateFile)) as KeptTemplate | undefined;
}

/** The operations of a kept template, with the secret values that lie beside it. */
export async function keptOperations(
  { operations, values }: KeptTemplate,
  state: PodmanState,
): Promise<readonly Operation[]> {
  const folder = state.volumes.get(values ?? '')?.mountpoint;
  return readOperations({ operations, secrets: folder === undefined ? [] : await readValues(folder) });
}

async function readValues(folder: string): Promise<readonly Uint8Array[]> {
  const values: Uint8Array[] = [];
  for (;;) {
    const value = await readFile(join(folder, String(values.length))).catch(() => undefined);
    if (value === undefined) return values;
    values.push(value);
  }
}

async function readJson(volume: VolumeState | undefined, file: string): Promise<unknown> {
  return volume && readJsonFile(join(volume.mountpoint, file));
}

/** Replaces what is known of an object at once; nothing when the object is gone. */
export async function writeBatchStatus(
  owner: ObjectKey,
  status: JobStatus | CronJobStatus,
  state: PodmanState,
): Promise<void> {
  const folder = state.volumes.get(statusVolume(owner))?.mountpoint;
  if (folder === undefined) return;
  await writeJsonFile(join(folder, statusFile), status).catch(() => undefined);
}

/** Keeps why a Job's next pod could not be made; undefined: it was made. */
export async function writeJobProblem(
  owner: ObjectKey,
  problem: string | undefined,
  state: PodmanState,
): Promise<void> {
  const read = (await readJson(state.volumes.get(statusVolume(owner)), statusFile)) as JobStatus | undefined;
  const { problem: before, ...status } = { ...newJobStatus, ...read };
  if (problem === before) return;
  await writeBatchStatus(owner, problem === undefined ? status : { ...status, problem }, state);
}

/** The record of an object, as it is in Podman now. */
export function recordOf(owner: ObjectKey, state: PodmanState): VolumeState | undefined {
  return state.volumes.get(recordName(owner));
}
