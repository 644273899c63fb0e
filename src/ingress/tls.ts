import type { Secret } from 'kubernetes-types/core/v1.js';
import type { IngressTLS } from 'kubernetes-types/networking/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import type { KubeObject } from '../phases/documents.js';
import { reportMissing } from './backends.js';
import { type ReadCertificate, readCertificate } from './certificates.js';
import type { IngressContext } from './context.js';

/** The certificates of one Ingress. */
export interface OwnCertificates {
  /** The one of an entry without hosts: for whatever has no other. */
  readonly general?: ReadCertificate;
  /** The one for a host of its rules; for rules without a host any will do. */
  readonly forHost: (host: string) => ReadCertificate | undefined;
}

/**
 * An entry is for the hosts that it names; else for those that its certificate is good for; one without hosts is for all.
 * Reports: field/ignored, reference/missing-object, reference/bad-certificate.
 * Sources: kubernetes staging/src/k8s.io/api/networking/v1/types.go, IngressTLS; ingress-nginx
 * internal/ingress/controller/controller.go, extractTLSSecretName.
 */
export function resolveTls(
  tls: readonly IngressTLS[],
  { namespace, at }: { readonly namespace: string; readonly at: FieldPath },
  context: IngressContext,
): OwnCertificates {
  const entries = tls.flatMap(({ hosts = [], secretName = '' }, index) => {
    const certificate = certificateOf({ namespace, name: secretName }, at.index(index), context);
    return certificate === undefined ? [] : [{ hosts: hosts.map((host) => host.toLowerCase()), certificate }];
  });
  const all = entries.map(({ certificate }) => certificate);
  const general = entries.find(({ hosts }) => hosts.length === 0)?.certificate;
  return {
    ...(general === undefined ? {} : { general }),
    forHost: (host) => {
      if (host === '') return general ?? all[0];
      const named = entries.find(({ hosts }) => hosts.includes(host))?.certificate;
      return named ?? all.find(({ isFor }) => isFor(host)) ?? general;
    },
  };
}

function certificateOf(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  at: FieldPath,
  context: IngressContext,
): ReadCertificate | undefined {
  const { objects, report } = context;
  if (name === '') {
    const why = 'no Secret is named, and kube2pod makes no certificates: the hosts are served without TLS';
    report('field/ignored', at, { path: at.toString(), why });
    return undefined;
  }
  const place = at.child('secretName');
  // Phase 2 checked it against the schema of its kind.
  const found = objects.find('Secret', namespace, name) as KubeObject<Secret> | undefined;
  if (found === undefined) {
    reportMissing('Secret', { name, namespace }, place, context);
    return undefined;
  }
  const read = readCertificate(found);
  if (!('wrong' in read)) return read;
  report('reference/bad-certificate', place, { namespace, name, why: read.wrong });
  return undefined;
}
