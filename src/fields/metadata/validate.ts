import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, invalid, required, type Scope } from '../check.js';
import { validateLabels } from '../labels.js';
import { byteLength, dnsLabel, dnsSubdomain, type NameRule, qualifiedName } from '../names.js';

/** What an object's metadata must keep to. */
export interface MetadataRules {
  readonly name: NameRule;
}

const annotationLimit = 256 * 1024;

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
  const {
    name,
    generateName,
    namespace,
    labels,
    annotations,
    ownerReferences = [],
    finalizers = [],
  } = meta ?? {};
  if (generateName !== undefined && generateName !== '') {
    checkName(generateName.replace(/-$/, 'a'), rules.name, at.child('generateName'), scope);
  }
  if (name === undefined || name === '') {
    if (generateName === undefined || generateName === '')
      required(undefined, at.child('name'), scope, 'name or generateName');
  } else checkName(name, rules.name, at.child('name'), scope);
  if (namespace !== undefined && namespace !== '')
    checkName(namespace, dnsLabel, at.child('namespace'), scope);
  validateLabels(labels, at.child('labels'), scope);
  validateAnnotations(annotations, at.child('annotations'), scope);
  const owners = at.child('ownerReferences');
  for (const [index, owner] of ownerReferences.entries()) {
    for (const field of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      const place = owners.index(index).child(field);
      if (owner[field] === undefined || owner[field] === '')
        invalid('', place.printedAs(`${owners}.${field}`), 'must not be empty', scope);
    }
  }
  if (ownerReferences.filter(({ controller }) => controller === true).length > 1) {
    invalid('', owners, 'only one owner can be the controller', scope);
  }
  for (const [index, finalizer] of finalizers.entries()) {
    const place = at.child('finalizers');
    checkName(finalizer, qualifiedName, place.index(index).printedAs(place.toString()), scope);
  }
}

/** Keys of annotations, and their size together. Source: objectmeta.go, ValidateAnnotations. */
export function validateAnnotations(
  annotations: { readonly [key: string]: string } | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    checkName(key.toLowerCase(), qualifiedName, at.entry(key).atKey().printedAs(at.toString()), scope);
    size += byteLength(key) + byteLength(value);
  }
  if (size > annotationLimit)
    scope.report('api/too-long', at, { path: at.toString(), size, limit: annotationLimit });
}

/** Most kinds' names. */
export const subdomainName: MetadataRules = { name: dnsSubdomain };
