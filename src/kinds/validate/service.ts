import type { Endpoints, Service, ServicePort } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  forbid,
  invalid,
  portRange,
  required,
  type Scope,
} from '../../fields/check.js';
import { validateLabels } from '../../fields/labels.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, dnsSubdomain, isCidr, isIp, portNameRule } from '../../fields/names.js';

/** Source: pkg/apis/core/validation/validation.go, ValidateService (names: RelaxedServiceNameValidation, on since 1.35). */
export function validateService({ metadata, spec = {} }: Service, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  const { type = 'ClusterIP', clusterIP = '', ports = [], externalName = '' } = spec;
  validateMetadata(metadata, at.child('metadata'), { name: dnsLabel }, scope);
  checkWord(type, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'], place.child('type'), scope);
  const isHeadless = clusterIP === 'None';
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName')
    required(undefined, place.child('ports'), scope);
  if (type === 'ExternalName') {
    const given = spec.clusterIPs ?? (clusterIP === '' ? [] : [clusterIP]);
    if (given.length > 0)
      forbid(
        place.child('clusterIP').printedAs(`${place}.clusterIPs`),
        'a Service of type ExternalName has no address',
        scope,
      );
    if (required(externalName, place.child('externalName'), scope, 'the name that the Service stands for')) {
      checkName(externalName.replace(/\.$/, ''), dnsSubdomain, place.child('externalName'), scope);
    }
  } else if (isHeadless && type !== 'ClusterIP') {
    invalid(
      'None',
      place.child('clusterIP').printedAs(`${place}.clusterIPs[0]`),
      `a Service of type ${type} needs an address`,
      scope,
    );
  }
  validatePorts(ports, type, place.child('ports'), scope);
  if (spec.selector !== undefined) validateLabels(spec.selector, place.child('selector'), scope);
  validateAffinity(spec, place, scope);
  validateAddresses(spec, type, place, scope);
}

function validatePorts(ports: readonly ServicePort[], type: string, at: FieldPath, scope: Scope): void {
  checkUnique(
    ports,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  checkUnique(
    ports,
    ({ port, protocol = 'TCP' }) => `${protocol}/${port}`,
    (index) => at.index(index),
    scope,
  );
  checkUnique(
    ports,
    ({ nodePort = 0, protocol = 'TCP' }) => (nodePort === 0 ? undefined : `${protocol}/${nodePort}`),
    (index) => at.index(index).child('nodePort'),
    scope,
  );
  for (const [index, { name = '', port, protocol, targetPort, nodePort = 0 }] of ports.entries()) {
    const place = at.index(index);
    if (ports.length > 1 && name === '')
      required(undefined, place.child('name'), scope, 'each of several ports has a name');
    else if (name !== '') checkName(name, dnsLabel, place.child('name'), scope);
    checkRange(port ?? 0, portRange, place.child('port'), scope);
    checkWord(protocol, ['TCP', 'UDP', 'SCTP'], place.child('protocol'), scope);
    const target = targetPort ?? port ?? 0;
    const where = place.child('targetPort');
    if (typeof target === 'string') checkName(target, portNameRule, where, scope);
    else checkRange(target, portRange, where, scope);
    if (nodePort !== 0 && type === 'ClusterIP')
      forbid(place.child('nodePort'), 'a Service of type ClusterIP has none', scope);
    if (nodePort !== 0 && (nodePort < 30000 || nodePort > 32767) && type !== 'ClusterIP') {
      invalid(nodePort, place.child('nodePort'), 'must be between 30000 and 32767', scope);
    }
  }
}

function validateAffinity(spec: NonNullable<Service['spec']>, at: FieldPath, scope: Scope): void {
  checkWord(spec.sessionAffinity, ['ClientIP', 'None'], at.child('sessionAffinity'), scope);
  const { sessionAffinityConfig: config } = spec;
  if (config === undefined) return;
  const place = at.child('sessionAffinityConfig');
  // Defaulting drops it for other kinds of affinity: pkg/apis/core/v1/defaults.go, SetDefaults_Service.
  if (spec.sessionAffinity !== 'ClientIP') return;
  const timeout = config.clientIP?.timeoutSeconds;
  if (timeout === undefined) required(undefined, place, scope, 'clientIP.timeoutSeconds');
  else if (timeout <= 0 || timeout > 86400)
    invalid(timeout, place.child('clientIP', 'timeoutSeconds'), 'must be between 1 and 86400', scope);
}

const none = 'None';

function validateAddresses(
  spec: NonNullable<Service['spec']>,
  type: string,
  at: FieldPath,
  scope: Scope,
): void {
  const {
    clusterIP = '',
    clusterIPs = [],
    externalIPs = [],
    loadBalancerSourceRanges = [],
    loadBalancerIP = '',
  } = spec;
  const addresses = clusterIPs.length > 0 ? clusterIPs : clusterIP === '' ? [] : [clusterIP];
  if (type !== 'ExternalName') {
    for (const [index, address] of addresses.entries()) {
      const place = (
        clusterIPs.length > 0 ? at.child('clusterIPs').index(index) : at.child('clusterIP')
      ).printedAs(`${at}.clusterIPs[${index}]`);
      if (address !== none && !isIp(address))
        invalid(address, place, 'must be an IP address, None or empty', scope);
    }
    if (clusterIP !== '' && clusterIPs[0] !== undefined && clusterIPs[0] !== clusterIP) {
      invalid(
        clusterIPs[0],
        at.child('clusterIPs').index(0).printedAs(`${at}.clusterIPs`),
        'the first one must be clusterIP',
        scope,
      );
    }
  }
  for (const [index, address] of externalIPs.entries()) {
    const place = at.child('externalIPs').index(index);
    if (!isIp(address)) invalid(address, place, 'must be an IP address', scope);
    else if (/^(127\.|169\.254\.|0\.0\.0\.0$|224\.0\.0\.|::1?$)/.test(address))
      invalid(address, place, 'may not be loopback, link-local or unspecified', scope);
  }
  checkWord(spec.externalTrafficPolicy, ['Cluster', 'Local'], at.child('externalTrafficPolicy'), scope);
  if (
    spec.externalTrafficPolicy !== undefined &&
    type !== 'NodePort' &&
    type !== 'LoadBalancer' &&
    externalIPs.length === 0
  ) {
    invalid(
      spec.externalTrafficPolicy,
      at.child('externalTrafficPolicy'),
      'only Services that are reached from outside have it',
      scope,
    );
  }
  checkWord(spec.internalTrafficPolicy, ['Cluster', 'Local'], at.child('internalTrafficPolicy'), scope);
  checkWord(
    spec.ipFamilyPolicy,
    ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
    at.child('ipFamilyPolicy'),
    scope,
  );
  for (const [index, family] of (spec.ipFamilies ?? []).entries())
    checkWord(family, ['IPv4', 'IPv6'], at.child('ipFamilies').index(index), scope);
  for (const [index, range] of loadBalancerSourceRanges.entries()) {
    const place = at.child('loadBalancerSourceRanges').index(index);
    if (!isCidr(range.trim()))
      invalid(range, place, 'must be a range of addresses such as 10.0.0.0/8', scope);
  }
  if (loadBalancerSourceRanges.length > 0 && type !== 'LoadBalancer')
    forbid(at.child('loadBalancerSourceRanges'), 'only a Service of type LoadBalancer has them', scope);
  if (spec.loadBalancerClass !== undefined && type !== 'LoadBalancer')
    forbid(at.child('loadBalancerClass'), 'only a Service of type LoadBalancer has one', scope);
  if (spec.allocateLoadBalancerNodePorts !== undefined && type !== 'LoadBalancer')
    forbid(at.child('allocateLoadBalancerNodePorts'), 'only a Service of type LoadBalancer has it', scope);
  if (loadBalancerIP !== '' && type === 'LoadBalancer' && !isIp(loadBalancerIP))
    invalid(loadBalancerIP, at.child('loadBalancerIP'), 'must be an IP address', scope);
}

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
    for (const [field, list] of [
      ['addresses', addresses],
      ['notReadyAddresses', notReadyAddresses],
    ] as const) {
      for (const [position, { ip }] of list.entries())
        if (!isIp(ip ?? ''))
          invalid(ip ?? '', place.child(field).index(position).child('ip'), 'must be an IP address', scope);
    }
    for (const [position, { name = '', port, protocol }] of ports.entries()) {
      const item = place.child('ports').index(position);
      if (ports.length > 1 && name === '') required(undefined, item.child('name'), scope);
      else if (name !== '') checkName(name, dnsLabel, item.child('name'), scope);
      checkRange(port ?? 0, portRange, item.child('port'), scope);
      checkWord(protocol, ['TCP', 'UDP', 'SCTP'], item.child('protocol'), scope);
    }
  }
}
