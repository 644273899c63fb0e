import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinityTerm,
  PodSpec,
  Toleration,
  TopologySpreadConstraint,
} from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  forbid,
  invalid,
  required,
  type Scope,
} from '../check.js';
import { validateLabels } from '../labels.js';
import { dnsLabel, dnsSubdomain, labelValueRule, qualifiedName } from '../names.js';
import { validateLabelSelector } from '../selector.js';

/** Where pods may run and who they are, though one machine has no choice. Source: pkg/apis/core/validation/validation.go, ValidatePodSpec. */
export function validateScheduling(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { nodeName, priorityClassName, serviceAccountName, runtimeClassName, preemptionPolicy } = podSpec;
  validateLabels(podSpec.nodeSelector, at.child('nodeSelector'), scope);
  for (const field of ['nodeName', 'priorityClassName', 'serviceAccountName', 'runtimeClassName'] as const) {
    const value = { nodeName, priorityClassName, serviceAccountName, runtimeClassName }[field];
    if (value !== undefined && value !== '') checkName(value, dnsSubdomain, at.child(field), scope);
  }
  checkWord(preemptionPolicy, ['PreemptLowerPriority', 'Never'], at.child('preemptionPolicy'), scope);
  for (const [index, { name }] of (podSpec.imagePullSecrets ?? []).entries()) {
    if (name === undefined || name === '')
      required(undefined, at.child('imagePullSecrets').index(index).child('name'), scope);
  }
  for (const [index, { conditionType }] of (podSpec.readinessGates ?? []).entries()) {
    checkName(
      conditionType ?? '',
      qualifiedName,
      at.child('readinessGates').index(index).child('conditionType'),
      scope,
    );
  }
  validateGates(podSpec, at, scope);
  validateAffinity(podSpec.affinity, at.child('affinity'), scope);
  for (const [index, toleration] of (podSpec.tolerations ?? []).entries())
    validateToleration(toleration, at.child('tolerations').index(index), scope);
  validateSpread(podSpec.topologySpreadConstraints ?? [], at.child('topologySpreadConstraints'), scope);
  validateClaims(podSpec, at.child('resourceClaims'), scope);
}

function validateGates({ schedulingGates = [], nodeName }: PodSpec, at: FieldPath, scope: Scope): void {
  const list = at.child('schedulingGates');
  checkUnique(
    schedulingGates,
    ({ name }) => name,
    (index) => list.index(index),
    scope,
  );
  for (const [index, { name }] of schedulingGates.entries())
    checkName(name ?? '', qualifiedName, list.index(index), scope);
  if (schedulingGates.length > 0 && nodeName !== undefined && nodeName !== '') {
    forbid(at.child('nodeName'), 'a pod with scheduling gates has no node yet', scope);
  }
}

function validateAffinity(affinity: Affinity | undefined, at: FieldPath, scope: Scope): void {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  const required_ = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  const terms = nodeAffinity?.[required_]?.nodeSelectorTerms;
  const node = at.child('nodeAffinity');
  if (nodeAffinity?.[required_] !== undefined) {
    const place = node.child(required_, 'nodeSelectorTerms');
    if ((terms ?? []).length === 0) required(undefined, place, scope, 'at least one term');
    for (const [index, term] of (terms ?? []).entries()) validateTerm(term, place.index(index), scope);
  }
  for (const [index, { weight, preference }] of (nodeAffinity?.[preferred] ?? []).entries()) {
    const place = node.child(preferred).index(index);
    checkRange(weight ?? 0, [1, 100], place.child('weight'), scope);
    if (preference !== undefined) validateTerm(preference, place.child('preference'), scope);
  }
  for (const [field, one] of [
    ['podAffinity', podAffinity],
    ['podAntiAffinity', podAntiAffinity],
  ] as const) {
    const place = at.child(field);
    for (const [index, term] of (one?.[required_] ?? []).entries())
      validatePodTerm(term, place.child(required_).index(index), scope);
    for (const [index, { weight, podAffinityTerm }] of (one?.[preferred] ?? []).entries()) {
      const item = place.child(preferred).index(index);
      checkRange(weight ?? 0, [1, 100], item.child('weight'), scope);
      if (podAffinityTerm !== undefined)
        validatePodTerm(podAffinityTerm, item.child('podAffinityTerm'), scope);
    }
  }
}

