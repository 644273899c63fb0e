import type { Service } from 'kubernetes-types/core/v1.js';
import type { Ingress } from 'kubernetes-types/networking/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import { ingressBackends } from '../kinds/ingress-backends.js';
import type { ObjectSet } from '../kinds/object-set.js';
import type { KubeObject } from '../phases/documents.js';
import type { Reference } from './reference.js';

/** The Services and the TLS Secrets that an Ingress names. */
export function ingressReferences(object: KubeObject): readonly Reference[] {
  const { namespace, at } = object;
  const services = ingressBackends(object).map(
    ({ service, at: place }): Reference => ({
      kind: 'Service',
      namespace,
      name: service.name,
      at: place.child('name'),
    }),
  );
  const secrets = ((object.manifest as Ingress).spec?.tls ?? []).flatMap(({ secretName }, index) => {
    const place = at.child('spec', 'tls').index(index).child('secretName');
    return secretName === undefined ? [] : [{ kind: 'Secret', namespace, name: secretName, at: place }];
  });
  return [...services, ...secrets];
}

/** Ports that an Ingress asks for and the Service does not have. Reports: reference/missing-service-port. */
export function reportBackendPorts(object: KubeObject, set: ObjectSet, report: Report): void {
  for (const { service, at } of ingressBackends(object)) {
    const found = set.find('Service', object.namespace, service.name) as KubeObject<Service> | undefined;
    const { number, name } = service.port ?? {};
    const wanted = name ?? number;
    if (found === undefined || wanted === undefined) continue;
    const ports = found.manifest.spec?.ports ?? [];
    if (ports.some((port) => (name === undefined ? port.port === number : port.name === name))) continue;
    const place = at.child('port', name === undefined ? 'number' : 'name');
    report('reference/missing-service-port', place, {
      path: place.toString(),
      service: service.name,
      port: String(wanted),
      known: ports.map((port) => (name === undefined ? String(port.port) : (port.name ?? String(port.port)))),
    });
  }
}
