import type { Ingress } from 'kubernetes-types/networking/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { ObjectSet } from '../kinds/object-set.js';
import type { KubeObject } from '../phases/documents.js';

/** What Ingresses are resolved with. */
export interface IngressContext {
  /** All objects that an Ingress may refer to: those of the input, and of earlier applies. */
  readonly objects: ObjectSet;
  /** The address of a Service; undefined: it has none yet. */
  readonly addressOfService: (namespace: string, name: string) => string | undefined;
  readonly report: Report;
}

export const isIngress = (object: KubeObject): object is KubeObject<Ingress> =>
  object.kind === 'Ingress' && object.apiVersion === 'networking.k8s.io/v1';
