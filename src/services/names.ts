import { namespaced } from '../podman/names.js';

/** The four forms of a Service's name. Source: kubernetes/dns, specification.md, section 2.3. */
export function serviceNames(name: string, namespace: string): readonly string[] {
  return [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
}

/** Podman's name of a Service's holder pod. `_` occurs in no Kubernetes name, so no pod of a manifest has it. */
export function holderName(namespace: string, service: string): string {
  return namespaced(namespace, `service_${service}`);
}
