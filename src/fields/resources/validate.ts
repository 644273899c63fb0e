import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  addQuantity,
  compareQuantity,
  isWhole,
  parseQuantity,
  type Quantity,
  zeroQuantity,
} from '../../model/quantity.js';
import { checkName, checkUnique, forbid, invalid, notFound, required, type Scope } from '../check.js';
import { qualifiedName } from '../names.js';

type List = { readonly [resource: string]: string | number };

const own = ['cpu', 'memory', 'ephemeral-storage'];
const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
/** Named by a domain that is not Kubernetes' own. Source: pkg/apis/core/v1/helper, IsExtendedResourceName. */
const isExtended = (name: string): boolean =>
  name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name) && !name.startsWith('requests.');

/**
 * Requests and limits of a container: names, signs, whole numbers, requests within limits. A request that is not set is
 * its limit, as defaulting makes it.
 * Source: pkg/apis/core/validation/validation.go, validateContainerResourceRequirements.
 */
export function validateResources(
  resources: ResourceRequirements | undefined,
  claims: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  if (resources === undefined) return;
  const limits = (resources.limits ?? {}) as List;
  const requests = { ...limits, ...((resources.requests ?? {}) as List) };
  validateList(limits, at.child('limits'), scope);
  validateList(requests, at.child('requests'), scope);
  for (const [name, written] of Object.entries(requests)) {
    compareWithLimit(name, written, limits[name], at.child('requests'), scope);
  }
  const names = Object.keys(requests);
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    forbid(at, 'huge pages need cpu or memory beside them', scope);
  }
  const used = resources.claims ?? [];
  checkUnique(
    used,
    ({ name, request = '' }) => `${name}/${request}`,
    (index) => at.child('claims').index(index),
    scope,
  );
  for (const [index, { name }] of used.entries()) {
    const place = at.child('claims').index(index);
    if (required(name, place.child('name'), scope) && !claims.includes(name))
      notFound(name, 'resource claim', place, scope);
  }
}

function validateList(list: List, at: FieldPath, scope: Scope): void {
  for (const [name, written] of Object.entries(list)) {
    const place = at.entry(name);
    const value = parseQuantity(String(written));
    validateResourceName(name, place, scope);
    if (value === undefined) continue;
    if (value.numerator < 0n) invalid(written, place, 'must be greater than or equal to 0', scope);
    if (isExtended(name) && !isWhole(value)) invalid(written, place, 'must be a whole number', scope);
    const page = isHugePages(name) ? parseQuantity(name.slice('hugepages-'.length)) : undefined;
    if (isHugePages(name) && (page === undefined || page.numerator === 0n || !isMultiple(value, page))) {
      invalid(written, place, 'must be a multiple of the page size', scope);
    }
  }
}

function isMultiple(value: Quantity, page: Quantity): boolean {
  return isWhole({
    numerator: value.numerator * page.denominator,
    denominator: value.denominator * page.numerator,
  });
}

/** Source: pkg/apis/core/validation/validation.go, validateContainerResourceName. */
function validateResourceName(name: string, at: FieldPath, scope: Scope): void {
  if (name.includes('/')) checkName(name, qualifiedName, at.atKey(), scope);
  else if (!own.includes(name) && !isHugePages(name))
    invalid(name, at.atKey(), 'is no resource of a container', scope);
}

function compareWithLimit(
  name: string,
  written: string | number,
  limit: string | number | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  const value = parseQuantity(String(written));
  const most = limit === undefined ? undefined : parseQuantity(String(limit));
  const place = at.entry(name).printedAs(at.toString());
  const mayDiffer = own.includes(name);
  if (value === undefined) return;
  if (most === undefined) {
    if (!mayDiffer && limit === undefined && (isExtended(name) || isHugePages(name))) {
      required(
        undefined,
        at.parent === undefined ? at : at.parent.child('limits').entry(name),
        scope,
        `${name} cannot be requested without a limit`,
      );
    }
    return;
  }
  const order = compareQuantity(value, most);
  const why = (words: string): void =>
    scope.report('api/quantity', place, {
      path: at.toString(),
      value: String(written),
      why: `${name} ${words} its limit of ${limit}`,
    });
  if (!mayDiffer && order !== 0) why('must be equal to');
  else if (order > 0) why('must be at most');
}

const podLevel = ['cpu', 'memory'];

/**
 * Resources of the whole pod: only processors, memory and huge pages, and at least what its containers ask for together.
 * Source: pkg/apis/core/validation/validation.go, validatePodResources.
 */
export function validatePodResources(podSpec: PodSpec, at: FieldPath, scope: Scope): void {
  const { resources } = podSpec;
  if (resources === undefined) return;
  const limits = (resources.limits ?? {}) as List;
  const written = (resources.requests ?? {}) as List;
  for (const [list, place] of [
    [limits, at.child('limits')],
    [written, at.child('requests')],
  ] as const) {
    for (const name of Object.keys(list)) {
      if (!podLevel.includes(name) && !isHugePages(name))
        invalid(name, place.entry(name).atKey(), 'is no resource of a whole pod', scope);
    }
  }
  for (const [name, value] of Object.entries(written)) {
    compareWithLimit(name, value, limits[name], at.child('requests'), scope);
    const sum = containerRequests(podSpec, name);
    const most = parseQuantity(String(value));
    if (most !== undefined && compareQuantity(sum, most) > 0) {
      invalid(
        value,
        at.child('requests').entry(name),
        'must be at least what the containers request together',
        scope,
      );
    }
  }
  for (const [index, container] of podSpec.containers.entries()) {
    for (const [name, limit] of Object.entries((container.resources?.limits ?? {}) as List)) {
      const most = parseQuantity(String(limits[name] ?? ''));
      const value = parseQuantity(String(limit));
      if (most === undefined || value === undefined || compareQuantity(value, most) <= 0) continue;
      const place = at.parent?.child('containers').index(index).child('resources', 'limits').entry(name);
      if (place !== undefined) invalid(limit, place, 'must be at most the limit of the whole pod', scope);
    }
  }
}

function containerRequests({ containers }: PodSpec, name: string): Quantity {
  return containers.reduce<Quantity>((sum, { resources }) => {
    const { requests, limits } = (resources ?? {}) as { readonly requests?: List; readonly limits?: List };
    const value = parseQuantity(String(requests?.[name] ?? limits?.[name] ?? '0'));
    return value === undefined ? sum : addQuantity(sum, value);
  }, zeroQuantity);
}
