import type { Affinity, NodeAffinity, PodAffinityTerm } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkRange, required, type Scope } from '../check.js';
import { dnsLabel, qualifiedName } from '../names.js';
import { validateLabelSelector } from '../selector.js';
import { type LabelKeys, validateLabelKeys } from './label-keys.js';
import { validateNodeSelector, validateTerm } from './node-selector.js';

const needed = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

type Labels = { readonly [key: string]: string };

/** Source: pkg/apis/core/validation/validation.go, validateAffinity. */
export function validateAffinity(
  affinity: Affinity | undefined,
  labels: Labels,
  at: FieldPath,
  scope: Scope,
): void {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  if (nodeAffinity !== undefined) validateNodeAffinity(nodeAffinity, at.child('nodeAffinity'), scope);
  for (const [field, one] of Object.entries({ podAffinity, podAntiAffinity })) {
    const place = at.child(field);
    for (const [index, term] of (one?.[needed] ?? []).entries())
      validatePodTerm(term, labels, place.child(needed).index(index), scope);
    for (const [index, { weight = 0, podAffinityTerm }] of (one?.[preferred] ?? []).entries()) {
      const item = place.child(preferred).index(index);
      checkRange(weight, [1, 100], item.child('weight'), scope);
      const empty: Partial<PodAffinityTerm> = {};
      validatePodTerm(podAffinityTerm ?? empty, labels, item.child('podAffinityTerm'), scope);
    }
  }
}

/** Source: validateNodeAffinity and ValidatePreferredSchedulingTerms. */
function validateNodeAffinity(affinity: NodeAffinity, at: FieldPath, scope: Scope): void {
  const selector = affinity[needed];
  if (selector !== undefined) validateNodeSelector(selector, at.child(needed), scope);
  for (const [index, { weight = 0, preference = {} }] of (affinity[preferred] ?? []).entries()) {
    const place = at.child(preferred).index(index);
    checkRange(weight, [1, 100], place.child('weight'), scope);
    validateTerm(preference, 'any', place.child('preference'), scope);
  }
}

/** Source: validatePodAffinityTerm. */
function validatePodTerm(
  term: Partial<PodAffinityTerm> & LabelKeys,
  labels: Labels,
  at: FieldPath,
  scope: Scope,
): void {
  const { topologyKey = '', labelSelector, namespaceSelector, namespaces = [] } = term;
  validateLabelSelector(labelSelector, at.child('labelSelector'), scope);
  validateLabelSelector(namespaceSelector, at.child('namespaceSelector'), scope);
  for (const [index, name] of namespaces.entries())
    checkName(name, dnsLabel, at.child('namespaces').index(index).printedAs(`${at}.namespace`), scope);
  validateLabelKeys(term, labels, at, scope);
  required(topologyKey, at.child('topologyKey'), scope, 'pods are near by this label of their nodes');
  checkName(topologyKey, qualifiedName, at.child('topologyKey'), scope);
}
