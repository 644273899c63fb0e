import type { PodSpec, Toleration } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkUnique, checkWord, forbid, invalid, required, type Scope } from '../check.js';
import { validateLabels } from '../labels.js';
import { dnsLabel, dnsSubdomain, labelValueRule, qualifiedName } from '../names.js';
import { validateAffinity } from './affinity.js';
import { validateSpread } from './spread.js';

type Labels = { readonly [key: string]: string };

/** Where pods may run and who they are, though one machine has no choice. Source: pkg/apis/core/validation/validation.go, ValidatePodSpec. */
export function validateScheduling(podSpec: PodSpec, labels: Labels, at: FieldPath, scope: Scope): void {
  const { nodeName, priorityClassName, serviceAccountName, runtimeClassName, preemptionPolicy } = podSpec;
  validateLabels(podSpec.nodeSelector, at.child('nodeSelector'), scope);
  for (const [field, value = ''] of Object.entries({ nodeName, priorityClassName, serviceAccountName })) {
    if (value !== '') checkName(value, dnsSubdomain, at.child(field), scope);
  }
  checkName(runtimeClassName, dnsSubdomain, at.child('runtimeClassName'), scope);
  checkWord(preemptionPolicy, ['PreemptLowerPriority', 'Never'], at.child('preemptionPolicy'), scope);
  for (const [index, { conditionType }] of (podSpec.readinessGates ?? []).entries()) {
    const place = at.child('readinessGates').index(index).child('conditionType');
    checkName(conditionType ?? '', qualifiedName, place, scope);
  }
  validateGates(podSpec, at, scope);
  validateAffinity(podSpec.affinity, labels, at.child('affinity'), scope);
  validateTolerations(podSpec.tolerations ?? [], at.child('tolerations'), scope);
  validateSpread(
    podSpec.topologySpreadConstraints ?? [],
    labels,
    at.child('topologySpreadConstraints'),
    scope,
  );
  validateClaims(podSpec, at.child('resourceClaims'), scope);
}

function validateGates({ schedulingGates = [] }: PodSpec, at: FieldPath, scope: Scope): void {
  const list = at.child('schedulingGates');
  checkUnique(
    schedulingGates,
    ({ name }) => name,
    (index) => list.index(index),
    scope,
  );
  for (const [index, { name }] of schedulingGates.entries())
    checkName(name ?? '', qualifiedName, list.index(index), scope);
}

/** Of a pod only, not of a template. Source: ValidatePodCreate. */
export function checkGatedNode(
  { schedulingGates = [], nodeName = '' }: PodSpec,
  at: FieldPath,
  scope: Scope,
): void {
  if (schedulingGates.length > 0 && nodeName !== '')
    forbid(at.child('nodeName'), 'a pod with scheduling gates has no node yet', scope);
}

/** Gt and Lt are refused: their feature gate is off in 1.36. Source: ValidateTolerations. */
export function validateTolerations(tolerations: readonly Toleration[], at: FieldPath, scope: Scope): void {
  for (const [index, toleration] of tolerations.entries())
    validateToleration(toleration, at.index(index), scope);
}

function validateToleration(toleration: Toleration, at: FieldPath, scope: Scope): void {
  const { key = '', operator = '', value = '', effect, tolerationSeconds } = toleration;
  if (key !== '') checkName(key, qualifiedName, at.child('key'), scope);
  else if (operator !== 'Exists')
    invalid(operator, at.child('operator'), 'must be Exists when there is no key', scope);
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    invalid(effect ?? '', at.child('effect'), 'must be NoExecute when tolerationSeconds is set', scope);
  }
  if (operator === 'Exists') {
    if (value !== '') invalid(operator, at.child('operator'), 'Exists takes no value', scope);
  } else if (operator === '' || operator === 'Equal') {
    checkName(value, labelValueRule, at.child('operator'), scope);
  } else checkWord(operator, ['Equal', 'Exists'], at.child('operator'), scope);
  if (effect !== undefined && effect !== '')
    checkWord(effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'], at.child('effect'), scope);
}

function validateClaims({ resourceClaims = [] }: PodSpec, at: FieldPath, scope: Scope): void {
  checkUnique(
    resourceClaims,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, claim] of resourceClaims.entries()) {
    const place = at.index(index);
    if (required(claim.name, place.child('name'), scope))
      checkName(claim.name, dnsLabel, place.child('name'), scope);
    const { resourceClaimName, resourceClaimTemplateName } = claim as {
      readonly resourceClaimName?: string;
      readonly resourceClaimTemplateName?: string;
    };
    checkName(resourceClaimName, dnsSubdomain, place.child('resourceClaimName'), scope);
    checkName(resourceClaimTemplateName, dnsSubdomain, place.child('resourceClaimTemplateName'), scope);
    const count = [resourceClaimName, resourceClaimTemplateName].filter((one) => one !== undefined).length;
    if (count !== 1)
      invalid('', place, 'must have one of "resourceClaimName" or "resourceClaimTemplateName"', scope);
  }
}
