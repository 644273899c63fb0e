import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkPositive,
  checkRange,
  checkWord,
  forbid,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { clusterName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, dnsSubdomain } from '../../fields/names.js';

interface Account {
  readonly name?: string;
  readonly namespace?: string;
}

interface Subject {
  readonly kind?: string;
  readonly user?: Account;
  readonly group?: Account;
  readonly serviceAccount?: Account;
}

interface Requests {
  readonly verbs?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly clusterScope?: boolean;
}

interface FlowSchema {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly matchingPrecedence?: number;
    readonly distinguisherMethod?: { readonly type?: string };
    readonly priorityLevelConfiguration?: { readonly name?: string };
    readonly rules?: readonly {
      readonly subjects?: readonly Subject[];
      readonly resourceRules?: readonly Requests[];
      readonly nonResourceRules?: readonly Requests[];
    }[];
  };
}

const highest = 10_000;

/** Source: pkg/apis/flowcontrol/validation/validation.go, ValidateFlowSchemaSpec. */
export function validateFlowSchema({ metadata, spec = {} }: FlowSchema, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  const { matchingPrecedence = 1000, distinguisherMethod, priorityLevelConfiguration, rules = [] } = spec;
  const precedenceAt = place.child('matchingPrecedence');
  checkRange(matchingPrecedence || 1000, [1, highest], precedenceAt, scope);
  if (matchingPrecedence === 1 && metadata?.name !== 'exempt')
    invalid(1, precedenceAt, 'only the schema named "exempt" may have it', scope);
  const methodAt = place.child('distinguisherMethod', 'type');
  if (distinguisherMethod !== undefined)
    checkWord(distinguisherMethod.type ?? '', ['ByNamespace', 'ByUser'], methodAt, scope);
  const levelAt = place.child('priorityLevelConfiguration', 'name');
  if (required(priorityLevelConfiguration?.name, levelAt, scope))
    checkName(priorityLevelConfiguration?.name, dnsSubdomain, levelAt, scope);
  for (const [index, { subjects = [], resourceRules = [], nonResourceRules = [] }] of rules.entries()) {
    const where = place.child('rules').index(index);
    if (subjects.length === 0) required(undefined, where.child('subjects'), scope, 'at least one');
    for (const [position, subject] of subjects.entries())
      validateSubject(subject, where.child('subjects').index(position), scope);
    if (resourceRules.length + nonResourceRules.length === 0)
      required(undefined, where, scope, 'resourceRules or nonResourceRules');
    for (const [position, rule] of resourceRules.entries())
      validateResources(rule, where.child('resourceRules').index(position), scope);
    for (const [position, rule] of nonResourceRules.entries())
      validateUrls(rule, where.child('nonResourceRules').index(position), scope);
  }
}

const subjectFields = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const;

/** Source: ValidateFlowSchemaSubject. */
function validateSubject(subject: Subject, at: FieldPath, scope: Scope): void {
  const { kind = '' } = subject;
  checkWord(kind, Object.keys(subjectFields), at.child('kind'), scope);
  for (const [name, field] of Object.entries(subjectFields)) {
    const place = at.child(field);
    const account = subject[field];
    if (!(kind in subjectFields)) continue;
    if (kind !== name) {
      if (account !== undefined) forbid(place, `the kind is ${kind}`, scope);
    } else if (account === undefined) required(undefined, place, scope, `the kind is ${kind}`);
    else {
      const isNamed = required(account.name, place.child('name'), scope);
      if (kind !== 'ServiceAccount') continue;
      if (isNamed && account.name !== '*') checkName(account.name, dnsSubdomain, place.child('name'), scope);
      if (required(account.namespace, place.child('namespace'), scope))
        checkName(account.namespace, dnsLabel, place.child('namespace'), scope);
    }
  }
}

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function checkList(words: readonly string[], at: FieldPath, scope: Scope): void {
  if (words.length === 0) required(undefined, at, scope, 'at least one');
  else if (words.length > 1 && words.includes('*')) invalid(words.join(), at, '"*" stands alone', scope);
}

function checkVerbs(words: readonly string[], at: FieldPath, scope: Scope): void {
  checkList(words, at, scope);
  const wrong = words.includes('*') ? undefined : words.find((word) => !verbs.includes(word));
  if (wrong !== undefined) checkWord(wrong, verbs, at, scope);
}

