import type { ControllerRevision } from 'kubernetes-types/apps/v1.js';
import type { Lease } from 'kubernetes-types/coordination/v1.js';
import type { Namespace, PodTemplate } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { RuntimeClass } from 'kubernetes-types/node/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkPositive,
  checkRange,
  checkUnique,
  checkWord,
  forbid,
  invalid,
  nonNegative,
  required,
  type Scope,
} from '../../fields/check.js';
import { validateLabels } from '../../fields/labels.js';
import {
  clusterName,
  outsideClusterName,
  outsideName,
  subdomainName,
  validateMetadata,
} from '../../fields/metadata/validate.js';
import { dnsLabel, type NameRule, pathSegment, qualifiedName } from '../../fields/names.js';
import { checkContainerResource } from '../../fields/resources/resource-names.js';
import { validateAmounts } from '../../fields/resources/validate.js';
import { validateTolerations } from '../../fields/scheduling/validate.js';
import { validateLabelSelector } from '../../fields/selector.js';
import { validatePodTemplate } from '../../fields/validate-pod.js';
import { addressAdvice, ipProblem } from '../../model/ip-address.js';
import { checkIntOrPercent } from './int-or-percent.js';

/** Source: pkg/apis/core/validation/validation.go, ValidateNamespace and ValidateFinalizerName. */
export function validateNamespace({ metadata, spec }: Namespace, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), { name: dnsLabel, clusterScoped: true }, scope);
  const place = at.child('spec', 'finalizers');
  for (const [index, finalizer] of (spec?.finalizers ?? []).entries()) {
    const where = place.index(index).printedAs(place.toString());
    checkName(finalizer, qualifiedName, where, scope);
    if (!finalizer.includes('/') && finalizer !== 'kubernetes')
      invalid(finalizer, where, 'must be "kubernetes" or have a domain', scope);
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
  validateMetadata(metadata, at.child('metadata'), { name: pathSegment, anyFinalizers: true }, scope);
  const { minAvailable, maxUnavailable, selector } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    invalid('', place, 'minAvailable and maxUnavailable exclude each other', scope);
  checkIntOrPercent(minAvailable, 'share', place.child('minAvailable'), scope);
  checkIntOrPercent(maxUnavailable, 'share', place.child('maxUnavailable'), scope);
  validateLabelSelector(selector, place.child('selector'), scope);
  const { unhealthyPodEvictionPolicy: policy } = spec;
  const policies = ['AlwaysAllow', 'IfHealthyBudget'];
  checkWord(policy, policies, place.child('unhealthyPodEvictionPolicy'), scope);
}

/** The package of types has it not yet. */
interface IPAddress {
  readonly metadata?: ObjectMeta;
  readonly spec?: { readonly parentRef?: { readonly resource?: string; readonly name?: string } };
}

const highestOfUsers = 1_000_000_000;
const systemClasses: { readonly [name: string]: number } = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

/** Source: pkg/apis/scheduling/validation/validation.go, ValidatePriorityClass. */
export function validatePriorityClass(
  { metadata, value = 0, globalDefault, preemptionPolicy }: PriorityClass,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const name = metadata?.name ?? '';
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  if (name.startsWith('system-')) {
    if (systemClasses[name] !== value || globalDefault === true)
      forbid(at.child('metadata', 'name'), 'names with "system-" are reserved', scope);
  } else if (value > highestOfUsers) forbid(at.child('value'), `must be at most ${highestOfUsers}`, scope);
  checkWord(preemptionPolicy, ['Never', 'PreemptLowerPriority'], at.child('preemptionPolicy'), scope);
}

/** Source: pkg/apis/node/validation/validation.go, ValidateRuntimeClass. */
export function validateRuntimeClass(
  { metadata, handler = '', overhead, scheduling }: RuntimeClass,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  checkName(handler, dnsLabel, at.child('handler'), scope);
  // The amounts are judged as if they were limits, and so are their paths.
  const limits = overhead?.podFixed ?? {};
  validateAmounts({ limits, requests: {} }, checkContainerResource, at.child('overhead'), scope);
  const { nodeSelector, tolerations = [] } = scheduling ?? {};
  const place = at.child('scheduling');
  validateLabels(nodeSelector, place.child('nodeSelector'), scope);
  validateTolerations(tolerations, place.child('tolerations'), scope);
  const forms = tolerations.map(({ key, operator = 'Equal', value, effect }) =>
    JSON.stringify([key, operator, value, effect]),
  );
  checkUnique(
    forms,
    (form) => form,
    (index) => place.child('tolerations').index(index),
    scope,
  );
}

/** Source: pkg/apis/coordination/validation/validation.go, ValidateLeaseSpec. */
export function validateLease({ metadata, spec = {} }: Lease, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), outsideName, scope);
  checkPositive(spec.leaseDurationSeconds, place.child('leaseDurationSeconds'), scope);
  checkRange(spec.leaseTransitions, nonNegative, place.child('leaseTransitions'), scope);
}

/** Source: pkg/apis/core/validation/validation.go, ValidatePodTemplate. */
export function validateTemplateObject(
  { metadata, template }: PodTemplate,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  validatePodTemplate(template, at.child('template'), {}, scope);
}

/** Source: pkg/apis/apps/validation/validation.go, ValidateControllerRevision. */
export function validateRevision(
  { metadata, data, revision }: ControllerRevision,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  if (data === undefined) required(undefined, at.child('data'), scope);
  checkRange(revision, nonNegative, at.child('revision'), scope);
}

/** Kinds of which only the metadata is looked at here. */
export function validateOther(
  { metadata }: { readonly metadata?: ObjectMeta },
  at: FieldPath,
  report: Report,
): void {
  validateMetadata(metadata, at.child('metadata'), outsideName, { report });
}

/** The same of kinds without namespaces. */
export function validateOtherOfCluster(
  { metadata }: { readonly metadata?: ObjectMeta },
  at: FieldPath,
  report: Report,
): void {
  validateMetadata(metadata, at.child('metadata'), outsideClusterName, { report });
}

/** Questions to the server, which are not stored: they need no name. */
export function validateQuestion(): void {}

/** Source: pkg/apis/authorization/validation/validation.go: metadata must be empty, but for managedFields. */
export function validateAccessReview(
  { metadata = {} }: { readonly metadata?: ObjectMeta },
  at: FieldPath,
  report: Report,
): void {
  const { managedFields, namespace, creationTimestamp, ...rest } = metadata;
  if (Object.keys(rest).length > 0)
    invalid('', at.child('metadata'), 'must be empty: nothing is stored', { report });
}

const canonicalAddress: NameRule = (name) => {
  const problem = ipProblem(name) ?? addressAdvice(name);
  return problem === undefined ? undefined : 'be an IP address in canonical form';
};

/** Source: pkg/apis/networking/validation/validation.go, ValidateIPAddressName and validateIPAddressParentReference. */
export function validateAddress({ metadata, spec }: IPAddress, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), { name: canonicalAddress, clusterScoped: true }, scope);
  const place = at.child('spec', 'parentRef');
  const { resource, name } = spec?.parentRef ?? {};
  if (spec?.parentRef === undefined) required(undefined, place, scope);
  else {
    required(resource, place.child('resource'), scope);
    required(name, place.child('name'), scope);
  }
}
