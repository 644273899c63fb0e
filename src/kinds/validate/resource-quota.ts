import type { ResourceQuota, ScopedResourceSelectorRequirement } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { invalid, required, type Scope } from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { checkAmount, checkQuotaResource, isQuotaResource } from '../../fields/resources/resource-names.js';

/** Source: pkg/apis/core/validation/validation.go, ValidateResourceQuota. */
export function validateResourceQuota(
  { metadata, spec = {} }: ResourceQuota,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const { hard = {}, scopes = [], scopeSelector } = spec;
  for (const [name, written] of Object.entries(hard)) {
    const where = place.child('hard').entry(name);
    checkQuotaResource(name, where, scope);
    checkAmount(name, written, where, scope);
  }
  const names = Object.keys(hard);
  validateScopes(scopes, names, place.child('scopes'), scope);
  const selectorAt = place.child('scopeSelector', 'matchExpressions');
  validateRequirements(scopeSelector?.matchExpressions ?? [], names, selectorAt, scope);
}

const ofPods = [
  ...['pods', 'cpu', 'memory'],
  ...['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'],
];

/** What each scope can restrict. Source: pkg/apis/core/helper/helpers.go, IsResourceQuotaScopeValidForResource. */
const resourcesOf: { readonly [scope: string]: readonly string[] } = {
  Terminating: ofPods,
  NotTerminating: ofPods,
  BestEffort: ['pods'],
  NotBestEffort: ofPods,
  PriorityClass: ofPods,
  CrossNamespacePodAffinity: ofPods,
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};

const fits = (scopeName: string, resource: string): boolean =>
  !isQuotaResource(resource) || (resourcesOf[scopeName] ?? [resource]).includes(resource);

function checkConflicts(scopes: readonly string[], at: FieldPath, scope: Scope): void {
  for (const name of ['BestEffort', 'Terminating']) {
    if (scopes.includes(name) && scopes.includes(`Not${name}`))
      invalid('', at, `${name} and Not${name} exclude each other`, scope);
  }
}

/** Errors name the list. Source: validateResourceQuotaScopes. */
function validateScopes(
  scopes: readonly string[],
  resources: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, name] of scopes.entries()) {
    const place = at.index(index).printedAs(at.toString());
    if (!(name in resourcesOf)) invalid(name, place, 'is no scope that Kubernetes knows', scope);
    if (resources.some((resource) => !fits(name, resource)))
      invalid(name, place, 'cannot restrict each of these resources', scope);
  }
  checkConflicts(scopes, at, scope);
}

/** Errors name the list here too. Source: validateScopedResourceSelectorRequirement. */
function validateRequirements(
  requirements: readonly ScopedResourceSelectorRequirement[],
  resources: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  for (const [index, { scopeName, operator, values = [] }] of requirements.entries()) {
    const place = (field: string): FieldPath => at.index(index).child(field).printedAs(`${at}.${field}`);
    if (!(scopeName in resourcesOf))
      invalid(scopeName, place('scopeName'), 'is no scope that Kubernetes knows', scope);
    if (resources.some((resource) => !fits(scopeName, resource)))
      invalid(
        scopeName,
        at.index(index).printedAs(at.toString()),
        'cannot restrict each of these resources',
        scope,
      );
    const takesValues = scopeName === 'PriorityClass' || scopeName === 'VolumeAttributesClass';
    if (scopeName in resourcesOf && !takesValues && operator !== 'Exists')
      invalid(operator, place('operator'), `must be Exists for ${scopeName}`, scope);
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) required(undefined, place('values'), scope);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) invalid('', place('values'), `${operator} compares with nothing`, scope);
    } else invalid(operator, place('operator'), 'must be In, NotIn, Exists or DoesNotExist', scope);
  }
  checkConflicts(
    requirements.map(({ scopeName }) => scopeName),
    at,
    scope,
  );
}
