import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { checkName, checkRange, invalid, portRange, required, type Scope } from '../../fields/check.js';
import { validateMetadata } from '../../fields/metadata/validate.js';
import { dns1035Label, dnsSubdomain, type NameRule, pathSegment } from '../../fields/names.js';

/** The package of types lacks the group. */
interface APIService {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly group?: string;
    readonly version?: string;
    readonly groupPriorityMinimum?: number;
    readonly versionPriority?: number;
    readonly caBundle?: string;
    readonly insecureSkipTLSVerify?: boolean;
    readonly service?: { readonly name?: string; readonly namespace?: string; readonly port?: number };
  };
}

/** Source: k8s.io/kube-aggregator/pkg/apis/apiregistration/validation/validation.go, ValidateAPIService. */
export function validateApiService({ metadata, spec = {} }: APIService, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  const { group = '', version = '', caBundle = '', insecureSkipTLSVerify, service } = spec;
  const name: NameRule = (text) =>
    pathSegment(text) ?? (text === `${version}.${group}` ? undefined : `be "${version}.${group}"`);
  validateMetadata(metadata, at.child('metadata'), { name, clusterScoped: true, anyFinalizers: true }, scope);
  if (group !== '') checkName(group, dnsSubdomain, place.child('group'), scope);
  else if (version !== 'v1') required(undefined, place.child('group'), scope);
  checkName(version, dns1035Label, place.child('version'), scope);
  checkRange(spec.groupPriorityMinimum ?? 0, [1, 20_000], place.child('groupPriorityMinimum'), scope);
  checkRange(spec.versionPriority ?? 0, [1, 1000], place.child('versionPriority'), scope);
  if (service === undefined) {
    const why = 'is of no use without a service';
    if (caBundle !== '') invalid('', place.child('caBundle'), why, scope);
    if (insecureSkipTLSVerify === true) invalid(true, place.child('insecureSkipTLSVerify'), why, scope);
    return;
  }
  required(service.namespace, place.child('service', 'namespace'), scope);
  required(service.name, place.child('service', 'name'), scope);
  checkRange(service.port, portRange, place.child('service', 'port'), scope);
  if (insecureSkipTLSVerify === true && caBundle !== '')
    invalid(true, place.child('insecureSkipTLSVerify'), 'is of no use beside a caBundle', scope);
}
