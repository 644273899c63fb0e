import type { FieldPath } from '../diagnostics/field-path.js';
import { checkName, type Scope } from './check.js';
import { labelValueRule, qualifiedName } from './names.js';

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
