import type { FieldPath } from '../diagnostics/field-path.js';
import { checkName, type Scope } from './check.js';
import { byteLength, labelValueRule, qualifiedName } from './names.js';

const annotationLimit = 256 * 1024;

/** Keys and values of labels. Errors name the map, as the API server's do. Source: pkg/apis/meta/v1/validation, ValidateLabels. */
export function validateLabels(
  labels: { readonly [key: string]: string } | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const place = at.entry(key);
    checkName(key, qualifiedName, place.atKey().printedAs(at.toString()), scope);
    checkName(value, labelValueRule, place.printedAs(at.toString()), scope);
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
