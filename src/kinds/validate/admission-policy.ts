import type { LabelSelector, ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkUnique,
  checkWord,
  forbid,
  invalid,
  required,
  type Scope,
} from '../../fields/check.js';
import { outsideClusterName, validateMetadata } from '../../fields/metadata/validate.js';
import { dns1035Label, dnsSubdomain, pathSegment, qualifiedName } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';
import {
  failurePolicies,
  type MatchCondition,
  matchPolicies,
  validateConditions,
  validateRule,
  type WebhookRule,
} from './webhooks.js';

interface MatchResources {
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly resourceRules?: readonly NamedRule[];
  readonly excludeResourceRules?: readonly NamedRule[];
}
type NamedRule = WebhookRule & { readonly resourceNames?: readonly string[] };

interface Validation {
  readonly expression?: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
}

interface PolicySpec {
  readonly failurePolicy?: string;
  readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
  readonly matchConstraints?: MatchResources;
  readonly matchConditions?: readonly MatchCondition[];
  readonly variables?: readonly { readonly name?: string; readonly expression?: string }[];
  readonly validations?: readonly Validation[];
  readonly auditAnnotations?: readonly { readonly key?: string; readonly valueExpression?: string }[];
}

interface Policy {
  readonly metadata?: ObjectMeta;
  readonly spec?: PolicySpec;
}

/**
 * Expressions are not compiled.
 * Source: pkg/apis/admissionregistration/validation/validation.go, validateValidatingAdmissionPolicySpec.
 */
export function validateAdmissionPolicy(
  { metadata, spec = {} }: Policy,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), outsideClusterName, scope);
  checkWord(spec.failurePolicy, failurePolicies, place.child('failurePolicy'), scope);
  if (spec.paramKind !== undefined) validateParamKind(spec.paramKind, place.child('paramKind'), scope);
  const { matchConstraints, validations = [], auditAnnotations = [], variables = [] } = spec;
  const constraintsAt = place.child('matchConstraints');
  if (matchConstraints === undefined) required(undefined, constraintsAt, scope);
  else {
    validateMatchResources(matchConstraints, constraintsAt, scope);
    if ((matchConstraints.resourceRules ?? []).length === 0)
      required(undefined, constraintsAt.child('resourceRules'), scope, 'at least one rule');
  }
  validateConditions(spec.matchConditions ?? [], place.child('matchConditions'), scope);
  for (const [index, { name = '', expression = '' }] of variables.entries()) {
    const where = place.child('variables').index(index);
    if (required(name.trim(), where.child('name'), scope) && !isIdentifier(name))
      invalid(name, where.child('name'), 'must be an identifier of CEL', scope);
    required(expression.trim(), where.child('expression'), scope);
  }
  if (validations.length + auditAnnotations.length === 0)
    for (const field of ['validations', 'auditAnnotations'])
      required(undefined, place.child(field), scope, 'validations or auditAnnotations');
  for (const [index, validation] of validations.entries())
    validateValidation(validation, place.child('validations').index(index), scope);
  validateAnnotations(auditAnnotations, metadata?.name ?? '', place.child('auditAnnotations'), scope);
}

const words =
  /^(?:true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)$/;
const isIdentifier = (name: string): boolean => /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) && !words.test(name);

/** Source: validateParamKind. */
function validateParamKind(
  { apiVersion = '', kind = '' }: NonNullable<PolicySpec['paramKind']>,
  at: FieldPath,
  scope: Scope,
): void {
  const place = at.child('apiVersion');
  if (required(apiVersion, place, scope)) {
    const parts = apiVersion.split('/');
    const [group, version = ''] = parts.length === 1 ? ['', parts[0]] : parts;
    if (parts.length > 2) invalid(apiVersion, place, 'must be GROUP/VERSION', scope);
    else {
      if (group !== '') checkName(group, dnsSubdomain, place, scope);
      checkName(version, dns1035Label, place, scope);
    }
  }
  if (required(kind, at.child('kind'), scope))
    checkName(kind.toLowerCase(), dns1035Label, at.child('kind'), scope);
}

