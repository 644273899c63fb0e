import type { EndpointAddress, Endpoints } from 'kubernetes-types/core/v1.js';
import type { Endpoint, EndpointPort, EndpointSlice, ForZone } from 'kubernetes-types/discovery/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkCount,
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  checkWordOrEmpty,
  invalid,
  portRange,
  required,
  type Scope,
} from '../../fields/check.js';
import { validateLabels } from '../../fields/labels.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import {
  dnsLabel,
  dnsSubdomain,
  domainName,
  labelValueRule,
  type NameRule,
  qualifiedName,
} from '../../fields/names.js';
import { isIpv6 } from '../../model/ip-address.js';
import { checkEndpointIp } from './service-addresses.js';

const protocols = ['TCP', 'UDP', 'SCTP'];

/** Source: pkg/apis/core/validation/validation.go, ValidateEndpoints. */
export function validateEndpoints(
  { metadata, subsets = [] }: Endpoints,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  for (const [index, { addresses = [], notReadyAddresses = [], ports = [] }] of subsets.entries()) {
    const place = at.child('subsets').index(index);
    if (addresses.length + notReadyAddresses.length === 0)
      required(undefined, place, scope, 'addresses or notReadyAddresses');
    for (const [field, list] of Object.entries({ addresses, notReadyAddresses })) {
      for (const [position, address] of list.entries())
        validateAddress(address, place.child(field).index(position), scope);
    }
    for (const [position, { name = '', port = 0, protocol, appProtocol }] of ports.entries()) {
      const item = place.child('ports').index(position);
      if (ports.length > 1 && name === '') required(undefined, item.child('name'), scope);
      else if (name !== '') checkName(name, dnsLabel, item.child('name'), scope);
      checkRange(port, portRange, item.child('port'), scope);
      checkWordOrEmpty(protocol, protocols, item.child('protocol'), scope);
      checkName(appProtocol, qualifiedName, item.child('appProtocol'), scope);
    }
  }
}

function validateAddress(
  { ip = '', hostname = '', nodeName }: Partial<EndpointAddress>,
  at: FieldPath,
  scope: Scope,
): void {
  if (ip === '') invalid('', at.child('ip'), 'must be an IP address', scope);
  else checkEndpointIp(ip, at.child('ip'), scope);
  if (hostname !== '') checkName(hostname, dnsLabel, at.child('hostname'), scope);
  checkName(nodeName, dnsSubdomain, at.child('nodeName'), scope);
}

/** Source: pkg/apis/discovery/validation/validation.go, ValidateEndpointSliceCreate. */
export function validateEndpointSlice(
  { metadata, addressType, endpoints = [], ports = [] }: EndpointSlice,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  if (required(addressType, at.child('addressType'), scope))
    checkWord(addressType, ['FQDN', 'IPv4', 'IPv6'], at.child('addressType'), scope);
  checkCount(endpoints, 1000, at.child('endpoints'), scope);
  for (const [index, endpoint] of endpoints.entries())
    validateEndpoint(endpoint, addressType, at.child('endpoints').index(index), scope);
  checkCount(ports ?? [], 20000, at.child('ports'), scope);
  validateSlicePorts(ports ?? [], at.child('ports'), scope);
}

function validateEndpoint(endpoint: Endpoint, type: string, at: FieldPath, scope: Scope): void {
  const { addresses = [], deprecatedTopology, hostname, nodeName, hints } = endpoint;
  const list = at.child('addresses');
  if (addresses.length === 0) required(undefined, list, scope, 'at least one address');
  checkCount(addresses, 100, list, scope);
  for (const [index, address] of addresses.entries()) {
    const place = list.index(index);
    if (type === 'FQDN') {
      if (required(address, place, scope)) checkName(address, domainName, place, scope);
    } else if (type === 'IPv4' || type === 'IPv6') {
      checkEndpointIp(address, place, scope);
      if (isIpv6(address) !== (type === 'IPv6')) invalid(address, place, `must be an ${type} address`, scope);
    }
  }
  checkName(nodeName, dnsSubdomain, at.child('nodeName'), scope);
  checkCount(Object.keys(deprecatedTopology ?? {}), 16, at.child('deprecatedTopology'), scope);
  validateLabels(deprecatedTopology, at.child('deprecatedTopology'), scope);
  checkName(hostname, dnsLabel, at.child('hostname'), scope);
  const { forZones = [], forNodes = [] } = (hints ?? {}) as Hints;
  validateHints(forZones, labelValueRule, at.child('hints', 'forZones'), scope);
  validateHints(forNodes, dnsSubdomain, at.child('hints', 'forNodes'), scope);
}

/** The package of types has no nodes yet. */
interface Hints {
  readonly forZones?: readonly Partial<ForZone>[];
  readonly forNodes?: readonly Partial<ForZone>[];
}

/** Source: validateHints. */
function validateHints(
  hints: readonly Partial<ForZone>[],
  rule: NameRule,
  at: FieldPath,
  scope: Scope,
): void {
  const place = (index: number): FieldPath => at.index(index).child('name');
  checkCount(hints, 8, at, scope);
  checkUnique(hints, ({ name }) => name, place, scope);
  for (const [index, { name = '' }] of hints.entries()) checkName(name, rule, place(index), scope);
}

/** Whether a port can be one is not looked at. */
function validateSlicePorts(ports: readonly EndpointPort[], at: FieldPath, scope: Scope): void {
  checkUnique(
    ports.map(({ name = '' }) => `name ${name}`),
    (name) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  for (const [index, { name = '', protocol, appProtocol }] of ports.entries()) {
    const place = at.index(index);
    if (name !== '') checkName(name, dnsLabel, place.child('name'), scope);
    checkWord(protocol, protocols, place.child('protocol'), scope);
    checkName(appProtocol, qualifiedName, place.child('appProtocol'), scope);
  }
}
