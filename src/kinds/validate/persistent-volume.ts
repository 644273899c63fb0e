import type { PersistentVolume, PersistentVolumeSpec } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkNoBacksteps,
  checkWord,
  checkWordOrEmpty,
  forbid,
  invalid,
  required,
  type Scope,
} from '../../fields/check.js';
import { clusterName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, dnsSubdomain } from '../../fields/names.js';
import { checkResourceName } from '../../fields/resources/resource-names.js';
import { validateNodeSelector } from '../../fields/scheduling/node-selector.js';
import { validateAccessModes } from '../../fields/volumes/claim-spec.js';
import {
  type SourceFields,
  type SourceRule,
  sourceRules,
  text,
  validateSourceFields,
} from '../../fields/volumes/sources.js';
import { parseQuantity } from '../../model/quantity.js';

type Spec = Partial<PersistentVolumeSpec> & { readonly volumeAttributesClassName?: string };

const isMap = (value: unknown): value is SourceFields => typeof value === 'object' && value !== null;

/** A secret of any namespace. */
function secret(source: SourceFields, field: string, at: FieldPath, scope: Scope): void {
  const reference = source[field];
  if (!isMap(reference)) return;
  for (const part of ['name', 'namespace']) required(text(reference[part]), at.child(field, part), scope);
}

function local({ path }: SourceFields, at: FieldPath, scope: Scope): void {
  if (required(text(path), at.child('path'), scope)) checkNoBacksteps(text(path), at.child('path'), scope);
}

function glusterfs({ endpointsNamespace }: SourceFields, at: FieldPath, scope: Scope): void {
  if (typeof endpointsNamespace !== 'string') return;
  const place = at.child('endpointsNamespace');
  if (endpointsNamespace === '') invalid('', place, 'must be a namespace, if set', scope);
  else checkName(endpointsNamespace, dnsLabel, place, scope);
}

function azureFile({ secretNamespace }: SourceFields, at: FieldPath, scope: Scope): void {
  if (secretNamespace === '') required('', at.child('secretNamespace'), scope);
}

/** Source: validateCSIPersistentVolumeSource and its secret references. */
function csi(source: SourceFields, at: FieldPath, scope: Scope): void {
  required(text(source.volumeHandle), at.child('volumeHandle'), scope);
  for (const field of [
    'controllerPublishSecretRef',
    'controllerExpandSecretRef',
    'nodePublishSecretRef',
    'nodeExpandSecretRef',
  ]) {
    const reference = source[field];
    if (!isMap(reference)) continue;
    const [name, namespace] = [text(reference.name), text(reference.namespace)];
    if (required(name, at.child(field, 'name'), scope))
      checkName(name, dnsSubdomain, at.child(field, 'name'), scope);
    if (required(namespace, at.child(field, 'namespace'), scope))
      checkName(namespace, dnsLabel, at.child(field, 'namespace'), scope);
  }
}

/** The rule of a pod's source, and then what is asked of a persistent volume's besides. */
function both(rule: SourceRule, more: NonNullable<SourceRule['check']>): SourceRule {
  return {
    ...rule,
    check: (source, at, scope) => {
      rule.check?.(source, at, scope);
      more(source, at, scope);
    },
  };
}

const secretRef: NonNullable<SourceRule['check']> = (source, at, scope) =>
  secret(source, 'secretRef', at, scope);
const named: NonNullable<SourceRule['check']> = ({ secretRef: reference }, at, scope) => {
  if (isMap(reference)) required(text(reference.name), at.child('secretRef', 'name'), scope);
};

/** In the order in which the server looks at them: the first one stands, the others are refused. */
const sources: { readonly [field: string]: SourceRule } = {
  hostPath: sourceRules.hostPath,
  gcePersistentDisk: { ...sourceRules.gcePersistentDisk, second: 'gcePersistentDisk' },
  awsElasticBlockStore: sourceRules.awsElasticBlockStore,
  glusterfs: both(sourceRules.glusterfs, glusterfs),
  flocker: sourceRules.flocker,
  nfs: sourceRules.nfs,
  rbd: sourceRules.rbd,
  quobyte: sourceRules.quobyte,
  cephfs: sourceRules.cephfs,
  iscsi: both(sourceRules.iscsi, named),
  cinder: both({ needs: ['volumeID'] }, secretRef),
  fc: sourceRules.fc,
  flexVolume: sourceRules.flexVolume,
  azureFile: both(sourceRules.azureFile, azureFile),
  vsphereVolume: sourceRules.vsphereVolume,
  photonPersistentDisk: sourceRules.photonPersistentDisk,
  portworxVolume: sourceRules.portworxVolume,
  azureDisk: sourceRules.azureDisk,
  scaleIO: sourceRules.scaleIO,
  local: { check: local },
  storageos: both({ needs: ['volumeName'] }, secretRef),
  csi: both({ check: ({ driver }, at, scope) => sourceRules.csi.check({ driver }, at, scope) }, csi),
};

