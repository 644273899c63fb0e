import type { Service } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../phases/documents.js';
import type { ExternalContext } from './external.js';
import type { ServiceModel } from './model.js';
import { serviceNames } from './names.js';
import { publications } from './publish.js';
import { hasAddress, isService, serviceRules } from './rules.js';

/** The Services of the input that need a holder pod. */
export function resolveServices(
  objects: readonly KubeObject[],
  context: ExternalContext,
): readonly ServiceModel[] {
  const services = objects.filter(isService).flatMap((service) => {
    const rules = serviceRules(service);
    return hasAddress(rules) ? [{ service, rules }] : [];
  });
  // What is asked for by number goes before what can be chosen.
  const taken = new Set(
    services.flatMap(({ rules }) =>
      rules.ports.flatMap(({ nodePort, protocol }) =>
        nodePort === undefined ? [] : [`${protocol}/${nodePort}`],
      ),
    ),
  );
  return services.map(({ service, rules }) => ({
    origin: service.at,
    name: service.name,
    rules,
    published: publications(service, rules.ports, { ...context, taken }),
  }));
}

/** The Services of the input that want an address, and which one. */
export function holdersOf(
  objects: readonly KubeObject[],
): readonly { readonly name: string; readonly namespace: string; readonly address?: string }[] {
  return objects.filter(isService).flatMap((service) => {
    if (!hasAddress(serviceRules(service))) return [];
    const { name, namespace, manifest } = service;
    const { clusterIP = '' } = manifest.spec ?? {};
    return [{ name, namespace, ...(clusterIP === '' ? {} : { address: clusterIP }) }];
  });
}

/**
 * Names that a pod has on Podman's own name server through the Services that select it: where nothing forwards, every
 * such pod answers for the Service by its own address, as for a headless one.
 * Source: kubernetes/dns, specification.md, sections 2.3 and 2.4.
 */
export function selectedNames(
  services: readonly KubeObject<Service>[],
  pod: { readonly namespace: string; readonly labels: { readonly [label: string]: string } },
): readonly string[] {
  return services.flatMap((service) => {
    const { externalName, selector, namespace } = serviceRules(service);
    if (externalName !== undefined || selector === undefined || namespace !== pod.namespace) return [];
    const matches = Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
    return matches ? serviceNames(service.name, namespace) : [];
  });
}
