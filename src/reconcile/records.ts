import type { FieldPath } from '../diagnostics/field-path.js';
import type { ObjectModel } from '../model/application.js';
import type { PodmanState } from '../phases/observed.js';
import type { FileEntry, Operation } from '../podman/operations.js';
import { secretName } from '../podman/secret-name.js';
import { volumeRules } from '../supervisor/rules.js';
import { type Labels, label, ownerLabels, recordVersion } from './labels.js';
import type { ObjectKey } from './object-key.js';

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
/** Name of Podman's secret that keeps the values of a Secret beside its record. */
export function secretRecordName(object: ObjectKey): string {
  return secretName(recordName(object));
}

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

/** An object, its digest, and what else its record's labels say. */
export interface RecordedObject {
  readonly object: ObjectModel;
  readonly own: string;
  readonly labels?: Labels;
  /** What the supervisor makes pods from: it lies beside the object. */
  readonly template?: { readonly labels: Labels; readonly files: readonly FileEntry[] };
}

/**
 * Writes an object's record last, when all that it stands for is done: labels cannot change, so a changed record is a
 * new volume. It holds the object as written (secret values taken out), never more.
 */
export function recordOperations(
  { object, own: digest, labels = {}, template }: RecordedObject,
  state: PodmanState,
  needs: readonly string[],
): readonly Operation[] {
  const volume = recordName(object);
  const before = state.volumes.get(volume)?.labels;
  const set = labels[label.set] ?? before?.[label.set];
  const sameSet = set === before?.[label.set];
  const status = objectStatus(object, digest, state);
  if (status === 'unchanged' && sameSet) return [];
  const { origin } = object;
  const remove: Operation = { op: 'volume.remove', id: `volume.remove ${volume}`, needs, origin, volume };
  const create: Operation = {
    op: 'volume.create',
    id: `volume.create ${volume}`,
    needs: before === undefined ? needs : [remove.id],
    origin,
    volume: {
      name: volume,
      labels: {
        ...ownerLabels(object),
        ...template?.labels,
        ...labels,
        ...(set === undefined ? {} : { [label.set]: set }),
        [label.purpose]: 'record',
        [label.digest]: digest,
        ...(object.rules === undefined ? {} : { [label.rules]: volumeRules(object.rules) }),
      },
    },
  };
  return [
    ...(before === undefined ? [] : [remove]),
    create,
    fillRecord({ object, volume, needs: create.id, origin, files: template?.files ?? [] }),
    ...keepHidden(object, state, create.id),
  ];
}

/** Objects of a set, by their records, that are not among these. */
export function goneFrom(
  set: string,
  objects: readonly ObjectKey[],
  { volumes }: PodmanState,
): readonly ObjectKey[] {
  const written = new Set(objects.map(recordName));
  return [...volumes.values()].flatMap(({ name, labels }): readonly ObjectKey[] => {
    if (labels[label.purpose] !== 'record' || labels[label.set] !== set || written.has(name)) return [];
    const [kind = '', namespace = '', own = ''] = [label.kind, label.namespace, label.name].map(
      (one) => labels[one],
    );
    return [{ kind, namespace, name: own }];
  });
}

/** Values go into a secret of Podman's, so that later applies may refer to a Secret without repeating it. */
function keepHidden(object: ObjectModel, state: PodmanState, needs: string): readonly Operation[] {
  const { hidden, origin } = object;
  if (hidden === undefined) return [];
  const secret = secretRecordName(object);
  const remove: Operation = {
    op: 'secret.remove',
    id: `secret.remove ${secret}`,
    needs: [needs],
    origin,
    secret,
  };
  const isThere = state.secrets.has(secret);
  const create: Operation = {
    op: 'secret.create',
    id: `secret.create ${secret}`,
    needs: [isThere ? remove.id : needs],
    origin,
    secret,
    value: hidden,
    labels: { ...ownerLabels(object), [label.purpose]: 'record' },
  };
  return isThere ? [remove, create] : [create];
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
    // Last: where it is missing, the record counts as one to be written anew.
    files: [...files, { kind: 'file', path: recordFile, mode: 0o600, uid: 0, gid: 0, content: [text] }],
  };
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
