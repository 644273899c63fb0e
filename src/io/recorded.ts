import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from 'kubernetes-types/core/v1.js';
import { unwritten } from '../diagnostics/unwritten.js';
import type { KubeObject, ManifestDocument } from '../phases/documents.js';
import type { PodmanState, VolumeState } from '../phases/observed.js';
import { isOurs, label } from '../reconcile/labels.js';
import { recordName, secretRecordName } from '../reconcile/records.js';
import type { PodmanConnection } from './connection.js';
import { readSecretValues } from './secret-values.js';

/** An object that an earlier apply recorded. */
export interface RecordedObject extends KubeObject {
  /** The set of files that it was applied with. */
  readonly set?: string;
}

/**
 * The objects of earlier applies, as they were written, secret values included: what a manifest may refer to without
 * repeating it, and what `scale`, `rollout restart` and `diff` begin with. Records that cannot be read are passed over.
 */
export async function readRecorded(
  program: PodmanConnection,
  state: PodmanState,
): Promise<readonly RecordedObject[]> {
  const records = [...state.volumes.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === 'record',
  );
  const read = await Promise.all(records.map(readRecord));
  const objects = read.flat();
  const secrets = objects.some(({ kind }) => kind === 'Secret')
    ? await readSecretValues(program, state)
    : new Map<string, string>();
  return objects.flatMap((object) => (object.kind === 'Secret' ? withValues(object, secrets) : [object]));
}

async function readRecord({ mountpoint, labels }: VolumeState): Promise<readonly RecordedObject[]> {
  const text = await readFile(join(mountpoint, 'object.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const manifest = parseRecord(text);
  if (manifest === undefined) return [];
  const kind = labels[label.kind] ?? '';
  const name = labels[label.name] ?? '';
  const at = unwritten(`the applied ${kind.toLowerCase()}/${name}`);
  const { document: place } = at;
  const document: ManifestDocument = {
    ...place,
    source: { name: place.file, text: '' },
    value: manifest as ManifestDocument['value'],
    at,
    comments: [],
  };
  const set = labels[label.set];
  return [
    {
      apiVersion: String((manifest as { readonly apiVersion?: unknown }).apiVersion ?? ''),
      kind,
      namespace: labels[label.namespace] ?? '',
      name,
      manifest,
      at,
      document,
      ...(set === undefined ? {} : { set }),
    },
  ];
}

/** A run that was killed may have left half a record. */
function parseRecord(text: string): object | undefined {
  try {
    const { object } = JSON.parse(text) as { readonly object?: unknown };
    return typeof object === 'object' && object !== null ? object : undefined;
  } catch {
    return undefined;
  }
}

/** The record of a Secret names its keys; their values are in a secret of Podman's. */
function withValues(object: RecordedObject, values: ReadonlyMap<string, string>): readonly RecordedObject[] {
  const text = values.get(secretRecordName(object));
  if (text === undefined) return [];
  const { data, stringData } = JSON.parse(text) as Pick<Secret, 'data' | 'stringData'>;
  const manifest = object.manifest as Secret;
  return [{ ...object, manifest: { ...manifest, ...(data && { data }), ...(stringData && { stringData }) } }];
}

/** Of the recorded objects those that the input does not have itself. */
export function notIn(
  objects: readonly KubeObject[],
  recorded: readonly RecordedObject[],
): readonly RecordedObject[] {
  const written = new Set(objects.map(recordName));
  return recorded.filter((object) => !written.has(recordName(object)));
}
