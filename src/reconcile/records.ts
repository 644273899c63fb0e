import type { FieldPath } from '../diagnostics/field-path.js';
import type { ObjectModel } from '../model/application.js';
import type { PodmanState } from '../phases/observed.js';
import type { FileEntry, Operation } from '../podman/operations.js';
import { type Labels, label, ownerLabels, recordVersion } from './labels.js';
import type { ObjectKey } from './removal.js';

/**
 * Name of the volume that keeps an object's record. `.` cannot stand first in a Kubernetes name, so that no claim's
 * volume can have this name.
 */
export function recordName({ kind, namespace, name }: ObjectKey): string {
  const place = namespace === '' ? '_cluster' : namespace;
  return `kube2pod-record.${kind.toLowerCase()}.${place}.${name.replaceAll(':', '_')}`;
}

/** The file in that volume. */
export const recordFile = 'object.json';

/** The volume that keeps the random key of this store's digests. */
export const keyVolume = 'kube2pod-key';

/** What became of an object in an apply. */
export type ObjectStatus = 'created' | 'configured' | 'unchanged';

/** Compares an object's digest with that of its record. */
export function objectStatus(object: ObjectKey, digest: string, state: PodmanState): ObjectStatus {
  const record = state.volumes.get(recordName(object));
  if (record === undefined) return 'created';
  return record.labels[label.digest] === digest ? 'unchanged' : 'configured';
}

/** What an object's record is made from. */
export interface RecordPlan {
  readonly object: ObjectModel;
  readonly digest: string;
  /** What the supervisor makes pods from: it lies beside the object. */
  readonly template?: { readonly labels: Labels; readonly files: readonly FileEntry[] };
}

/**
 * Writes an object's record last, when all that it stands for is done: labels cannot change, so a changed record is a
 * new volume. It holds the object as written (secret values taken out), never more.
 */
export function recordOperations(
  { object, digest, template }: RecordPlan,
  state: PodmanState,
  needs: readonly string[],
): readonly Operation[] {
  const status = objectStatus(object, digest, state);
  if (status === 'unchanged') return [];
  const volume = recordName(object);
  const { origin } = object;
  const remove: Operation = { op: 'volume.remove', id: `volume.remove ${volume}`, needs, origin, volume };
  const create: Operation = {
    op: 'volume.create',
    id: `volume.create ${volume}`,
    needs: status === 'configured' ? [remove.id] : needs,
    origin,
    volume: {
      name: volume,
      labels: {
        ...ownerLabels(object),
        ...template?.labels,
        [label.purpose]: 'record',
        [label.digest]: digest,
      },
    },
  };
  return [
    ...(status === 'configured' ? [remove] : []),
    create,
    fillRecord({ object, volume, needs: create.id, origin, files: template?.files ?? [] }),
  ];
}

interface RecordFill {
  readonly object: ObjectModel;
  readonly volume: string;
  readonly needs: string;
  readonly origin: FieldPath;
  readonly files: readonly FileEntry[];
}

function fillRecord({ object, volume, needs, origin, files }: RecordFill): Operation {
  const text = JSON.stringify(
    { recordVersion, file: origin.document.file, object: object.source },
    bigintAsNumber,
    2,
  );
  return {
    op: 'volume.fill',
    id: `volume.fill ${volume}`,
    needs: [needs],
    origin,
    volume,
    files: [{ kind: 'file', path: recordFile, mode: 0o600, uid: 0, gid: 0, content: [text] }, ...files],
  };
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
