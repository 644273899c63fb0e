import type { ResourceRequirements } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { compareQuantity } from '../../model/quantity.js';
import { checkName, forbid, notFound, required, type Scope } from '../check.js';
import { dnsLabel } from '../names.js';
import {
  type Amounts,
  amountOf,
  checkAmount,
  checkContainerResource,
  checkHugePages,
  isHugePages,
  mayOvercommit,
} from './resource-names.js';

/** How the names of resources are judged: those of a container and of a whole pod differ. */
export type NameCheck = (name: string, at: FieldPath, scope: Scope) => void;

/**
 * Requests and limits of a container. A request that is not set is its limit, as defaulting makes it; for a template,
 * which has no such default, that changes no verdict.
 * Source: pkg/apis/core/validation/validation.go, ValidateContainerResourceRequirements.
 */
export function validateResources(
  resources: ResourceRequirements | undefined,
  claims: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  if (resources === undefined) return;
  const limits: Amounts = resources.limits ?? {};
  const requests = { ...limits, ...(resources.requests ?? {}) };
  validateAmounts({ limits, requests }, checkContainerResource, at, scope);
  validateClaims(resources.claims ?? [], claims, at.child('claims'), scope);
}

/** Source: validateResourceRequirements. */
export function validateAmounts(
  { limits, requests }: { readonly limits: Amounts; readonly requests: Amounts },
  nameCheck: NameCheck,
  at: FieldPath,
  scope: Scope,
): void {
  for (const [field, list] of Object.entries({ limits, requests })) {
    for (const [name, written] of Object.entries(list)) {
      const place = at.child(field).entry(name);
      nameCheck(name, place, scope);
      checkAmount(name, written, place, scope);
      checkHugePages(name, written, place, scope);
    }
  }
  for (const [name, written] of Object.entries(requests))
    compareWithLimit(name, written, limits[name], at, scope);
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory'))
    forbid(at, 'huge pages need cpu or memory beside them', scope);
}

/** Errors name the list and not the resource. */
function compareWithLimit(
  name: string,
  written: string | number,
  limit: string | number | undefined,
  at: FieldPath,
  scope: Scope,
): void {
  const [value, most] = [amountOf(written), amountOf(limit)];
  const list = at.child('requests');
  if (limit === undefined && !mayOvercommit(name))
    required(
      undefined,
      list.entry(name).printedAs(at.child('limits').toString()),
      scope,
      `${name} cannot be requested without a limit`,
    );
  if (value === undefined || most === undefined) return;
  const order = compareQuantity(value, most);
  const why = (words: string): void =>
    scope.report('api/quantity', list.entry(name).printedAs(list.toString()), {
      path: list.toString(),
      value: String(written),
      why: `${name} ${words} its limit of ${limit}`,
    });
  if (order !== 0 && !mayOvercommit(name)) why('must be equal to');
  else if (order > 0) why('must be at most');
}

/** Source: validateResourceClaimNames. */
function validateClaims(
  used: readonly { readonly name?: string; readonly request?: string }[],
  claims: readonly string[],
  at: FieldPath,
  scope: Scope,
): void {
  const seen = new Set<string>();
  for (const [index, { name = '', request = '' }] of used.entries()) {
    const place = at.index(index);
    if (!required(name, place, scope)) continue;
    const key = request === '' ? name : `${name}/${request}`;
    const overlaps = request === '' && [...seen].some((one) => one.startsWith(`${name}/`));
    if (request !== '') checkName(request, dnsLabel, place.child('request'), scope);
    if (seen.has(name) || seen.has(key) || overlaps)
      scope.report('api/duplicate', place, { path: place.toString(), value: key });
    seen.add(key);
    if (!claims.includes(name)) notFound(name, { what: 'resource claim' }, place, scope);
  }
}
