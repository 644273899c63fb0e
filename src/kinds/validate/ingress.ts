import type { TypedLocalObjectReference } from 'kubernetes-types/core/v1.js';
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressClass,
  IngressClassParametersReference,
} from 'kubernetes-types/networking/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkLength,
  checkName,
  checkRange,
  checkWord,
  forbid,
  invalid,
  portRange,
  required,
  type Scope,
} from '../../fields/check.js';
import { clusterName, subdomainName, validateMetadata } from '../../fields/metadata/validate.js';
import {
  dnsLabel,
  dnsSubdomain,
  domainPrefixedPath,
  pathSegment,
  portNameRule,
  wildcardSubdomain,
} from '../../fields/names.js';
import { isIp } from '../../model/ip-address.js';

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
      checkHostName(host, where.child('hosts').index(position), scope);
    if (secretName !== undefined && secretName !== '')
      checkName(secretName, dnsSubdomain, where.child('secretName'), scope);
  }
  checkName(ingressClassName, dnsSubdomain, place.child('ingressClassName'), scope);
  const key = 'kubernetes.io/ingress.class';
  const written = metadata?.annotations?.[key];
  if (written !== undefined && ingressClassName !== undefined && written !== ingressClassName) {
    const annotation = at.child('metadata', 'annotations').entry(key).printedAs(`annotations.${key}`);
    invalid(written, annotation, 'must be what ingressClassName says', scope);
  }
}

function checkHost(host: string, at: FieldPath, scope: Scope): void {
  if (isIp(host)) invalid(host, at, 'must be a name, not an IP address', scope);
  else checkHostName(host, at, scope);
}

function checkHostName(host: string, at: FieldPath, scope: Scope): void {
  checkName(host, host.includes('*') ? wildcardSubdomain : dnsSubdomain, at, scope);
}

const badSequences = ['//', '/./', '/../', '%2f', '%2F'];
const badEndings = ['/..', '/.'];

/** Source: validateHTTPIngressPath. */
function validatePath({ path = '', pathType, backend }: HTTPIngressPath, at: FieldPath, scope: Scope): void {
  const place = at.child('path');
  if (pathType === undefined) {
    required(undefined, at.child('pathType'), scope, 'Exact, Prefix or ImplementationSpecific');
    return;
  }
  if (pathType === 'Exact' || pathType === 'Prefix') {
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
    validateReference(resource, at.child('resource'), scope);
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

/** Source: validateIngressTypedLocalObjectReference. */
function validateReference(
  { apiGroup, kind, name }: Partial<TypedLocalObjectReference>,
  at: FieldPath,
  scope: Scope,
): void {
  checkName(apiGroup, dnsSubdomain, at.child('apiGroup'), scope);
  for (const [field, value] of Object.entries({ kind, name }))
    if (required(value, at.child(field), scope)) checkName(value, pathSegment, at.child(field), scope);
}

/** Source: pkg/apis/networking/validation/validation.go, ValidateIngressClass. */
export function validateIngressClass(
  { metadata, spec = {} }: IngressClass,
  at: FieldPath,
  report: Report,
): void {
  const scope: Scope = { report };
  const { controller = '', parameters } = spec;
  const place = at.child('spec', 'controller');
  validateMetadata(metadata, at.child('metadata'), clusterName, scope);
  if (required(controller, place, scope)) {
    checkLength(controller, 250, place, scope);
    checkName(controller, domainPrefixedPath, place, scope);
  }
  if (parameters !== undefined) validateParameters(parameters, at.child('spec', 'parameters'), scope);
}

/** The scope is Cluster by default. Source: validateIngressClassParametersReference. */
function validateParameters(parameters: IngressClassParametersReference, at: FieldPath, scope: Scope): void {
  const { scope: reach = 'Cluster', namespace } = parameters;
  validateReference(parameters, at, scope);
  checkWord(reach, ['Cluster', 'Namespace'], at.child('scope'), scope);
  if (reach === 'Cluster' && namespace !== undefined)
    forbid(at.child('namespace'), 'the scope is the whole cluster', scope);
  if (reach !== 'Namespace') return;
  if (namespace === undefined) required(undefined, at.child('namespace'), scope, 'the scope is a namespace');
  else checkName(namespace, dnsLabel, at.child('namespace'), scope);
}
