import type { PersistentVolume, PersistentVolumeClaim, Secret } from 'kubernetes-types/core/v1.js';
import type { RuntimeClass } from 'kubernetes-types/node/v1.js';
import type { CSIStorageCapacity, StorageClass } from 'kubernetes-types/storage/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../../fields/check.js';
import { warnOfLabel, warnOfNodeSelector, warnOfTerm } from '../../fields/scheduling/warn.js';
import { warnOfSources } from '../../fields/volumes/warn.js';
import { ofClaims, warnOfRequirements } from '../../fields/warn-fractions.js';

const classKey = 'volume.beta.kubernetes.io/storage-class';

function warnOfClassKey({ metadata }: Pick<PersistentVolume, 'metadata'>, at: FieldPath, scope: Scope): void {
  if (metadata?.annotations?.[classKey] === undefined) return;
  const place = at.child('metadata', 'annotations').entry(classKey);
  warn(place, 'is deprecated since v1.8: write storageClassName', scope);
}

/** Of the sources that a volume of the cluster can have. */
const oldSources = ['cephfs', 'photonPersistentDisk', 'scaleIO', 'storageos', 'glusterfs', 'rbd'] as const;

/** Source: pkg/api/persistentvolume/util.go, warningsForPersistentVolumeSpecAndMeta. */
export function warnOfPersistentVolume(object: PersistentVolume, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const { spec = {} } = object;
  const place = at.child('spec');
  warnOfClassKey(object, at, scope);
  if (spec.persistentVolumeReclaimPolicy === 'Recycle')
    warn(place.child('persistentVolumeReclaimPolicy'), 'Recycle is deprecated', scope);
  const terms = place.child('nodeAffinity', 'required', 'nodeSelectorTerms');
  for (const [index, term] of (spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).entries())
    warnOfTerm(term, terms.index(index), scope);
  warnOfSources(spec, oldSources, place, scope);
}

/** Source: pkg/api/persistentvolumeclaim/util.go, GetWarningsForPersistentVolumeClaim. */
export function warnOfPersistentVolumeClaim(
  object: PersistentVolumeClaim,
  at: FieldPath,
  report: Report,
): void {
  warnOfClassKey(object, at, { report });
  warnOfRequirements(object.spec?.resources ?? {}, at.child('spec', 'resources'), { report }, ofClaims);
}

/** Source: pkg/api/storage/util.go, GetWarningsForStorageClass. */
export function warnOfStorageClass(
  { allowedTopologies = [] }: StorageClass,
  at: FieldPath,
  report: Report,
): void {
  for (const [index, { matchLabelExpressions = [] }] of allowedTopologies.entries()) {
    const place = at.child('allowedTopologies').index(index).child('matchLabelExpressions');
    for (const [position, { key }] of matchLabelExpressions.entries())
      warnOfLabel(key, place.index(position).child('key'), { report });
  }
}

/** Source: pkg/api/storage/util.go, GetWarningsForCSIStorageCapacity. */
export function warnOfStorageCapacity(
  { nodeTopology = {} }: CSIStorageCapacity,
  at: FieldPath,
  report: Report,
): void {
  warnOfNodeSelector(nodeTopology, at.child('nodeTopology'), { report });
}

/** Source: pkg/api/node/util.go, GetWarningsForRuntimeClass: it names the map and not the key. */
export function warnOfRuntimeClass({ scheduling }: RuntimeClass, at: FieldPath, report: Report): void {
  const place = at.child('scheduling', 'nodeSelector');
  for (const label of Object.keys(scheduling?.nodeSelector ?? {}))
    warnOfLabel(label, place.entry(label).printedAs(place.toString()), { report });
}

const pem = {
  'tls.crt': /-----BEGIN CERTIFICATE-----/,
  'tls.key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
};

/** The server tries the pair and names no field. Source: pkg/api/secret/warnings.go, GetWarningsForSecret. */
export function warnOfSecret(
  { type, data = {}, stringData = {} }: Secret,
  at: FieldPath,
  report: Report,
): void {
  if (type !== 'kubernetes.io/tls') return;
  for (const [key, form] of Object.entries(pem)) {
    const text = stringData[key] ?? Buffer.from(data[key] ?? '', 'base64').toString('latin1');
    const place = at.child(key in stringData ? 'stringData' : 'data').entry(key);
    if (!form.test(text))
      warn(place.printedAs(`data[${key}]`), 'holds nothing of this kind in PEM', { report });
  }
}
