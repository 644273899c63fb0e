import type { PodmanMode } from './environment.js';

/** Where a test finds the proxy of its mode: there is one in each store, and all stores share this machine's ports. */
export interface IngressPlace {
  readonly port: number;
  readonly tlsPort: number;
  /** For `apply`, in every test alike: the proxy of the store is made anew when they change. */
  readonly options: readonly string[];
}

/** The image stands in for nginx's own: nothing is fetched from outside. */
export function ingressOf({ mode }: PodmanMode): IngressPlace {
  const [port, tlsPort] = mode === 'rootful' ? [18_080, 18_443] : [18_081, 18_444];
  const ports = ['--ingress-port', String(port), '--ingress-tls-port', String(tlsPort)];
  return { port, tlsPort, options: [...ports, '--ingress-image', 'localhost/web-php:test'] };
}