/** Source: ValidateNodeSelectorTerm. */
function validateTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, one] of matchExpressions.entries())
    validateNodeRequirement(one, at.child('matchExpressions').index(index), scope);
  for (const [index, { key, operator, values = [] }] of matchFields.entries()) {
    const place = at.child('matchFields').index(index);
    if (operator !== 'In' && operator !== 'NotIn')
      invalid(operator, place.child('operator'), 'must be In or NotIn', scope);
    else if (values.length !== 1) required(undefined, place.child('values'), scope, 'exactly one value');
    if (key !== 'metadata.name') invalid(key, place.child('key'), 'only metadata.name can be matched', scope);
  }
}

/** Source: ValidateNodeSelectorRequirement. */
function validateNodeRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
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
  for (const [index, value] of values.entries())
    checkName(value, labelValueRule, at.child('values').index(index), scope);
}

/** Source: validatePodAffinityTerm. */
function validatePodTerm(term: PodAffinityTerm, at: FieldPath, scope: Scope): void {
  const { topologyKey, labelSelector, namespaceSelector, namespaces = [] } = term;
  validateLabelSelector(labelSelector, at.child('labelSelector'), scope);
  validateLabelSelector(namespaceSelector, at.child('namespaceSelector'), scope);
  for (const name of namespaces) checkName(name, dnsLabel, at.child('namespace'), scope);
  required(topologyKey, at.child('topologyKey'), scope, 'pods are near by this label of their nodes');
  checkName(topologyKey ?? '', qualifiedName, at.child('topologyKey'), scope);
}

/** Source: ValidateTolerations. */
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

/** Source: validateTopologySpreadConstraints. */
function validateSpread(constraints: readonly TopologySpreadConstraint[], at: FieldPath, scope: Scope): void {
  checkUnique(
    constraints,
    ({ topologyKey, whenUnsatisfiable }) => `${topologyKey}, ${whenUnsatisfiable}`,
    (index) => {
      const earlier = constraints.findIndex(
        (one) =>
          one.topologyKey === constraints[index]?.topologyKey &&
          one.whenUnsatisfiable === constraints[index]?.whenUnsatisfiable,
      );
      return at
        .index(index)
        .child('topologyKey')
        .printedAs(`${at}[${earlier}].{topologyKey, whenUnsatisfiable}`);
    },
    scope,
  );
  for (const [index, one] of constraints.entries()) {
    const place = at.index(index);
    if ((one.maxSkew ?? 0) <= 0)
      invalid(one.maxSkew ?? 0, place.child('maxSkew'), 'must be greater than zero', scope);
    if (required(one.topologyKey, place.child('topologyKey'), scope))
      checkName(one.topologyKey, qualifiedName, place.child('topologyKey'), scope);
    checkWord(
      one.whenUnsatisfiable ?? '',
      ['DoNotSchedule', 'ScheduleAnyway'],
      place.child('whenUnsatisfiable'),
      scope,
    );
    if (one.minDomains !== undefined) {
      if (one.minDomains <= 0)
        invalid(one.minDomains, place.child('minDomains'), 'must be greater than zero', scope);
      if (one.whenUnsatisfiable !== 'DoNotSchedule')
        invalid(one.minDomains, place.child('minDomains'), 'needs whenUnsatisfiable: DoNotSchedule', scope);
    }
    checkWord(one.nodeAffinityPolicy, ['Honor', 'Ignore'], place.child('nodeAffinityPolicy'), scope);
    checkWord(one.nodeTaintsPolicy, ['Honor', 'Ignore'], place.child('nodeTaintsPolicy'), scope);
    validateLabelSelector(one.labelSelector, place.child('labelSelector'), scope);
  }
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
    const count = [resourceClaimName, resourceClaimTemplateName].filter((one) => one !== undefined).length;
    if (count !== 1)
      invalid('', place, 'must have one of "resourceClaimName" or "resourceClaimTemplateName"', scope);
  }
}
