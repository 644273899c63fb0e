import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from 'kubernetes-types/networking/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkWord,
  forbid,
  invalid,
  portRange,
  required,
  type Scope,
} from '../../fields/check.js';
import { subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, dnsSubdomain, isCidr, isIp, portNameRule, wildcardSubdomain } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';

/** Source: pkg/apis/networking/validation/validation.go, ValidateIngressCreate and ValidateIngressSpec. */
export function validateIngress({ metadata, spec = {} }: Ingress, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  const { defaultBackend, rules = [], tls = [], ingressClassName } = spec;
  if (rules.length === 0 && defaultBackend === undefined)
    invalid('', place, 'must have "defaultBackend" or "rules"', scope);
  if (defaultBackend !== undefined) validateBackend(defaultBackend, place.child('defaultBackend'), scope);
  for (const [index, { host = '', http }] of rules.entries()) {
    const where = place.child('rules').index(index);
    if (host !== '') checkHost(host, where.child('host'), scope);
    if (http === undefined) continue;
    if ((http.paths ?? []).length === 0) required(undefined, where.child('http', 'paths'), scope);
    for (const [position, path] of (http.paths ?? []).entries())
      validatePath(path, where.child('http', 'paths').index(position), scope);
  }
  for (const [index, { hosts = [], secretName }] of tls.entries()) {
    const where = place.child('tls').index(index);
    for (const [position, host] of hosts.entries())
      checkHost(host, where.child('hosts').index(position), scope);
    if (secretName !== undefined && secretName !== '')
      checkName(secretName, dnsSubdomain, where.child('secretName'), scope);
  }
  if (ingressClassName !== undefined)
    checkName(ingressClassName, dnsSubdomain, place.child('ingressClassName'), scope);
}

function checkHost(host: string, at: FieldPath, scope: Scope): void {
  if (isIp(host)) invalid(host, at, 'must be a name, not an IP address', scope);
  else checkName(host, host.includes('*') ? wildcardSubdomain : dnsSubdomain, at, scope);
}

const badSequences = ['//', '/./', '/../', '%2f', '%2F'];
const badEndings = ['/..', '/.'];

/** Source: validateHTTPIngressPath. */
function validatePath({ path = '', pathType, backend }: HTTPIngressPath, at: FieldPath, scope: Scope): void {
  const place = at.child('path');
  if (pathType === undefined)
    required(undefined, at.child('pathType'), scope, 'Exact, Prefix or ImplementationSpecific');
  else if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) invalid(path, place, 'must be an absolute path', scope);
    for (const bad of badSequences)
      if (path.includes(bad)) invalid(path, place, `must not contain "${bad}"`, scope);
    for (const bad of badEndings)
      if (path.endsWith(bad)) invalid(path, place, `must not end with "${bad}"`, scope);
  } else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) invalid(path, place, 'must be an absolute path', scope);
  } else checkWord(pathType, ['Exact', 'Prefix', 'ImplementationSpecific'], at.child('pathType'), scope);
  if (backend !== undefined) validateBackend(backend, at.child('backend'), scope);
  else invalid('', at.child('backend'), 'must have "service" or "resource"', scope);
}

/** Source: validateIngressBackend. */
function validateBackend({ service, resource }: IngressBackend, at: FieldPath, scope: Scope): void {
  if (service !== undefined && resource !== undefined)
    invalid('', at, 'cannot have both "resource" and "service"', scope);
  else if (resource !== undefined) {
    required(resource.kind, at.child('resource', 'kind'), scope);
    required(resource.name, at.child('resource', 'name'), scope);
  } else if (service === undefined) invalid('', at, 'must have "service" or "resource"', scope);
  else {
    const place = at.child('service');
    if (required(service.name, place.child('name'), scope))
      checkName(service.name, dnsLabel, place.child('name'), scope);
    const { name, number } = service.port ?? {};
    if ((name ?? '') !== '' && (number ?? 0) !== 0)
      invalid('', at, 'cannot set both port name and port number', scope);
    else if ((name ?? '') !== '') checkName(name, portNameRule, place.child('port', 'name'), scope);
    else if ((number ?? 0) !== 0) checkRange(number, portRange, place.child('port', 'number'), scope);
    else required(undefined, at, scope, 'port name or port number');
  }
}

/** Source: pkg/apis/networking/validation/validation.go, ValidateNetworkPolicySpec. */
export function validateNetworkPolicy(
  { metadata, spec = {} as NonNullable<NetworkPolicy['spec']> }: NetworkPolicy,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  validateMetadata(metadata, at.child('metadata'), subdomainName, scope);
  validateLabelSelector(spec.podSelector, place.child('podSelector'), scope);
  for (const [index, { ports = [], from = [] }] of (spec.ingress ?? []).entries()) {
    const where = place.child('ingress').index(index);
    for (const [position, port] of ports.entries())
      validatePolicyPort(port, where.child('ports').index(position), scope);
    for (const [position, peer] of from.entries())
      validatePeer(peer, where.child('from').index(position), scope);
  }
  for (const [index, { ports = [], to = [] }] of (spec.egress ?? []).entries()) {
    const where = place.child('egress').index(index);
    for (const [position, port] of ports.entries())
      validatePolicyPort(port, where.child('ports').index(position), scope);
    for (const [position, peer] of to.entries()) validatePeer(peer, where.child('to').index(position), scope);
  }
  const types = spec.policyTypes ?? [];
  if (types.length > 2) invalid('', place.child('policyTypes'), 'at most two types are taken', scope);
  for (const [index, type] of types.entries())
    checkWord(type, ['Ingress', 'Egress'], place.child('policyTypes').index(index), scope);
}

function validatePolicyPort(
  { port, endPort, protocol }: NetworkPolicyPort,
  at: FieldPath,
  scope: Scope,
): void {
  checkWord(protocol, ['TCP', 'UDP', 'SCTP'], at.child('protocol'), scope);
  const place = at.child('port');
  if (typeof port === 'string') checkName(port, portNameRule, place, scope);
  else checkRange(port, portRange, place, scope);
  if (endPort === undefined) return;
  if (port === undefined) required(undefined, place, scope, 'endPort is the end of a range that begins here');
  else if (typeof port === 'string')
    invalid(endPort, at.child('endPort'), 'cannot stand beside a port by name', scope);
  else {
    checkRange(endPort, portRange, at.child('endPort'), scope);
    if (endPort < port) invalid(endPort, at.child('endPort'), 'must be at least port', scope);
  }
}

function validatePeer(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  at: FieldPath,
  scope: Scope,
): void {
  if (podSelector === undefined && namespaceSelector === undefined && ipBlock === undefined)
    required(undefined, at, scope, 'a peer');
  if (ipBlock !== undefined && (podSelector !== undefined || namespaceSelector !== undefined))
    forbid(at, 'ipBlock stands alone', scope);
  validateLabelSelector(podSelector, at.child('podSelector'), scope);
  validateLabelSelector(namespaceSelector, at.child('namespaceSelector'), scope);
  if (ipBlock === undefined) return;
  const place = at.child('ipBlock');
  if (required(ipBlock.cidr, place.child('cidr'), scope) && !isCidr(ipBlock.cidr))
    invalid(ipBlock.cidr, place.child('cidr'), 'must be a range of addresses', scope);
  for (const [index, range] of (ipBlock.except ?? []).entries()) {
    if (!isCidr(range))
      invalid(range, place.child('except').index(index), 'must be a range of addresses', scope);
  }
}
