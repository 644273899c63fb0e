import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
} from 'kubernetes-types/core/v1.js';
import type { StorageClass } from 'kubernetes-types/storage/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkWord, forbid, invalid, required, type Scope } from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsSubdomain } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';
import { parseQuantity } from '../../model/quantity.js';

const accessModes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

function validateAccessModes(modes: readonly string[] | undefined, at: FieldPath, scope: Scope): void {
  if ((modes ?? []).length === 0) required(undefined, at, scope, 'at least one mode');
  for (const [index, mode] of (modes ?? []).entries())
    checkWord(mode, accessModes, at.index(index).printedAs(at.toString()), scope);
  if ((modes ?? []).includes('ReadWriteOncePod') && (modes ?? []).length > 1) {
    forbid(at, 'ReadWriteOncePod stands alone', scope);
  }
}

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

/** Source: pkg/apis/core/validation/validation.go, ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, at: FieldPath, scope: Scope): void {
  validateAccessModes(spec.accessModes, at.child('accessModes'), scope);
  validateLabelSelector(spec.selector, at.child('selector'), scope);
  const requests = spec.resources?.requests ?? {};
  const place = at.child('resources').entry('storage');
  const size = requests.storage;
  const where = at.child('resources', 'requests').entry('storage').printedAs(place.toString());
  if (size === undefined) required(undefined, where, scope, 'how much is asked for');
  else {
    const value = parseQuantity(String(size));
    if (value !== undefined && value.numerator <= 0n)
      invalid(size, where, 'must be greater than zero', scope);
  }
  if (spec.storageClassName !== undefined && spec.storageClassName !== '')
    checkName(spec.storageClassName, dnsSubdomain, at.child('storageClassName'), scope);
  checkWord(spec.volumeMode, ['Block', 'Filesystem'], at.child('volumeMode'), scope);
}

const sources = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'azureDisk',
  'portworxVolume',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

/** Source: pkg/apis/core/validation/validation.go, ValidatePersistentVolumeSpec. */
export function validatePersistentVolume(
  { metadata, spec = {} }: PersistentVolume,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const place = at.child('spec');
  validateAccessModes(spec.accessModes, place.child('accessModes'), scope);
  const { capacity = {}, hostPath, local, nfs } = spec;
  if (Object.keys(capacity).length === 0) required(undefined, place.child('capacity'), scope);
  else if (!('storage' in capacity) || Object.keys(capacity).length > 1)
    invalid('', place.child('capacity'), 'must have storage, and only that', scope);
  for (const [name, written] of Object.entries(capacity)) {
    const value = parseQuantity(String(written));
    if (value !== undefined && value.numerator <= 0n)
      invalid(written, place.child('capacity').entry(name), 'must be greater than zero', scope);
  }
  checkWord(
    spec.persistentVolumeReclaimPolicy,
    ['Recycle', 'Delete', 'Retain'],
    place.child('persistentVolumeReclaimPolicy'),
    scope,
  );
  const set = sources.filter((source) => spec[source] !== undefined);
  for (const source of set.slice(1)) forbid(place.child(source), 'a volume has one source', scope);
  if (set.length === 0) required(undefined, place, scope, 'a source such as hostPath');
  if (hostPath !== undefined) {
    if (
      required(hostPath.path, place.child('hostPath', 'path'), scope) &&
      hostPath.path.split('/').includes('..')
    )
      invalid(hostPath.path, place.child('hostPath', 'path'), 'must not contain ".."', scope);
    if (hostPath.path === '/' && spec.persistentVolumeReclaimPolicy === 'Recycle')
      forbid(place.child('persistentVolumeReclaimPolicy'), 'the whole machine cannot be recycled', scope);
  }
  if (local !== undefined) {
    required(local.path, place.child('local', 'path'), scope);
    if (spec.nodeAffinity === undefined)
      required(undefined, place.child('nodeAffinity'), scope, 'a local volume says on which node it is');
  }
  if (nfs !== undefined) {
    required(nfs.server, place.child('nfs', 'server'), scope);
    if (required(nfs.path, place.child('nfs', 'path'), scope) && !nfs.path.startsWith('/'))
      invalid(nfs.path, place.child('nfs', 'path'), 'must be an absolute path', scope);
  }
  if (spec.storageClassName !== undefined && spec.storageClassName !== '')
    checkName(spec.storageClassName, dnsSubdomain, place.child('storageClassName'), scope);
  checkWord(spec.volumeMode, ['Block', 'Filesystem'], place.child('volumeMode'), scope);
}

/** Source: pkg/apis/storage/validation/validation.go, ValidateStorageClass. */
export function validateStorageClass(object: StorageClass, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  validateMetadata(object.metadata, at.child('metadata'), subdomainName, scope);
  required(object.provisioner, at.child('provisioner'), scope);
  checkWord(object.reclaimPolicy, ['Delete', 'Retain'], at.child('reclaimPolicy'), scope);
  checkWord(
    object.volumeBindingMode,
    ['Immediate', 'WaitForFirstConsumer'],
    at.child('volumeBindingMode'),
    scope,
  );
}