/** Source: pkg/apis/core/validation/validation.go, ValidatePersistentVolume and ValidatePersistentVolumeSpec. */
export function validatePersistentVolume(
  { metadata, spec }: PersistentVolume,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const known: Spec = spec ?? {};
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  validateAccessModes(known.accessModes ?? [], place.child('accessModes'), scope);
  validateCapacity(known.capacity ?? {}, place.child('capacity'), scope);
  validateReclaiming(known, place, scope);
  validateNodes(known, place, scope);
  validateSources(known, place, scope);
  if ((known.storageClassName ?? '') !== '')
    checkName(known.storageClassName, dnsSubdomain, place.child('storageClassName'), scope);
  checkWord(known.volumeMode, ['Block', 'Filesystem'], place.child('volumeMode'), scope);
  const attributes = known.volumeAttributesClassName;
  if (attributes === undefined) return;
  const where = place.child('volumeAttributesClassName');
  if (required(attributes, where, scope)) checkName(attributes, dnsSubdomain, where, scope);
  if (known.csi === undefined)
    required(undefined, place.child('csi'), scope, 'volumeAttributesClassName goes with it');
}

function validateCapacity(capacity: { readonly [name: string]: string }, at: FieldPath, scope: Scope): void {
  const names = Object.keys(capacity);
  if (names.length === 0) required(undefined, at, scope);
  else if (names.length > 1 || names[0] !== 'storage')
    scope.report('api/not-supported', at, {
      path: at.toString(),
      value: names.join(', '),
      allowed: ['storage'],
    });
  for (const [name, written] of Object.entries(capacity)) {
    const value = parseQuantity(String(written));
    checkResourceName(name, at.entry(name), scope);
    if (value !== undefined && value.numerator <= 0n)
      invalid(written, at.entry(name), 'must be greater than zero', scope);
  }
}

function validateReclaiming(
  { persistentVolumeReclaimPolicy: policy, hostPath }: Spec,
  at: FieldPath,
  scope: Scope,
): void {
  const place = at.child('persistentVolumeReclaimPolicy');
  checkWordOrEmpty(policy, ['Delete', 'Recycle', 'Retain'], place, scope);
  if (hostPath?.path !== undefined && /^\/[./]*$/.test(hostPath.path) && policy === 'Recycle')
    forbid(place, 'the whole machine cannot be recycled', scope);
}

/** Source: validateVolumeNodeAffinity; a local volume must say where it is. */
function validateNodes({ nodeAffinity, local: path }: Spec, at: FieldPath, scope: Scope): void {
  const place = at.child('nodeAffinity');
  if (nodeAffinity === undefined) {
    if (path !== undefined) required(undefined, place, scope, 'a local volume says on which node it is');
    return;
  }
  if (nodeAffinity.required === undefined) required(undefined, place.child('required'), scope);
  else validateNodeSelector(nodeAffinity.required, place.child('required'), scope);
}

function validateSources(spec: Spec, at: FieldPath, scope: Scope): void {
  const given: SourceFields = { ...spec };
  let isFirst = true;
  for (const [field, rule] of Object.entries(sources)) {
    const source = given[field];
    if (!isMap(source)) continue;
    if (isFirst || field === 'flexVolume') validateSourceFields(source, rule, at.child(field), scope);
    else {
      const place = at.child(field);
      forbid(
        rule.second === undefined ? place : place.printedAs(`${at}.${rule.second}`),
        'a volume has one source',
        scope,
      );
    }
    isFirst = false;
  }
  if (isFirst) required(undefined, at, scope, 'a source such as hostPath');
}
