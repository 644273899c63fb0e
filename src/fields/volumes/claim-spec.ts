import type {
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedLocalObjectReference,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { parseQuantity } from '../../model/quantity.js';
import { checkName, checkWord, forbid, invalid, required, type Scope } from '../check.js';
import { validateAnnotations, validateLabels } from '../labels.js';
import { dnsSubdomain } from '../names.js';
import { validateLabelSelector } from '../selector.js';

const accessModes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** Of persistent volumes and claims alike. Source: pkg/apis/core/validation/validation.go, ValidatePersistentVolumeSpec. */
export function validateAccessModes(modes: readonly string[], at: FieldPath, scope: Scope): void {
  if (modes.length === 0) required(undefined, at, scope, 'at least one mode');
  for (const [index, mode] of modes.entries())
    checkWord(mode, accessModes, at.index(index).printedAs(at.toString()), scope);
  const known = new Set(modes.filter((mode) => accessModes.includes(mode)));
  if (known.has('ReadWriteOncePod') && known.size > 1) forbid(at, 'ReadWriteOncePod stands alone', scope);
}

/** Source: pkg/apis/core/validation/validation.go, ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, at: FieldPath, scope: Scope): void {
  validateAccessModes(spec.accessModes ?? [], at.child('accessModes'), scope);
  validateLabelSelector(spec.selector, at.child('selector'), scope);
  const size = spec.resources?.requests?.storage;
  const place = at
    .child('resources', 'requests')
    .entry('storage')
    .printedAs(at.child('resources').entry('storage').toString());
  if (size === undefined) required(undefined, place, scope, 'how much is asked for');
  else if ((parseQuantity(String(size))?.numerator ?? 1n) <= 0n)
    invalid(size, place, 'must be greater than zero', scope);
  const { volumeAttributesClassName } = spec as { readonly volumeAttributesClassName?: string };
  for (const [field, name = ''] of [
    ['storageClassName', spec.storageClassName],
    ['volumeAttributesClassName', volumeAttributesClassName],
  ] as const) {
    if (name !== '') checkName(name, dnsSubdomain, at.child(field), scope);
  }
  checkWord(spec.volumeMode, ['Block', 'Filesystem'], at.child('volumeMode'), scope);
  validateDataSources(spec, at, scope);
}

/** Other kinds as dataSource are dropped before validation, unless dataSourceRef says so too. */
function isKept({ apiGroup = '', kind }: TypedLocalObjectReference): boolean {
  return apiGroup === ''
    ? kind === 'PersistentVolumeClaim'
    : apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot';
}

/**
 * dataSourceRef.namespace is dropped before validation too (its feature gate is off in 1.36).
 * Source: validateDataSource, validateDataSourceRef; pkg/api/persistentvolumeclaim/util.go, EnforceDataSourceBackwardsCompatibility.
 */
function validateDataSources(spec: PersistentVolumeClaimSpec, at: FieldPath, scope: Scope): void {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource !== undefined && dataSourceRef === undefined && !isKept(dataSource)) return;
  for (const [field, source] of [
    ['dataSource', dataSource],
    ['dataSourceRef', dataSourceRef],
  ] as const) {
    if (source !== undefined) validateDataSource(source, at.child(field), scope);
  }
  const same = (field: 'kind' | 'name' | 'apiGroup'): boolean =>
    (dataSource?.[field] ?? '') === (dataSourceRef?.[field] ?? '');
  if (dataSource === undefined || dataSourceRef === undefined) return;
  if (!same('kind') || !same('name') || !same('apiGroup'))
    invalid('', at, 'dataSource must be the same as dataSourceRef', scope);
}

function validateDataSource(
  { name, kind = '', apiGroup = '' }: TypedLocalObjectReference,
  at: FieldPath,
  scope: Scope,
): void {
  required(name, at.child('name'), scope);
  required(kind, at.child('kind'), scope);
  if (apiGroup !== '') checkName(apiGroup, dnsSubdomain, at.child('apiGroup'), scope);
  else if (kind !== 'PersistentVolumeClaim')
    invalid(kind, at, 'of the core group, only a PersistentVolumeClaim can be a source', scope);
}

/** Only labels and annotations can be given. Source: ValidatePersistentVolumeClaimTemplate, ValidateTemplateObjectMeta. */
export function validateClaimTemplate(
  template: Partial<PersistentVolumeClaimTemplate>,
  at: FieldPath,
  scope: Scope,
): void {
  const { metadata = {}, spec = {} } = template;
  const { labels, annotations, ...others } = metadata;
  const place = at.child('metadata');
  validateAnnotations(annotations, place.child('annotations'), scope);
  validateLabels(labels, place.child('labels'), scope);
  for (const [field, value] of Object.entries(others)) {
    if (value !== '' && value !== 0 && value !== undefined)
      forbid(place.child(field), 'only labels and annotations can be given', scope);
  }
  validateClaimSpec(spec, at.child('spec'), scope);
}
