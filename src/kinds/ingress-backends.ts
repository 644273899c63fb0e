import type { Ingress, IngressServiceBackend } from 'kubernetes-types/networking/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { KubeObject } from '../phases/documents.js';

/** A Service that an Ingress names, for which requests, and where. */
export interface IngressBackend {
  readonly service: IngressServiceBackend;
  /** Empty: any host. */
  readonly host: string;
  /** Empty: whatever no rule takes. */
  readonly path: string;
  readonly at: FieldPath;
}

/** All backends of an Ingress that are Services: the default one first, then rule by rule. */
export function ingressBackends({ manifest, at }: KubeObject): readonly IngressBackend[] {
  const { spec } = manifest as Ingress;
  const fallback = spec?.defaultBackend?.service;
  const place = at.child('spec', 'defaultBackend', 'service');
  const first = fallback === undefined ? [] : [{ service: fallback, host: '', path: '', at: place }];
  const ruled = (spec?.rules ?? []).flatMap(({ host = '', http }, rule) =>
    (http?.paths ?? []).flatMap(({ backend, path = '/' }, index) => {
      const here = at.child('spec', 'rules').index(rule).child('http', 'paths').index(index);
      const service = backend?.service;
      return service === undefined ? [] : [{ service, host, path, at: here.child('backend', 'service') }];
    }),
  );
  return [...first, ...ruled];
}
