import type { Service, ServiceSpec } from 'kubernetes-types/core/v1.js';
import type { Ingress } from 'kubernetes-types/networking/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../../fields/check.js';
import { warnOfAddress } from '../../fields/warn-pod.js';
import { ipProblem } from '../../model/ip-address.js';
import { isHeadless } from '../validate/service-addresses.js';

const hints = 'service.kubernetes.io/topology-aware-hints';

/** What the API server accepts and warns of. Source: pkg/api/service/warnings.go, GetWarningsForService. */
export function warnOfService({ metadata, spec = {} }: Service, root: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const at = root.child('spec');
  if (metadata?.annotations?.[hints] !== undefined) {
    const place = root.child('metadata', 'annotations').entry(hints);
    warn(place, 'is deprecated: write service.kubernetes.io/topology-mode', scope);
  }
  warnOfIgnored(spec, at, scope);
  const { clusterIPs = [], externalIPs = [], loadBalancerIP = '' } = spec;
  for (const [field, addresses] of Object.entries({ clusterIPs, externalIPs }))
    for (const [index, address] of addresses.entries())
      warnOfAddress(address, at.child(field).index(index), scope);
  const problem = loadBalancerIP === '' ? undefined : ipProblem(loadBalancerIP);
  if (problem !== undefined) warn(at.child('loadBalancerIP'), problem, scope);
  if (spec.trafficDistribution === 'PreferClose')
    warn(at.child('trafficDistribution'), 'PreferClose is deprecated: write PreferSameZone', scope);
}

function warnOfIgnored(spec: ServiceSpec, at: FieldPath, scope: Scope): void {
  const { externalIPs = [], loadBalancerIP = '', sessionAffinity = 'None', externalName = '' } = spec;
  const type = (spec.type ?? '') === '' ? 'ClusterIP' : spec.type;
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
}

const classKey = 'kubernetes.io/ingress.class';

/** Source: pkg/registry/networking/ingress/strategy.go, WarningsOnCreate. */
export function warnOfIngress({ metadata, spec = {} }: Ingress, at: FieldPath, report: Report): void {
  if (metadata?.annotations?.[classKey] === undefined || spec.ingressClassName !== undefined) return;
  const place = at.child('metadata', 'annotations').entry(classKey);
  warn(place, 'is deprecated: write spec.ingressClassName', { report });
}
