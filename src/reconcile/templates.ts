import type { FieldPath } from '../diagnostics/field-path.js';
import type { TemplateModel, TemplateRules } from '../model/template.js';
import { secretBytes } from '../model/text.js';
import type { PodmanState } from '../phases/observed.js';
import type { FileEntry, Operation } from '../podman/operations.js';
import { isOwnedBy, type Labels, label, ownerLabels } from './labels.js';
import type { ObjectKey } from './object-key.js';
import { type WrittenOperations, writeOperations } from './operations-text.js';
import { recordName } from './records.js';
import { planRemoval } from './removal.js';
import { type KeptTemplate, statusVolume, templateFile, valuesVolume } from './template-record.js';

/** What an object's template adds to a plan. */
export interface PlannedTemplate {
  readonly owner: ObjectKey;
  /** Of all that a new pod would be made from. */
  readonly digest: string;
  readonly before: readonly Operation[];
  /** What its record keeps besides the object. */
  readonly labels: Labels;
  readonly files: readonly FileEntry[];
  /** What only the record before this one needed. */
  readonly after: readonly Operation[];
}

export interface TemplatePlanning {
  /** What makes one pod and starts it, with placeholders for what only a real one has. */
  readonly operations: readonly Operation[];
  readonly state: PodmanState;
  readonly digest: (model: unknown) => string;
  /** Begin anew whatever there is. */
  readonly replace: boolean;
}

/**
 * Plans what is kept of a pod that is made later (design decision 5): its operations in the object's record, its secret
 * values in a volume beside it. A Job whose template is another one begins anew; one whose ConfigMaps alone changed goes
 * on, and only its next pods see them, as in a cluster, where nobody runs a Job again for that.
 */
export function planTemplate(
  model: TemplateModel,
  { operations, state, digest: digestOf, replace }: TemplatePlanning,
): PlannedTemplate {
  const { owner, origin, rules } = model;
  const digest = digestOf([model.pod, rules]);
  const identity = digestOf([model.identity]);
  const record = state.volumes.get(recordName(owner));
  const isKept = !replace && record !== undefined && record.labels[label.identity] === identity;
  const written = writeOperations(operations);
  const values = valuesVolume(owner, digest);
  const kept: KeptTemplate = {
    rules,
    operations: written.operations,
    ...(written.secrets.length === 0 ? {} : { values }),
  };
  return {
    owner,
    digest,
    before: [
      ...(isKept ? [] : beginAnew(model, state)),
      ...keepValues(model, values, written.secrets, isKept ? state : withoutRecord(model, state)),
    ],
    labels: { [label.identity]: identity, [label.template]: digest },
    files: [keptFile(kept)],
    after: [...state.volumes.values()]
      .filter(({ labels }) => isOwnedBy(labels, owner) && labels[label.purpose] === 'values')
      .filter(({ name }) => name !== values)
      .map(({ name }) => ({
        op: 'volume.remove',
        id: `volume.remove ${name}`,
        needs: [],
        origin,
        volume: name,
      })),
  };
}

/** Values that lie beside a record go with it. */
function withoutRecord({ owner }: TemplateModel, state: PodmanState): PodmanState {
  return {
    ...state,
    volumes: new Map([...state.volumes].filter(([name]) => name !== recordName(owner))),
  };
}

/** Whatever an earlier object of this name left goes; a status that nobody has written yet is made. */
function beginAnew({ owner, origin }: TemplateModel, state: PodmanState): readonly Operation[] {
  const record = recordName(owner);
  const removed = planRemoval({ objects: [{ ...owner, origin }], claims: false }, state).filter(
    (operation) =>
      operation.op !== 'network.remove' && !(operation.op === 'volume.remove' && operation.volume === record),
  );
  return [...removed, statusVolumeOperation({ owner, origin })];
}

/** Where the supervisor keeps what becomes of an object; empty: nothing has yet. */
export function statusVolumeOperation({ owner, origin }: Place): Operation {
  const name = statusVolume(owner);
  const labels = { ...ownerLabels(owner), [label.purpose]: 'status' };
  return { op: 'volume.create', id: `volume.create ${name}`, needs: [], origin, volume: { name, labels } };
}

/** The record of a Job that nobody wrote: one run of a CronJob. */
export interface JobRecordPlan {
  readonly owner: ObjectKey;
  readonly parent: string;
  readonly rules: TemplateRules;
  readonly written: WrittenOperations;
  /** Labels of the CronJob's record. */
  readonly from: Labels;
  readonly origin: FieldPath;
  readonly state: PodmanState;
}

/** What makes such a Job: its values, a status, and last its record. */
export function jobRecordOperations(plan: JobRecordPlan): readonly Operation[] {
  const { owner, parent, rules, written, from, origin, state } = plan;
  const digest = from[label.template] ?? '';
  const values = valuesVolume(owner, digest);
  const kept: KeptTemplate = {
    rules,
    operations: written.operations,
    ...(written.secrets.length === 0 ? {} : { values }),
  };
  const labels = {
    [label.parent]: parent,
    [label.identity]: from[label.identity] ?? '',
    [label.template]: digest,
    [label.purpose]: 'record',
  };
  const place = { owner, origin };
  return [
    ...keepValues(place, values, written.secrets, state),
    ...(state.volumes.has(statusVolume(owner)) ? [] : [statusVolumeOperation(place)]),
    ...keptVolume({ ...place, volume: recordName(owner), labels, files: [keptFile(kept)] }, state),
  ];
}

function keptFile(kept: KeptTemplate): FileEntry {
  return {
    kind: 'file',
    path: templateFile,
    mode: 0o600,
    uid: 0,
    gid: 0,
    content: [JSON.stringify(kept)],
  };
}

/** A name of its own for each content: the record before this one needs its own until it is replaced. */
function keepValues(
  place: Place,
  volume: string,
  secrets: readonly Uint8Array[],
  state: PodmanState,
): readonly Operation[] {
  const record = state.volumes.get(recordName(place.owner));
  const isThere =
    record !== undefined &&
    state.volumes.has(volume) &&
    volume.endsWith(record.labels[label.template] ?? '-');
  if (secrets.length === 0 || isThere) return [];
  const files = secrets.map(
    (value, number): FileEntry => ({
      kind: 'file',
      path: String(number),
      mode: 0o600,
      uid: 0,
      gid: 0,
      content: [secretBytes(value)],
    }),
  );
  return keptVolume({ ...place, volume, labels: { [label.purpose]: 'values' }, files }, state);
}

type Place = Pick<TemplateModel, 'owner' | 'origin'>;

interface KeptVolume extends Place {
  readonly volume: string;
  readonly labels: Labels;
  readonly files: readonly FileEntry[];
}

/** A volume of an object's own with some files; one that an unfinished run left is made anew. */
function keptVolume(
  { owner, origin, volume, labels, files }: KeptVolume,
  state: PodmanState,
): readonly Operation[] {
  const place = { needs: [], origin };
  const create: Operation = {
    ...place,
    op: 'volume.create',
    id: `volume.create ${volume}`,
    volume: { name: volume, labels: { ...ownerLabels(owner), ...labels } },
  };
  return [
    ...(state.volumes.has(volume)
      ? [{ ...place, op: 'volume.remove' as const, id: `volume.remove ${volume}`, volume }]
      : []),
    create,
    { ...place, op: 'volume.fill', id: `volume.fill ${volume}`, needs: [create.id], volume, files },
  ];
}
