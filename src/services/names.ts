import { namespaced } from '../podman/names.js';

/** The four forms of a Service's name. Source: kubernetes/dns, specification.md, section 2.3. */
export function serviceNames(name: string, namespace: string): readonly string[] {
  return [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
}

const holderPrefix = 'service__';

/** Podman's name of a Service's holder pod. `_` occurs in no Kubernetes name, so no pod of a manifest has two of them. */
export function holderName(namespace: string, service: string): string {
  return namespaced(namespace, `${holderPrefix}${service}`);
}

/** Whether a Podman pod is called like a Service's holder. */
export function isHolder(pod: string): boolean {
  return pod.includes(holderPrefix);
}
