import type { Service } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../phases/documents.js';
import type { ServiceModel, ServicePortModel } from './model.js';
import { serviceNames } from './names.js';

const isService = (object: KubeObject): object is KubeObject<Service> =>
  object.kind === 'Service' && object.apiVersion === 'v1';

/** Whether a Service has an address of its own. Source: kubernetes pkg/apis/core/v1/helper, IsServiceIPSet. */
function hasAddress({ manifest: { spec = {} } }: KubeObject<Service>): boolean {
  return spec.type !== 'ExternalName' && spec.clusterIP !== 'None' && spec.selector !== undefined;
}

/** The Services of the input that need a holder pod, with the names of those that stand for them. */
export function resolveServices(objects: readonly KubeObject[]): readonly ServiceModel[] {
  const services = objects.filter(isService);
  return services.filter(hasAddress).map((service) => {
    const { name, namespace, at, manifest } = service;
    const { spec = {} } = manifest;
    const external = services.filter((other) => standsFor(other, service));
    return {
      origin: at,
      name,
      rules: {
        namespace,
        selector: spec.selector ?? {},
        ports: (spec.ports ?? []).map(portModel),
        affinity: spec.sessionAffinity === 'ClientIP',
        publishNotReady: spec.publishNotReadyAddresses === true,
      },
      aliases: [service, ...external].flatMap((one) => serviceNames(one.name, one.namespace)),
    };
  });
}

/** An ExternalName that names a Service of the same namespace is another name of it. */
function standsFor(
  { manifest: { spec }, namespace }: KubeObject<Service>,
  service: KubeObject<Service>,
): boolean {
  if (spec?.type !== 'ExternalName' || namespace !== service.namespace) return false;
  return serviceNames(service.name, service.namespace).includes((spec.externalName ?? '').replace(/\.$/, ''));
}

function portModel(port: NonNullable<NonNullable<Service['spec']>['ports']>[number]): ServicePortModel {
  const { port: number, targetPort, protocol = 'TCP', nodePort } = port;
  const known = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;
  return {
    port: number,
    protocol: known[protocol as keyof typeof known],
    target: targetPort ?? number,
    ...(nodePort === undefined ? {} : { nodePort }),
  };
}

/**
 * Names that a pod has through headless Services whose selector it matches: every such pod answers for the Service.
 * Source: kubernetes/dns, specification.md, section 2.4.
 */
export function headlessNames(
  services: readonly KubeObject<Service>[],
  pod: { readonly namespace: string; readonly labels: { readonly [label: string]: string } },
): readonly string[] {
  return services.flatMap(({ name, namespace, manifest: { spec } }) => {
    const { clusterIP, selector, type } = spec ?? {};
    if (
      clusterIP !== 'None' ||
      type === 'ExternalName' ||
      selector === undefined ||
      namespace !== pod.namespace
    )
      return [];
    const matches = Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
    return matches ? serviceNames(name, namespace) : [];
  });
}
