import type { FieldPath } from '../diagnostics/field-path.js';
import type { PodModel } from '../model/pod-model.js';

/** Where the proxy is published on this machine, and which image it is made from. */
export interface ProxySettings {
  readonly address: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly image: string;
}

/** What `get` tells of one Ingress. */
export interface IngressSummary {
  readonly className?: string;
  /** As written; empty: any host. */
  readonly hosts: readonly string[];
  readonly tls: boolean;
  /** False where no supervisor watches, so that no proxy runs either. */
  readonly served: boolean;
}

/** All Ingresses of a store as one proxy serves them. */
export interface IngressModel {
  /** Exact hosts by name, then wildcards; the host of all other requests is the last one and has no name. */
  readonly hosts: readonly IngressHost[];
  readonly certificates: readonly IngressCertificate[];
}

/** One host: what `Host` (and SNI) must say, and what becomes of its paths. */
export interface IngressHost {
  /** Lower case; `*.` before it stands for one label. Empty: whatever no other host takes. */
  readonly host: string;
  /** In the order in which they count; each path is there once. */
  readonly paths: readonly IngressPath[];
  /** For paths that none of them takes. */
  readonly fallback?: IngressPath;
  /** Name of its certificate. */
  readonly certificate?: string;
}

/** One path of a host and where its requests go. */
export interface IngressPath {
  readonly origin: FieldPath;
  readonly match: 'exact' | 'prefix' | 'regex';
  /** Without a slash at its end, but for the root itself; a regular expression as written. */
  readonly path: string;
  readonly backend: IngressBackend;
  readonly annotations: IngressAnnotations;
}

/** Where the proxy sends a request. */
export type IngressBackend =
  /** `dynamic`: the address is a name, which is looked up again and again. */
  | { readonly kind: 'service'; readonly address: string; readonly port: number; readonly dynamic: boolean }
  /** Answered with 503. */
  | { readonly kind: 'nothing'; readonly why: string };

/** What the annotations of an Ingress say that the proxy honours. */
export interface IngressAnnotations {
  readonly rewriteTarget?: string;
  readonly useRegex: boolean;
  /** `with-certificate`: to https where the host has a certificate. */
  readonly httpsRedirect: 'with-certificate' | 'always' | 'never';
  /** In nginx's words, such as 8m. */
  readonly bodySize?: string;
  readonly connectSeconds?: number;
  readonly readSeconds?: number;
  readonly sendSeconds?: number;
  readonly scheme: 'http' | 'https';
}

/** A certificate with its key, from a Secret of type kubernetes.io/tls. */
export interface IngressCertificate {
  /** Unique: namespace and name of the Secret. */
  readonly name: string;
  readonly certificate: Uint8Array;
  /** A function, so that printing the model cannot show it. */
  readonly key: () => Uint8Array;
}

/** The proxy as it is to be planned. */
export interface ProxyModel {
  readonly pod: PodModel;
  readonly settings: ProxySettings;
}
