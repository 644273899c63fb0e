import type { ServiceSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkIp, checkUnique, checkWord, invalid, required, type Scope } from '../../fields/check.js';
import { endpointProblem, ipProblem, isIpv6 } from '../../model/ip-address.js';

const none = 'None';

/** What is not said in clusterIPs is taken from clusterIP: pkg/registry/core/service/storage/storage.go, normalizeClusterIPs. */
function addressesOf({ clusterIP = '', clusterIPs = [] }: ServiceSpec): readonly string[] {
  return clusterIPs.length > 0 ? clusterIPs : clusterIP === '' ? [] : [clusterIP];
}

export function isHeadless(spec: ServiceSpec): boolean {
  const addresses = addressesOf(spec);
  return addresses.length === 1 && addresses[0] === none;
}

/**
 * Addresses and their families, on a cluster with IPv4 alone.
 * Source: pkg/apis/core/validation/validation.go, ValidateServiceClusterIPsRelatedFields; pkg/registry/core/service/storage/alloc.go.
 */
export function validateAddresses(spec: ServiceSpec, type: string, at: FieldPath, scope: Scope): void {
  const { clusterIP = '', clusterIPs = [], ipFamilies = [] } = spec;
  const addresses = addressesOf(spec);
  const list = at.child('clusterIPs');
  const placeOf = (index: number): FieldPath =>
    (clusterIPs.length > 0 ? list.index(index) : at.child('clusterIP')).printedAs(`${list}[${index}]`);
  if (clusterIPs.length > 0 && clusterIPs[0] !== clusterIP)
    invalid(clusterIPs[0], list, 'the first one must be clusterIP', scope);
  if (isHeadless(spec) && type !== 'ClusterIP')
    invalid(none, placeOf(0), `a Service of type ${type} needs an address`, scope);
  checkUnique(
    ipFamilies,
    (family) => family,
    (index) => at.child('ipFamilies').index(index),
    scope,
  );
  for (const [index, family] of ipFamilies.entries())
    checkWord(family, ['IPv4', 'IPv6'], at.child('ipFamilies').index(index), scope);
  const policies = ['SingleStack', 'PreferDualStack', 'RequireDualStack'];
  checkWord(spec.ipFamilyPolicy, policies, at.child('ipFamilyPolicy'), scope);
  for (const [index, address] of addresses.entries())
    if (index > 0 || address !== none) checkIp(address, placeOf(index), scope);
  if (addresses.length > 1) checkSeveral(addresses, list, scope);
  validateFamilies(spec, addresses, placeOf, at, scope);
}

function checkSeveral(addresses: readonly string[], at: FieldPath, scope: Scope): void {
  if (addresses[0] === none) invalid(none, at, 'None stands alone', scope);
  if (addresses.length > 2) invalid('', at, 'at most two addresses are taken', scope);
  const isGood = addresses.every((address) => ipProblem(address) === undefined);
  const families = new Set(addresses.map(isIpv6));
  if (isGood && families.size !== addresses.length)
    invalid('', at, 'only one address of each family is taken', scope);
}

function validateFamilies(
  spec: ServiceSpec,
  addresses: readonly string[],
  placeOf: (index: number) => FieldPath,
  at: FieldPath,
  scope: Scope,
): void {
  const { ipFamilies = [], ipFamilyPolicy, selector = {} } = spec;
  const isFree = isHeadless(spec) && Object.keys(selector).length === 0;
  const policy = ipFamilyPolicy ?? (isFree ? 'RequireDualStack' : 'SingleStack');
  const policyAt = at.child('ipFamilyPolicy');
  if (policy === 'SingleStack' && (addresses.length === 2 || ipFamilies.length === 2))
    invalid(policy, policyAt, 'SingleStack has one address and one family', scope);
  for (const [index, address] of addresses.entries()) {
    if (ipProblem(address) !== undefined) continue;
    const family = isIpv6(address) ? 'IPv6' : 'IPv4';
    const asked = ipFamilies[index];
    if (asked !== undefined && asked !== family)
      invalid(address, placeOf(index), `must be an ${asked} address, as ipFamilies says`, scope);
    else if (asked === undefined && family === 'IPv6')
      invalid(address, placeOf(index), 'IPv6 is not there on a cluster of the default kind', scope);
  }
  if (isFree) return;
  if (policy === 'RequireDualStack')
    invalid(policy, policyAt, 'a cluster of the default kind has one family', scope);
  for (const [index, family] of ipFamilies.entries())
    if (family === 'IPv6')
      invalid(family, at.child('ipFamilies').index(index), 'a cluster of the default kind has IPv4', scope);
}

/** Source: validateService: an address, and none that can be no endpoint. */
export function validateExternalIps(addresses: readonly string[], at: FieldPath, scope: Scope): void {
  for (const [index, address] of addresses.entries()) {
    const problem = ipProblem(address) ?? endpointProblem(address);
    if (problem !== undefined) invalid(address, at.index(index), problem, scope);
  }
}

/** Of an endpoint. Reports: api/required, api/invalid. */
export function checkEndpointIp(address: string, at: FieldPath, scope: Scope): void {
  if (!required(address, at, scope)) return;
  const problem = ipProblem(address) ?? endpointProblem(address);
  if (problem !== undefined) invalid(address, at, problem, scope);
}
