import type { X509Certificate } from 'node:crypto';
import type { Secret } from 'kubernetes-types/core/v1.js';
import { crypto } from '../model/crypto.js';
import { secretData } from '../model/secret-data.js';
import type { KubeObject } from '../phases/documents.js';
import type { IngressCertificate } from './model.js';

/** A certificate, and the hosts that it is good for. */
export interface ReadCertificate extends IngressCertificate {
  readonly isFor: (host: string) => boolean;
}

/**
 * The certificate of a Secret; or why the proxy could not use it: one that it cannot read would keep it from starting.
 * Source: ingress-nginx internal/ingress/controller/store/backend_ssl.go, getPemCertificate; kubernetes
 * staging/src/k8s.io/api/core/v1/types.go, SecretTypeTLS.
 */
export function readCertificate(secret: KubeObject<Secret>): ReadCertificate | { readonly wrong: string } {
  const values = secretData(secret.manifest);
  const [certificate, key] = [values.get('tls.crt'), values.get('tls.key')];
  if (certificate === undefined) return { wrong: 'it has no key tls.crt' };
  if (key === undefined) return { wrong: 'it has no key tls.key' };
  const read = pairOf(certificate, key);
  if ('wrong' in read) return read;
  return {
    name: `${secret.namespace}.${secret.name}`,
    certificate,
    key: () => key,
    isFor: (host) => read.certificate.checkHost(host.replace(/^\*/, 'any')) !== undefined,
  };
}

/** Node says by exceptions what it cannot read. */
function pairOf(
  certificate: Uint8Array,
  key: Uint8Array,
): { readonly certificate: X509Certificate } | { readonly wrong: string } {
  let read: X509Certificate;
  try {
    read = new (crypto().X509Certificate)(Buffer.from(certificate));
  } catch {
    return { wrong: 'tls.crt is no certificate in PEM form' };
  }
  try {
    const isPair = read.checkPrivateKey(crypto().createPrivateKey(Buffer.from(key)));
    return isPair ? { certificate: read } : { wrong: 'tls.key is not the key of the certificate in tls.crt' };
  } catch {
    return { wrong: 'tls.key is no private key in PEM form' };
  }
}