/** Source: ValidateFlowSchemaResourcePolicyRule. */
function validateResources(rule: Requests, at: FieldPath, scope: Scope): void {
  const { apiGroups = [], resources = [], namespaces = [], clusterScope = false } = rule;
  checkVerbs(rule.verbs ?? [], at.child('verbs'), scope);
  checkList(apiGroups, at.child('apiGroups'), scope);
  checkList(resources, at.child('resources'), scope);
  const place = at.child('namespaces');
  if (!clusterScope || namespaces.length > 0) checkList(namespaces, place, scope);
  if (!namespaces.includes('*'))
    for (const [index, name] of namespaces.entries()) checkName(name, dnsLabel, place.index(index), scope);
}

/** Source: ValidateFlowSchemaNonResourcePolicyRule, ValidateNonResourceURLPath. */
function validateUrls(
  { verbs: words = [], nonResourceURLs = [] }: Requests,
  at: FieldPath,
  scope: Scope,
): void {
  checkVerbs(words, at.child('verbs'), scope);
  const place = at.child('nonResourceURLs');
  checkList(nonResourceURLs, place, scope);
  if (nonResourceURLs.includes('*')) return;
  for (const [index, url] of nonResourceURLs.entries())
    if (!/^\/(?:[^*\s]*|(?:[^*\s]*\/)?\*)$/.test(url) || url.includes('//'))
      invalid(url, place.index(index), 'must be a path; "*" may only be its last part', scope);
}

interface Limited {
  readonly nominalConcurrencyShares?: number;
  readonly lendablePercent?: number;
  readonly borrowingLimitPercent?: number;
  readonly limitResponse?: {
    readonly type?: string;
    readonly queuing?: {
      readonly queues?: number;
      readonly handSize?: number;
      readonly queueLengthLimit?: number;
    };
  };
}

interface PriorityLevel {
  readonly metadata?: ObjectMeta;
  readonly spec?: { readonly type?: string; readonly limited?: Limited; readonly exempt?: Limited };
}

/** Source: pkg/apis/flowcontrol/validation/validation.go, ValidatePriorityLevelConfigurationSpec. */
export function validatePriorityLevel(
  { metadata, spec = {} }: PriorityLevel,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  const { type = '', limited, exempt } = spec;
  if ((metadata?.name === 'exempt') !== (type === 'Exempt'))
    invalid(type, place.child('type'), 'Exempt is the type of "exempt" alone', scope);
  checkWord(type, ['Exempt', 'Limited'], place.child('type'), scope);
  if (type === 'Exempt' && limited !== undefined) forbid(place.child('limited'), 'the type is Exempt', scope);
  if (type !== 'Limited') return;
  if (exempt !== undefined) forbid(place.child('exempt'), 'the type is Limited', scope);
  if (limited === undefined) required(undefined, place.child('limited'), scope, 'the type is Limited');
  else validateLimited(limited, place.child('limited'), scope);
}

const mostQueues = 10_000_000;

/** Queues have defaults. Source: ValidateLimitedPriorityLevelConfiguration, ValidateLimitResponse; pkg/apis/flowcontrol/v1/defaults.go. */
function validateLimited(limited: Limited, at: FieldPath, scope: Scope): void {
  checkRange(limited.nominalConcurrencyShares, nonNegative, at.child('nominalConcurrencyShares'), scope);
  checkRange(limited.lendablePercent, [0, 100], at.child('lendablePercent'), scope);
  checkRange(limited.borrowingLimitPercent, nonNegative, at.child('borrowingLimitPercent'), scope);
  const { type = '', queuing } = limited.limitResponse ?? {};
  const place = at.child('limitResponse');
  checkWord(type, ['Queue', 'Reject'], place.child('type'), scope);
  if (type === 'Reject' && queuing !== undefined) forbid(place.child('queuing'), 'the type is Reject', scope);
  if (type !== 'Queue') return;
  if (queuing === undefined) {
    required(undefined, place.child('queuing'), scope, 'the type is Queue');
    return;
  }
  const { queues, handSize, queueLengthLimit } = queuing;
  const where = place.child('queuing');
  checkPositive(queueLengthLimit || 50, where.child('queueLengthLimit'), scope);
  checkRange(queues || 64, [1, mostQueues], where.child('queues'), scope);
  checkPositive(handSize || 8, where.child('handSize'), scope);
  if ((handSize || 8) > (queues || 64))
    invalid(handSize, where.child('handSize'), 'must be at most the number of queues', scope);
}
