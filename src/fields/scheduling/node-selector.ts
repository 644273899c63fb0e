import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, forbid, invalid, required, type Scope } from '../check.js';
import { dnsSubdomain, labelValueRule, qualifiedName } from '../names.js';

/** What is only preferred may compare with values that no label can have. */
export type LabelValues = 'good' | 'any';

/** Source: pkg/apis/core/validation/validation.go, ValidateNodeSelector. */
export function validateNodeSelector(
  { nodeSelectorTerms = [] }: Partial<NodeSelector>,
  at: FieldPath,
  scope: Scope,
): void {
  const place = at.child('nodeSelectorTerms');
  if (nodeSelectorTerms.length === 0) required(undefined, place, scope, 'at least one term');
  for (const [index, term] of nodeSelectorTerms.entries())
    validateTerm(term, 'good', place.index(index), scope);
}

/** Source: ValidateNodeSelectorTerm. */
export function validateTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  labelValues: LabelValues,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, one] of matchExpressions.entries())
    validateRequirement(one, labelValues, at.child('matchExpressions').index(index), scope);
  for (const [index, one] of matchFields.entries())
    validateFieldRequirement(one, at.child('matchFields').index(index), scope);
}

/** Source: ValidateNodeFieldSelectorRequirement. */
function validateFieldRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  at: FieldPath,
  scope: Scope,
): void {
  if (operator !== 'In' && operator !== 'NotIn')
    invalid(operator, at.child('operator'), 'must be In or NotIn', scope);
  else if (values.length !== 1) required(undefined, at.child('values'), scope, 'exactly one value');
  if (key !== 'metadata.name') invalid(key, at.child('key'), 'only metadata.name can be matched', scope);
  else
    for (const [index, value] of values.entries())
      checkName(value, dnsSubdomain, at.child('values').index(index), scope);
}

/** Source: ValidateNodeSelectorRequirement. */
function validateRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  labelValues: LabelValues,
  at: FieldPath,
  scope: Scope,
): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        required(undefined, at.child('values'), scope, `${operator} compares with values`);
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) forbid(at.child('values'), `${operator} compares with nothing`, scope);
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1)
        required(undefined, at.child('values'), scope, `${operator} compares with one value`);
      break;
    default:
      invalid(operator, at.child('operator'), 'must be In, NotIn, Exists, DoesNotExist, Gt or Lt', scope);
  }
  checkName(key ?? '', qualifiedName, at.child('key'), scope);
  if (labelValues === 'any') return;
  for (const [index, value] of values.entries())
    checkName(value, labelValueRule, at.child('values').index(index), scope);
}