/** Source: validateMatchResources, validateNamedRuleWithOperations. */
function validateMatchResources(resources: MatchResources, at: FieldPath, scope: Scope): void {
  checkWord(resources.matchPolicy, matchPolicies, at.child('matchPolicy'), scope);
  validateLabelSelector(resources.namespaceSelector, at.child('namespaceSelector'), scope);
  validateLabelSelector(resources.objectSelector, at.child('objectSelector'), scope);
  for (const field of ['resourceRules', 'excludeResourceRules'] as const) {
    for (const [index, rule] of (resources[field] ?? []).entries()) {
      const place = at.child(field).index(index);
      const namesAt = place.child('resourceNames');
      const names = rule.resourceNames ?? [];
      for (const [position, name] of names.entries())
        checkName(name, pathSegment, namesAt.index(position), scope);
      checkUnique(
        names,
        (name) => name,
        (position) => namesAt.index(position),
        scope,
      );
      validateRule(rule, place, scope);
    }
  }
}

/** Source: validateValidation. */
function validateValidation(
  { expression = '', message = '', messageExpression = '', reason }: Validation,
  at: FieldPath,
  scope: Scope,
): void {
  required(expression.trim(), at.child('expression'), scope);
  if (messageExpression !== '' && messageExpression.trim() === '')
    invalid(messageExpression, at.child('messageExpression'), 'must not be blank', scope);
  if (message !== '' && message.trim() === '')
    invalid(message, at.child('message'), 'must not be blank', scope);
  else if (/[\n\r]/.test(message.trim())) invalid(message, at.child('message'), 'must be one line', scope);
  checkWord(reason, ['Forbidden', 'Invalid', 'RequestEntityTooLarge'], at.child('reason'), scope);
}

const mostAnnotations = 20;

/** Source: validateAuditAnnotation. */
function validateAnnotations(
  annotations: NonNullable<PolicySpec['auditAnnotations']>,
  policy: string,
  at: FieldPath,
  scope: Scope,
): void {
  if (annotations.length > mostAnnotations)
    invalid(annotations.length, at, `at most ${mostAnnotations}`, scope);
  for (const [index, { key = '', valueExpression = '' }] of annotations.entries()) {
    const place = at.index(index);
    checkName(`${policy}/${key}`, qualifiedName, place.child('key'), scope);
    required(valueExpression.trim(), place.child('valueExpression'), scope);
  }
  checkUnique(
    annotations,
    ({ key }) => key,
    (index) => at.index(index).child('key'),
    scope,
  );
}

interface Binding {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly policyName?: string;
    readonly paramRef?: {
      readonly name?: string;
      readonly selector?: LabelSelector;
      readonly parameterNotFoundAction?: string;
    };
    readonly matchResources?: MatchResources;
    readonly validationActions?: readonly string[];
  };
}

/** One path is misspelt upstream. Source: the same, validateValidatingAdmissionPolicyBindingSpec, validateParamRef. */
export function validateAdmissionBinding(
  { metadata, spec = {} }: Binding,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), outsideClusterName, scope);
  const { policyName, paramRef, matchResources, validationActions = [] } = spec;
  if (required(policyName, place.child('policyName'), scope))
    checkName(policyName, dnsSubdomain, place.child('policyName'), scope);
  if (paramRef !== undefined) validateParamRef(paramRef, place.child('paramRef'), scope);
  const resourcesAt = place.child('matchResources').printedAs(`${place}.matchResouces`);
  if (matchResources !== undefined) validateMatchResources(matchResources, resourcesAt, scope);
  const actionsAt = place.child('validationActions');
  if (validationActions.length === 0) required(undefined, actionsAt, scope, 'at least one');
  for (const [index, action] of validationActions.entries())
    checkWord(action, ['Audit', 'Deny', 'Warn'], actionsAt.index(index), scope);
  checkUnique(
    validationActions,
    (action) => action,
    (index) => actionsAt.index(index),
    scope,
  );
  if (validationActions.includes('Deny') && validationActions.includes('Warn'))
    invalid(validationActions.join(), actionsAt, 'Deny says all that Warn would', scope);
}

function validateParamRef(
  {
    name = '',
    selector,
    parameterNotFoundAction = '',
  }: NonNullable<NonNullable<Binding['spec']>['paramRef']>,
  at: FieldPath,
  scope: Scope,
): void {
  if (name !== '') checkName(name, pathSegment, at.child('name'), scope);
  validateLabelSelector(selector, at.child('selector'), scope);
  if (name !== '' && selector !== undefined)
    for (const field of ['name', 'selector'])
      forbid(at.child(field), 'name and selector exclude each other', scope);
  if (name === '' && selector === undefined) required(undefined, at, scope, 'name or selector');
  const place = at.child('parameterNotFoundAction');
  if (required(parameterNotFoundAction, place, scope))
    checkWord(parameterNotFoundAction, ['Allow', 'Deny'], place, scope);
}
