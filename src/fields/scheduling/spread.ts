import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkPositive, checkWord, invalid, required, type Scope } from '../check.js';
import { validateLabelSelector } from '../selector.js';
import { validateLabelKeys } from './label-keys.js';

/** Source: pkg/apis/core/validation/validation.go, validateTopologySpreadConstraints. */
export function validateSpread(
  constraints: readonly TopologySpreadConstraint[],
  labels: { readonly [key: string]: string },
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, one] of constraints.entries()) {
    const place = at.index(index);
    validateConstraint(one, place, scope);
    validateLabelKeys(one, labels, place, scope);
    validateLabelSelector(one.labelSelector, place.child('labelSelector'), scope);
    const later = constraints.slice(index + 1);
    if (!later.some((other) => pairOf(other) === pairOf(one))) continue;
    const printed = `${place}.{topologyKey, whenUnsatisfiable}`;
    scope.report('api/duplicate', place.child('topologyKey').printedAs(printed), {
      path: printed,
      value: pairOf(one),
    });
  }
}

function pairOf({ topologyKey, whenUnsatisfiable }: TopologySpreadConstraint): string {
  return `${topologyKey}, ${whenUnsatisfiable}`;
}

/** Whether the key can be one of a label is not looked at. */
function validateConstraint(one: TopologySpreadConstraint, at: FieldPath, scope: Scope): void {
  const { maxSkew = 0, topologyKey, whenUnsatisfiable = '', minDomains } = one;
  checkPositive(maxSkew, at.child('maxSkew'), scope);
  required(topologyKey, at.child('topologyKey'), scope);
  checkWord(whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'], at.child('whenUnsatisfiable'), scope);
  checkPositive(minDomains, at.child('minDomains'), scope);
  if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule')
    invalid(minDomains, at.child('minDomains'), 'needs whenUnsatisfiable: DoNotSchedule', scope);
  checkWord(one.nodeAffinityPolicy, ['Honor', 'Ignore'], at.child('nodeAffinityPolicy'), scope);
  checkWord(one.nodeTaintsPolicy, ['Honor', 'Ignore'], at.child('nodeTaintsPolicy'), scope);
}
