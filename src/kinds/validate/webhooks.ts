import type { ValidatingWebhook } from 'kubernetes-types/admissionregistration/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkUnique, checkWord, invalid, required, type Scope } from '../../fields/check.js';
import { outsideClusterName, validateMetadata } from '../../fields/metadata/validate.js';
import { qualifiedDomain, qualifiedName } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';
import { validateReviewVersions, validateWebhookClient } from './webhook-client.js';

/** An expression that must hold for a webhook or policy to be asked. */
export interface MatchCondition {
  readonly name?: string;
  readonly expression?: string;
}

/** Requests that are asked about. */
export interface WebhookRule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: string;
}

type Webhook = Partial<ValidatingWebhook> & {
  readonly reinvocationPolicy?: string;
  readonly matchConditions?: readonly MatchCondition[];
};

interface Configuration {
  readonly metadata?: ObjectMeta;
  readonly webhooks?: readonly Webhook[];
}

/** Of both kinds. Source: pkg/apis/admissionregistration/validation/validation.go, validateValidatingWebhookConfiguration. */
export function validateWebhooks(
  { metadata, webhooks = [] }: Configuration,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('webhooks');
  validateMetadata(metadata, at.child('metadata'), outsideClusterName, scope);
  for (const [index, webhook] of webhooks.entries()) validateWebhook(webhook, place.index(index), scope);
  checkUnique(
    webhooks,
    ({ name }) => name,
    (index) => place.index(index).child('name'),
    scope,
  );
}

/** Source: validateValidatingWebhook, validateMutatingWebhook. */
function validateWebhook(webhook: Webhook, at: FieldPath, scope: Scope): void {
  const { name = '', rules = [], sideEffects, timeoutSeconds, clientConfig = {} } = webhook;
  if (required(name, at.child('name'), scope)) checkName(name, qualifiedDomain, at.child('name'), scope);
  for (const [index, rule] of rules.entries()) validateRule(rule, at.child('rules').index(index), scope);
  checkWord(webhook.failurePolicy, failurePolicies, at.child('failurePolicy'), scope);
  checkWord(webhook.matchPolicy, matchPolicies, at.child('matchPolicy'), scope);
  if (sideEffects === undefined) required(undefined, at.child('sideEffects'), scope, 'None or NoneOnDryRun');
  else checkWord(sideEffects, ['None', 'NoneOnDryRun'], at.child('sideEffects'), scope);
  if (timeoutSeconds !== undefined && (timeoutSeconds < 1 || timeoutSeconds > 30))
    invalid(timeoutSeconds, at.child('timeoutSeconds'), 'must be from 1 to 30', scope);
  validateLabelSelector(webhook.namespaceSelector, at.child('namespaceSelector'), scope);
  validateLabelSelector(webhook.objectSelector, at.child('objectSelector'), scope);
  checkWord(webhook.reinvocationPolicy, ['IfNeeded', 'Never'], at.child('reinvocationPolicy'), scope);
  validateWebhookClient(clientConfig, at.child('clientConfig'), scope);
  validateConditions(webhook.matchConditions ?? [], at.child('matchConditions'), scope);
  validateReviewVersions(webhook.admissionReviewVersions ?? [], at.child('admissionReviewVersions'), scope);
}

export const failurePolicies = ['Fail', 'Ignore'];
export const matchPolicies = ['Equivalent', 'Exact'];
const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const mostConditions = 64;

/** Whether "*" stands beside others, which it includes. */
const hasNeedlessStar = (words: readonly string[]): boolean => words.length > 1 && words.includes('*');

/** Source: validateRuleWithOperations, validateRule. */
export function validateRule(rule: WebhookRule, at: FieldPath, scope: Scope): void {
  const { apiGroups = [], apiVersions = [], resources = [] } = rule;
  const lists = { operations: rule.operations ?? [], apiGroups, apiVersions };
  for (const [field, words] of Object.entries(lists)) {
    if (words.length === 0) required(undefined, at.child(field), scope, 'at least one');
    if (hasNeedlessStar(words)) invalid(words.join(), at.child(field), '"*" stands alone', scope);
  }
  for (const [index, word] of lists.operations.entries())
    checkWord(word, operations, at.child('operations').index(index), scope);
  for (const [index, version] of apiVersions.entries())
    required(version, at.child('apiVersions').index(index), scope);
  validateResources(resources, at.child('resources'), scope);
  checkWord(rule.scope, ['*', 'Cluster', 'Namespaced'], at.child('scope'), scope);
}

/** Source: validateResources: x, x/y, x/*, *\/y, *, and *\/*. */
function validateResources(resources: readonly string[], at: FieldPath, scope: Scope): void {
  if (resources.length === 0) required(undefined, at, scope, 'at least one');
  const [withAnyPart, ofAnyResource] = [new Set<string>(), new Set<string>()];
  for (const [index, resource] of resources.entries()) {
    const slash = resource.indexOf('/');
    if (!required(resource, at.index(index), scope) || slash === -1) continue;
    const [whole, part] = [resource.slice(0, slash), resource.slice(slash + 1)];
    if (withAnyPart.has(whole) || ofAnyResource.has(part))
      invalid(resource, at.index(index), 'is included in another one', scope);
    if (part === '*') withAnyPart.add(whole);
    if (whole === '*') ofAnyResource.add(part);
  }
  if (resources.length > 1 && resources.includes('*/*')) invalid('*/*', at, '"*/*" stands alone', scope);
  // Only the last one without a part decides, as upstream.
  const last = resources.findLast((resource) => resource !== '' && !resource.includes('/'));
  if (resources.includes('*') && last !== undefined && last !== '*')
    invalid('*', at, '"*" includes the others', scope);
}

/** What the expressions say is not looked at. Source: validateMatchConditions. */
export function validateConditions(conditions: readonly MatchCondition[], at: FieldPath, scope: Scope): void {
  if (conditions.length > mostConditions) invalid(conditions.length, at, `at most ${mostConditions}`, scope);
  for (const [index, { name = '', expression = '' }] of conditions.entries()) {
    const place = at.index(index);
    required(expression.trim(), place.child('expression'), scope);
    if (required(name, place.child('name'), scope))
      checkName(name, qualifiedName, place.child('name'), scope);
  }
  checkUnique(
    conditions,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
}
