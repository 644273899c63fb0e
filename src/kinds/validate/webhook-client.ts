import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkRange, invalid, portRange, required, type Scope } from '../../fields/check.js';
import { dns1035Label, dnsSubdomain } from '../../fields/names.js';

/** Where the API server calls a webhook. */
export interface WebhookClient {
  readonly url?: string;
  readonly service?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly path?: string;
    readonly port?: number;
  };
}

/** Source: k8s.io/apiserver/pkg/util/webhook/validation.go and its callers. */
export function validateWebhookClient(
  { url, service }: WebhookClient,
  at: FieldPath,
  scope: Scope,
  place: FieldPath = at,
): void {
  if ((url === undefined) === (service === undefined))
    required(undefined, place, scope, 'exactly one of url and service');
  else if (url !== undefined) validateUrl(url, at.child('url').printedAs(`${place}.url`), scope);
  else if (service !== undefined) {
    const where = (field: string, printed = field): FieldPath =>
      at.child('service', field).printedAs(`${place}.service.${printed}`);
    // Callers pass name and namespace in the other order, so that each is reported at the other's place (kubernetes/kubernetes#141353).
    required(service.name, where('name', 'namespace'), scope, 'the name of the Service');
    required(service.namespace, where('namespace', 'name'), scope, 'the namespace of the Service');
    checkRange(service.port, portRange, where('port'), scope);
    validateUrlPath(service.path ?? '', where('path'), scope);
  }
}

/** Source: ValidateWebhookURL. */
function validateUrl(url: string, at: FieldPath, scope: Scope): void {
  const [, scheme = '', host = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?/.exec(url) ?? [];
  if (scheme.toLowerCase() !== 'https') invalid(url, at, 'must begin with https://', scope);
  if (host === '') invalid(url, at, 'must name a host', scope);
  if (host.includes('@')) invalid(url, at, 'must not name a user', scope);
  if (/#./.test(url)) invalid(url, at, 'must have no fragment', scope);
  if (/\?[^#]/.test(url)) invalid(url, at, 'must have no query', scope);
}

function validateUrlPath(path: string, at: FieldPath, scope: Scope): void {
  if (path === '' || path === '/') return;
  if (!path.startsWith('/')) invalid(path, at, 'must begin with "/"', scope);
  for (const step of path.slice(1).replace(/\/$/, '').split('/'))
    if (step === '' || dnsSubdomain(step) !== undefined)
      invalid(path, at, 'must be made of lower case names with "/" between', scope);
}

/** Versions of the question that a webhook understands. Source: validateAdmissionReviewVersions, validateConversionReviewVersions. */
export function validateReviewVersions(versions: readonly string[], at: FieldPath, scope: Scope): void {
  if (versions.length === 0) {
    required(undefined, at, scope, 'v1 or v1beta1');
    return;
  }
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index) invalid(version, at.index(index), 'is there twice', scope);
    else checkName(version, dns1035Label, at.index(index), scope);
  }
  if (!versions.includes('v1') && !versions.includes('v1beta1'))
    invalid(versions.join(), at, 'must include v1 or v1beta1', scope);
}
