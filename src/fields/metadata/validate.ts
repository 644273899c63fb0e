import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkLength, checkName, invalid, required, type Scope } from '../check.js';
import { validateAnnotations, validateLabels } from '../labels.js';
import { asPrefix, dnsLabel, dnsSubdomain, type NameRule, qualifiedName } from '../names.js';

/** What an object's metadata must keep to. */
export interface MetadataRules {
  readonly name: NameRule;
  /** Its objects have no namespace: what stands there is cleared before validation. */
  readonly clusterScoped?: true;
  /** Kinds outside Kubernetes' core packages take finalizers without a domain. */
  readonly anyFinalizers?: true;
}

/** Source: k8s.io/apiserver/pkg/storage/names/generate.go: five characters are added, to at most 58. */
const generated = (prefix: string): string => `${prefix.slice(0, 58)}bcdfg`;

/** The name that an object has, or one like that which it gets. */
export function nameOf({ name = '', generateName = '' }: ObjectMeta = {}): string {
  return name === '' && generateName !== '' ? generated(generateName) : name;
}

/**
 * Names, labels and annotations of any object.
 * Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go, ValidateObjectMetaAccessor.
 */
export function validateMetadata(
  meta: ObjectMeta | undefined,
  at: FieldPath,
  rules: MetadataRules,
  scope: Scope,
): void {
  const { name = '', generateName = '', namespace = '', labels, annotations } = meta ?? {};
  if (name !== '') checkName(name, rules.name, at.child('name'), scope);
  else if (generateName === '') required(undefined, at.child('name'), scope, 'name or generateName');
  if (generateName !== '') checkPrefix(generateName, name, at, rules, scope);
  if (namespace !== '' && rules.clusterScoped !== true)
    checkName(namespace, dnsLabel, at.child('namespace'), scope);
  validateLabels(labels, at.child('labels'), scope);
  validateAnnotations(annotations, at.child('annotations'), scope);
  validateOwners(meta?.ownerReferences ?? [], at.child('ownerReferences'), scope);
  validateFinalizers(meta?.finalizers ?? [], rules, at.child('finalizers'), scope);
  validateManagers(meta?.managedFields ?? [], at.child('managedFields'), scope);
}

/** The name that is made of a good prefix may be a bad one: the last two characters of "A-" are not looked at before. */
function checkPrefix(prefix: string, name: string, at: FieldPath, rules: MetadataRules, scope: Scope): void {
  const place = at.child('generateName');
  if (asPrefix(rules.name)(prefix) !== undefined) checkName(prefix, asPrefix(rules.name), place, scope);
  else if (name === '')
    checkName(generated(prefix), rules.name, place.printedAs(at.child('name').toString()), scope);
}

/** Errors name the list and not the item. Source: objectmeta.go, ValidateOwnerReferences. */
function validateOwners(owners: readonly OwnerReference[], at: FieldPath, scope: Scope): void {
  for (const [index, owner] of owners.entries()) {
    const place = (field: string): FieldPath => at.index(index).child(field).printedAs(`${at}.${field}`);
    const version = /^(?:[^/]*\/)?([^/]*)$/.exec(owner.apiVersion ?? '')?.[1] ?? '';
    if (version === '') invalid('', place('apiVersion'), 'must have a version', scope);
    for (const field of ['kind', 'name', 'uid'] as const) {
      if ((owner[field] ?? '') === '') invalid('', place(field), 'must not be empty', scope);
    }
    if (owner.apiVersion === 'v1' && owner.kind === 'Event')
      invalid('Event', at.index(index).printedAs(at.toString()), 'an Event owns nothing', scope);
  }
  if (owners.filter(({ controller }) => controller === true).length > 1)
    invalid('', at, 'only one owner can be the controller', scope);
}

const ownFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Source: objectmeta.go, ValidateFinalizers; pkg/apis/core/validation/validation.go, validateKubeFinalizerName. */
function validateFinalizers(
  finalizers: readonly string[],
  { anyFinalizers }: MetadataRules,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, finalizer] of finalizers.entries()) {
    checkName(finalizer, qualifiedName, at.index(index).printedAs(at.toString()), scope);
    if (anyFinalizers !== true && !finalizer.includes('/') && !ownFinalizers.includes(finalizer))
      invalid(finalizer, at.index(index), `must have a domain, or be ${ownFinalizers.join(', ')}`, scope);
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion'))
    invalid('', at, 'orphan and foregroundDeletion exclude each other', scope);
}

/** Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go, ValidateManagedFields. */
function validateManagers(managers: readonly ManagedFieldsEntry[], at: FieldPath, scope: Scope): void {
  for (const [index, { operation, fieldsType, manager = '', subresource = '' }] of managers.entries()) {
    const place = at.index(index);
    if (operation !== 'Apply' && operation !== 'Update')
      invalid(operation ?? '', place.child('operation'), 'must be Apply or Update', scope);
    if (fieldsType !== undefined && fieldsType !== '' && fieldsType !== 'FieldsV1')
      invalid(fieldsType, place.child('fieldsType'), 'must be FieldsV1', scope);
    checkLength(manager, 128, place.child('manager'), scope);
    checkLength(subresource, 256, place.child('subresource'), scope);
  }
}

/** Most kinds' names. */
export const subdomainName: MetadataRules = { name: dnsSubdomain };

/** Names of most kinds that are of the whole cluster. */
export const clusterName: MetadataRules = { name: dnsSubdomain, clusterScoped: true };

/** The same of kinds that Kubernetes keeps outside its core packages. */
export const outsideName: MetadataRules = { name: dnsSubdomain, anyFinalizers: true };
export const outsideClusterName: MetadataRules = { ...outsideName, clusterScoped: true };
