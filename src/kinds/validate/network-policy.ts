import type {
  IPBlock,
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
import { portNameRule } from '../../fields/names.js';
import { validateLabelSelector } from '../../fields/selector.js';
import { isStrictlyWithin, rangeProblem } from '../../model/ip-address.js';

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
  const end = at.child('endPort');
  if (port === undefined) invalid(endPort, end, 'is the end of a range that begins with port', scope);
  else if (typeof port === 'string') invalid(endPort, end, 'cannot stand beside a port by name', scope);
  else {
    checkRange(endPort, portRange, end, scope);
    if (endPort < port) invalid(endPort, end, 'must be at least port', scope);
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
  if (ipBlock !== undefined) validateBlock(ipBlock, at.child('ipBlock'), scope);
}

/** Source: ValidateIPBlock. */
function validateBlock({ cidr, except = [] }: IPBlock, at: FieldPath, scope: Scope): void {
  if (!required(cidr, at.child('cidr'), scope)) return;
  checkCidr(cidr, at.child('cidr'), scope);
  for (const [index, range] of except.entries()) {
    const place = at.child('except').index(index);
    checkCidr(range, place, scope);
    if (isStrictlyWithin(range, cidr) === false) invalid(range, place, 'must be a part of cidr', scope);
  }
}

function checkCidr(range: string, at: FieldPath, scope: Scope): void {
  const problem = rangeProblem(range);
  if (problem !== undefined) invalid(range, at, problem, scope);
}
