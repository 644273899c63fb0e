import { entry } from './entry.js';
import type { MissingObject } from './reference.js';

/** Messages about what Ingresses refer to and share. */
export const ingress = {
  'reference/path-taken': entry<{ readonly path: string; readonly host: string; readonly owner: string }>({
    severity: 'warning',
    group: 'reference',
    message: ({ path, host, owner }) =>
      `${path}: requests for it${host === '' ? '' : ` of host "${host}"`} go where Ingress "${owner}" sends them`,
    hint: 'Leave one of the two out, or give them different hosts.',
    explain:
      'One proxy serves all Ingresses. Of two rules with the same host and path only one can be followed: here the first by namespace and name of its Ingress. Controllers in clusters take the older Ingress, which differs from cluster to cluster.',
    bad: 'rules: [{host: a.example, http: {paths: [{path: /}, {path: /}]}}]',
    good: 'rules: [{host: a.example, http: {paths: [{path: /}, {path: /api}]}}]',
  }),
  'reference/bad-certificate': entry<MissingObject & { readonly why: string }>({
    severity: 'warning',
    group: 'reference',
    message: ({ name, namespace, why }) =>
      `Secret "${name}" (namespace "${namespace}") holds no certificate for TLS: ${why}`,
    hint: 'Make it with: kubectl create secret tls NAME --cert FILE --key FILE --dry-run=client -o yaml',
    explain:
      'The Secret of an Ingress holds a certificate (tls.crt) and its private key (tls.key), both in PEM form. The hosts of this entry are served without TLS, since a proxy that cannot read a certificate would not start at all.',
    bad: '{kind: Secret, metadata: {name: web-tls}, type: Opaque, stringData: {cert: ...}}',
    good: '{kind: Secret, metadata: {name: web-tls}, type: kubernetes.io/tls, data: {tls.crt: ..., tls.key: ...}}',
  }),
} as const;
