import type { LabelSelector } from 'kubernetes-types/meta/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { checkName, forbid, invalid, required, type Scope } from './check.js';
import { validateLabels } from './labels.js';
import { labelValueRule, qualifiedName } from './names.js';

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go, ValidateLabelSelector. */
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  if (selector === undefined) return;
  validateLabels(selector.matchLabels, at.child('matchLabels'), scope);
  for (const [index, { key, operator, values = [] }] of (selector.matchExpressions ?? []).entries()) {
    const place = at.child('matchExpressions').index(index);
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0)
        required(undefined, place.child('values'), scope, `${operator} compares with values`);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) forbid(place.child('values'), `${operator} compares with nothing`, scope);
    } else invalid(operator ?? '', place.child('operator'), `must be ${operators.join(', ')}`, scope);
    checkName(key ?? '', qualifiedName, place.child('key'), scope);
    for (const [position, value] of values.entries())
      checkName(value, labelValueRule, place.child('values').index(position), scope);
  }
}

/** Whether a selector can be made at all. Source: meta/v1/helpers.go, LabelSelectorAsSelector. */
export function isUsable(selector: LabelSelector): boolean {
  return (selector.matchExpressions ?? []).every(({ operator, values = [], key }) => {
    const fits = operator === 'In' || operator === 'NotIn' ? values.length > 0 : values.length === 0;
    return operators.includes(operator) && fits && qualifiedName(key) === undefined;
  });
}

/** Whether labels are chosen by a selector; an empty selector chooses all. Source: the same. */
export function matches(selector: LabelSelector, labels: { readonly [key: string]: string }): boolean {
  const wanted = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    wanted &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}
