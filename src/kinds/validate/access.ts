import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from 'kubernetes-types/rbac/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkWord, checkWordOrEmpty, invalid, required, type Scope } from '../../fields/check.js';
import { type MetadataRules, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsSubdomain, pathSegment } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';

const group = 'rbac.authorization.k8s.io';
/** Names of these objects may hold nearly anything. Source: pkg/apis/rbac/validation/validation.go, ValidateRBACName. */
const namespacedName: MetadataRules = { name: pathSegment };
const clusterWideName: MetadataRules = { name: pathSegment, clusterScoped: true };

/** Whether an object holds for one namespace or for all. */
type Reach = 'namespace' | 'cluster';

/** Source: pkg/apis/rbac/validation/validation.go, ValidateRole. */
export function validateRole({ metadata, rules = [] }: Role, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), namespacedName, scope);
  validateRules(rules, 'namespace', at.child('rules'), scope);
}

/** Source: ValidateClusterRole. */
export function validateClusterRole(
  { metadata, rules = [], aggregationRule }: ClusterRole,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), clusterWideName, scope);
  validateRules(rules, 'cluster', at.child('rules'), scope);
  if (aggregationRule === undefined) return;
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  const place = at.child('aggregationRule', 'clusterRoleSelectors');
  if (selectors.length === 0) required(undefined, place, scope, 'at least one selector');
  for (const [index, selector] of selectors.entries()) {
    const where = place.index(index);
    validateLabelSelector(selector, where, scope);
  }
}

/** Source: ValidatePolicyRule. */
function validateRules(
  rules: readonly Partial<PolicyRule>[],
  reach: Reach,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, rule] of rules.entries()) {
    const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
    const place = at.index(index);
    if (verbs.length === 0) required(undefined, place.child('verbs'), scope, 'at least one verb');
    if (nonResourceURLs.length > 0) {
      const urlsAt = place.child('nonResourceURLs');
      if (reach === 'namespace') invalid('', urlsAt, 'a rule of one namespace is of resources', scope);
      if (apiGroups.length + resources.length + resourceNames.length > 0)
        invalid('', urlsAt, 'cannot stand beside resources', scope);
      continue;
    }
    if (apiGroups.length === 0) required(undefined, place.child('apiGroups'), scope, 'the core group is ""');
    if (resources.length === 0) required(undefined, place.child('resources'), scope, 'at least one resource');
  }
}

/** Source: ValidateRoleBinding. */
export function validateRoleBinding(object: RoleBinding, at: FieldPath, report: Report): void {
  validateMetadata(object.metadata, at.child('metadata'), namespacedName, { report });
  validateBinding(object, 'namespace', at, { report });
}

/** Source: ValidateClusterRoleBinding. */
export function validateClusterRoleBinding(object: ClusterRoleBinding, at: FieldPath, report: Report): void {
  validateMetadata(object.metadata, at.child('metadata'), clusterWideName, { report });
  validateBinding(object, 'cluster', at, { report });
}

function validateBinding(
  { roleRef, subjects = [] }: Partial<Pick<RoleBinding, 'roleRef' | 'subjects'>>,
  reach: Reach,
  at: FieldPath,
  scope: Scope,
): void {
  const { kind = '', name = '', apiGroup } = roleRef ?? {};
  const place = at.child('roleRef');
  const kinds = reach === 'cluster' ? ['ClusterRole'] : ['ClusterRole', 'Role'];
  checkWordOrEmpty(apiGroup, [group], place.child('apiGroup'), scope);
  checkWord(kind, kinds, place.child('kind'), scope);
  if (required(name, place.child('name'), scope)) checkName(name, pathSegment, place.child('name'), scope);
  for (const [index, subject] of subjects.entries())
    validateSubject(subject, reach, at.child('subjects').index(index), scope);
}

/** Source: ValidateRoleBindingSubject. */
function validateSubject(
  { kind = '', name = '', namespace = '', apiGroup = '' }: Partial<Subject>,
  reach: Reach,
  at: FieldPath,
  scope: Scope,
): void {
  required(name, at.child('name'), scope);
  checkWord(kind, ['ServiceAccount', 'User', 'Group'], at.child('kind'), scope);
  if (kind !== 'ServiceAccount') {
    if (kind === 'User' || kind === 'Group') checkWordOrEmpty(apiGroup, [group], at.child('apiGroup'), scope);
    return;
  }
  if (name !== '') checkName(name, dnsSubdomain, at.child('name'), scope);
  checkWord(apiGroup, [''], at.child('apiGroup'), scope);
  if (reach === 'cluster') required(namespace, at.child('namespace'), scope);
}
