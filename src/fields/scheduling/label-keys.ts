import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, forbid, invalid, type Scope } from '../check.js';
import { qualifiedName } from '../names.js';

/** Labels of the new pod that its affinity or spread goes by, whatever their values are. */
export interface LabelKeys {
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
  readonly labelSelector?: LabelSelector;
}

/**
 * A key that the pod has is added to the selector as an expression when the pod is made; one that was there already is
 * refused, under the place of the key in the term itself.
 * Source: pkg/apis/core/validation/validation.go, ValidateMatchLabelKeysAndMismatchLabelKeys; pkg/registry/core/pod/strategy.go.
 */
export function validateLabelKeys(
  term: LabelKeys,
  labels: { readonly [key: string]: string },
  at: FieldPath,
  scope: Scope,
): void {
  const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
  for (const [field, keys] of Object.entries({ matchLabelKeys, mismatchLabelKeys })) {
    if (keys.length > 0 && labelSelector === undefined)
      forbid(at.child(field), 'there is no labelSelector', scope);
    else
      for (const [index, key] of keys.entries())
        checkName(key, qualifiedName, at.child(field).index(index), scope);
  }
  const { matchLabels = {}, matchExpressions = [] } = labelSelector ?? {};
  for (const [index, key] of matchLabelKeys.entries()) {
    const place = at.child('matchLabelKeys').index(index);
    const added = Object.hasOwn(labels, key) ? 1 : 0;
    const named = matchExpressions.filter((one) => one.key === key).length + added;
    if (named > 1 || (named === 1 && Object.hasOwn(matchLabels, key)))
      invalid(key, place.printedAs(`${at}[${index}]`), 'stands in labelSelector too', scope);
    if (mismatchLabelKeys.includes(key)) invalid(key, place, 'stands in mismatchLabelKeys too', scope);
  }
}
