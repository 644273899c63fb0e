import type {
  PersistentVolumeClaim,
  TopologySelectorLabelRequirement,
  TopologySelectorTerm,
} from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { CSIDriver, StorageClass } from 'kubernetes-types/storage/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkCount,
  checkName,
  checkUnique,
  checkWord,
  checkWordOrEmpty,
  invalid,
  required,
  type Scope,
} from '../../fields/check.js';
import { clusterName, subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { byteLength, type NameRule, qualifiedName } from '../../fields/names.js';
import { validateClaimSpec } from '../../fields/volumes/claim-spec.js';
import { checkDriverName } from '../../fields/volumes/sources.js';

/** Source: pkg/apis/core/validation/validation.go, ValidatePersistentVolumeClaim. */
export function validatePersistentVolumeClaim(
  { metadata, spec = {} }: PersistentVolumeClaim,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  validateClaimSpec(spec, at.child('spec'), scope);
}

const parameterLimits = { count: 512, size: 256 * 1024 };

/** Source: pkg/apis/storage/validation/validation.go, ValidateStorageClass. */
export function validateStorageClass(object: StorageClass, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const { provisioner = '', reclaimPolicy, volumeBindingMode } = object as Partial<StorageClass>;
  validateMetadata(object.metadata, at.child('metadata'), clusterName, scope);
  if (required(provisioner, at.child('provisioner'), scope))
    checkName(provisioner.toLowerCase(), qualifiedName, at.child('provisioner'), scope);
  validateParameters(object.parameters ?? {}, at.child('parameters'), scope);
  checkWordOrEmpty(reclaimPolicy, ['Delete', 'Retain'], at.child('reclaimPolicy'), scope);
  const modes = ['Immediate', 'WaitForFirstConsumer'];
  checkWord(volumeBindingMode, modes, at.child('volumeBindingMode'), scope);
  validateTopologies(object.allowedTopologies ?? [], at.child('allowedTopologies'), scope);
}

/** Source: validateParameters. */
function validateParameters(
  parameters: { readonly [key: string]: string },
  at: FieldPath,
  scope: Scope,
): void {
  const entries = Object.entries(parameters);
  checkCount(entries, parameterLimits.count, at, scope);
  if ('' in parameters) invalid('', at.entry('').printedAs(at.toString()), 'a key must not be empty', scope);
  const size = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0);
  if (size > parameterLimits.size)
    scope.report('api/too-long', at, { path: at.toString(), size, limit: parameterLimits.size });
}

/** Source: validateAllowedTopologies; pkg/apis/core/validation/validation.go, ValidateTopologySelectorTerm. */
function validateTopologies(topologies: readonly TopologySelectorTerm[], at: FieldPath, scope: Scope): void {
  for (const [index, { matchLabelExpressions = [] }] of topologies.entries()) {
    const place = at.index(index).child('matchLabelExpressions');
    for (const [position, one] of matchLabelExpressions.entries())
      validateTopology(one, place.index(position), scope);
    checkUnique(
      matchLabelExpressions,
      ({ key }) => key,
      (position) => place.index(position).child('key'),
      scope,
    );
  }
  const forms = topologies.map(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions
      .map(({ key, values = [] }) => JSON.stringify([key, [...new Set(values)].sort()]))
      .sort()
      .join(),
  );
  const place = (index: number): FieldPath => at.index(index).child('matchLabelExpressions');
  checkUnique(forms, (form) => form, place, scope);
  // A term without expressions equals the empty ones that the server compares each term with.
  for (const [index, form] of forms.entries())
    if (form === '')
      scope.report('api/duplicate', place(index), { path: place(index).toString(), value: '' });
}

function validateTopology(
  { key = '', values = [] }: Partial<TopologySelectorLabelRequirement>,
  at: FieldPath,
  scope: Scope,
): void {
  if (values.length === 0) required(undefined, at.child('values'), scope);
  checkUnique(
    values,
    (value) => value,
    (position) => at.child('values').index(position),
    scope,
  );
  checkName(key, qualifiedName, at.child('key'), scope);
}

/** Source: pkg/apis/storage/validation/validation.go, ValidateCSIDriverName as a rule of names. */
const driverName: NameRule = (name) => {
  const fits =
    name.length <= 63 &&
    /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)*$/.test(name);
  return fits ? undefined : 'be a domain name of at most 63 characters';
};

/** Source: ValidateCSIDriver and validateCSIDriverSpec. */
export function validateCsiDriver({ metadata, spec }: CSIDriver, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), { name: driverName, clusterScoped: true }, scope);
  const { fsGroupPolicy, volumeLifecycleModes = [], tokenRequests = [] } = spec ?? {};
  checkWord(fsGroupPolicy, ['ReadWriteOnceWithFSType', 'File', 'None'], place.child('fsGroupPolicy'), scope);
  const modesAt = place.child('volumeLifecycleModes');
  for (const [index, mode] of volumeLifecycleModes.entries())
    checkWord(mode, ['Persistent', 'Ephemeral'], modesAt.index(index).printedAs(modesAt.toString()), scope);
  const requestsAt = place.child('tokenRequests');
  for (const [index, { expirationSeconds }] of tokenRequests.entries()) {
    const where = requestsAt.index(index).child('expirationSeconds');
    if (expirationSeconds !== undefined && (expirationSeconds < 600 || expirationSeconds > 2 ** 32))
      invalid(expirationSeconds, where, 'must be from ten minutes to 2^32 seconds', scope);
  }
  const audiences = tokenRequests.map(({ audience = '' }) => `audience ${audience}`);
  const audienceAt = (index: number): FieldPath => requestsAt.index(index).child('audience');
  checkUnique(audiences, (audience) => audience, audienceAt, scope);
}

/** The package of types has it not yet. */
interface VolumeAttributesClass {
  readonly metadata?: ObjectMeta;
  readonly driverName?: string;
  readonly parameters?: { readonly [key: string]: string };
}

/** Source: ValidateVolumeAttributesClass. */
export function validateVolumeAttributesClass(
  { metadata, driverName: driver = '', parameters = {} }: VolumeAttributesClass,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  checkDriverName(driver, at.child('driverName'), scope);
  if (Object.keys(parameters).length === 0) required(undefined, at.child('parameters'), scope);
  validateParameters(parameters, at.child('parameters'), scope);
}
