import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v1.js';
import type { Namespace } from 'kubernetes-types/core/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import type { ClusterRole, Role, RoleBinding } from 'kubernetes-types/rbac/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkRange,
  checkWord,
  invalid,
  nonNegative,
  positive,
  required,
  type Scope,
} from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, type NameRule } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';

/** Names of RBAC objects may hold nearly anything. Source: pkg/apis/rbac/validation/validation.go, ValidateRBACName; apimachinery path.IsValidPathSegmentName. */
const pathSegment: NameRule = (text) =>
  text === '.' || text === '..' || /[/%]/.test(text)
    ? 'not be "." or ".." and hold no "/" or "%"'
    : undefined;

/** Source: pkg/apis/rbac/validation/validation.go, ValidatePolicyRule. */
export function validateRole(
  { metadata, rules = [] }: Role | ClusterRole,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), { name: pathSegment }, scope);
  for (const [index, { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] }] of (
    rules ?? []
  ).entries()) {
    const place = at.child('rules').index(index);
    if (verbs.length === 0) required(undefined, place.child('verbs'), scope, 'at least one verb');
    if (nonResourceURLs.length > 0) {
      if (apiGroups.length + resources.length > 0)
        invalid('', place.child('nonResourceURLs'), 'cannot stand beside resources', scope);
      continue;
    }
    if (apiGroups.length === 0) required(undefined, place.child('apiGroups'), scope, 'the core group is ""');
    if (resources.length === 0) required(undefined, place.child('resources'), scope, 'at least one resource');
  }
}

/** Source: pkg/apis/rbac/validation/validation.go, ValidateRoleBinding. */
export function validateRoleBinding(
  { metadata, roleRef, subjects = [] }: RoleBinding,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), { name: pathSegment }, scope);
  const group = roleRef?.apiGroup ?? 'rbac.authorization.k8s.io';
  const place = at.child('roleRef');
  checkWord(group === '' ? undefined : group, ['rbac.authorization.k8s.io'], place.child('apiGroup'), scope);
  checkWord(roleRef?.kind ?? '', ['Role', 'ClusterRole'], place.child('kind'), scope);
  required(roleRef?.name, place.child('name'), scope);
  for (const [index, { kind, name, namespace, apiGroup = '' }] of (subjects ?? []).entries()) {
    const where = at.child('subjects').index(index);
    required(name, where.child('name'), scope);
    checkWord(kind ?? '', ['ServiceAccount', 'User', 'Group'], where.child('kind'), scope);
    if (kind === 'ServiceAccount') {
      if (apiGroup !== '') checkWord(apiGroup, [''], where.child('apiGroup'), scope);
      required(namespace, where.child('namespace'), scope);
    } else if (apiGroup !== '')
      checkWord(apiGroup, ['rbac.authorization.k8s.io'], where.child('apiGroup'), scope);
  }
}

/** Source: pkg/apis/core/validation/validation.go, ValidateNamespace. */
export function validateNamespace({ metadata }: Namespace, at: FieldPath, report: Report): void {
  validateMetadata(metadata, at.child('metadata'), { name: dnsLabel }, { report });
}

/** What both versions of the autoscaler have. */
type Autoscaler = Pick<HorizontalPodAutoscaler, 'metadata'> & {
  readonly spec?: {
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
    readonly metrics?: readonly { readonly type?: string }[];
  };
};

/** Source: pkg/apis/autoscaling/validation/validation.go, validateHorizontalPodAutoscalerSpec. */
export function validateAutoscaler({ metadata, spec = {} }: Autoscaler, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const { minReplicas, maxReplicas = 0, scaleTargetRef, metrics = [] } = spec;
  checkRange(minReplicas, positive, place.child('minReplicas'), scope);
  if (maxReplicas < 1) invalid(maxReplicas, place.child('maxReplicas'), 'must be greater than 0', scope);
  if (minReplicas !== undefined && maxReplicas < minReplicas)
    invalid(maxReplicas, place.child('maxReplicas'), 'must be at least minReplicas', scope);
  required(scaleTargetRef?.kind, place.child('scaleTargetRef', 'kind'), scope);
  required(scaleTargetRef?.name, place.child('scaleTargetRef', 'name'), scope);
  for (const [index, metric] of metrics.entries()) {
    const where = place.child('metrics').index(index);
    const types = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
    if (!required(metric.type, where.child('type'), scope)) continue;
    checkWord(metric.type, types, where.child('type'), scope);
    const field = `${metric.type?.charAt(0).toLowerCase()}${metric.type?.slice(1)}`;
    if (types.includes(metric.type ?? '') && !(field in metric))
      required(undefined, where.child(field), scope, 'it says what is measured');
  }
}

/** Source: pkg/apis/policy/validation/validation.go, ValidatePodDisruptionBudgetSpec. */
export function validateDisruptionBudget(
  { metadata, spec = {} }: PodDisruptionBudget,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const { minAvailable, maxUnavailable } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    invalid('', place, 'minAvailable and maxUnavailable exclude each other', scope);
  for (const [field, value] of [
    ['minAvailable', minAvailable],
    ['maxUnavailable', maxUnavailable],
  ] as const) {
    if (typeof value === 'number') checkRange(value, nonNegative, place.child(field), scope);
    else if (value !== undefined && !/^(100|[1-9]?\d)%$/.test(value))
      invalid(value, place.child(field), 'must be a whole number or a percentage up to 100%', scope);
  }
  validateLabelSelector(spec.selector, place.child('selector'), scope);
}

/** Kinds of which only the metadata is looked at here. */
export function validateOther(
  { metadata }: { readonly metadata?: HorizontalPodAutoscaler['metadata'] },
  at: FieldPath,
  report: Report,
): void {
  validateMetadata(metadata, at.child('metadata'), subdomainName, { report });
}
