import type { ServiceSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../../fields/check.js';
import { ipProblem } from '../../model/ip-address.js';
import { isHeadless } from './service-addresses.js';

/** What the API server accepts and warns of. Source: pkg/api/service/warnings.go, GetWarningsForService. */
export function warnOfService(spec: ServiceSpec, type: string, at: FieldPath, scope: Scope): void {
  const { externalIPs = [], loadBalancerIP = '', sessionAffinity = 'None', externalName = '' } = spec;
  const isExternalName = type === 'ExternalName';
  if (isHeadless(spec) && type === 'ClusterIP') {
    const why = 'is ignored for a headless Service';
    if (loadBalancerIP !== '') warn(at.child('loadBalancerIP'), why, scope);
    if (externalIPs.length > 0) warn(at.child('externalIPs'), why, scope);
    if (sessionAffinity === 'ClientIP')
      warn(at.child('sessionAffinity').printedAs(`${at}.SessionAffinity`), why, scope);
  } else if (externalIPs.length > 0 && !isExternalName)
    warn(at.child('externalIPs'), 'is deprecated and may not be there in some clusters', scope);
  if (isExternalName && externalIPs.length > 0)
    warn(at.child('externalIPs'), 'is ignored for a Service of type ExternalName', scope);
  if (!isExternalName && externalName !== '')
    warn(at.child('externalName'), 'is ignored for any type but ExternalName', scope);
  const problem = loadBalancerIP === '' ? undefined : ipProblem(loadBalancerIP);
  if (problem !== undefined) warn(at.child('loadBalancerIP'), problem, scope);
  if (spec.trafficDistribution === 'PreferClose')
    warn(at.child('trafficDistribution'), 'PreferClose is deprecated: write PreferSameZone', scope);
}
