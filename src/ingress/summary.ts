import type { Ingress } from 'kubernetes-types/networking/v1.js';
import type { KubeObject } from '../phases/documents.js';
import type { IngressSummary } from './model.js';

const classKey = 'kubernetes.io/ingress.class';

/** What `get` tells of an Ingress. Source: kubernetes pkg/printers/internalversion/printers.go, printIngress. */
export function ingressSummary(
  { manifest: { metadata, spec = {} } }: KubeObject<Ingress>,
  { supervised }: { readonly supervised: boolean },
): IngressSummary {
  const className = spec.ingressClassName ?? metadata?.annotations?.[classKey];
  const hosts = (spec.rules ?? []).map(({ host = '' }) => host);
  return {
    ...(className === undefined ? {} : { className }),
    hosts: [...new Set(hosts)].filter((host) => host !== ''),
    tls: (spec.tls ?? []).length > 0,
    served: supervised,
  };
}
