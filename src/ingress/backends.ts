import type { Service } from 'kubernetes-types/core/v1.js';
import type { IngressBackend as WrittenBackend } from 'kubernetes-types/networking/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { nearestName } from '../diagnostics/spelling.js';
import type { ObjectSet } from '../kinds/object-set.js';
import type { KubeObject } from '../phases/documents.js';
import { clusterDomain } from '../services/dns/zone.js';
import type { ServicePortModel } from '../services/model.js';
import { hasAddress, isService, serviceRules } from '../services/rules.js';
import type { IngressContext } from './context.js';
import type { IngressBackend } from './model.js';

/** A backend as a manifest has it, and where. */
export interface BackendPlace {
  readonly backend: WrittenBackend | undefined;
  readonly namespace: string;
  readonly at: FieldPath;
}

/**
 * Where a backend's requests go: to the address of its Service, which spreads them over the pods that are ready. A Service
 * without an address (headless, ExternalName) is looked up by name. What is not there is answered with 503.
 * Reports: reference/missing-object, reference/missing-service-port.
 * Source: ingress-nginx internal/ingress/controller/controller.go, serviceEndpoints and getBackendServers.
 */
export function resolveBackend(
  { backend, namespace, at }: BackendPlace,
  context: IngressContext,
): IngressBackend {
  const service = backend?.service;
  // The ledger has said of a resource that nothing serves it.
  if (service === undefined) return { kind: 'nothing', why: 'no Service is named' };
  const place = at.child('service');
  const { objects, report } = context;
  const found = objects.find('Service', namespace, service.name);
  if (found === undefined || !isService(found)) {
    reportMissing('Service', { name: service.name, namespace }, place.child('name'), context);
    return { kind: 'nothing', why: `Service ${namespace}/${service.name} is not there` };
  }
  const { name, number } = service.port ?? {};
  const wanted = name ?? number;
  const rules = serviceRules(found);
  const isDirect = rules.externalName !== undefined;
  const port = rules.ports.find((one) => (name === undefined ? one.port === number : one.name === name));
  if (port === undefined && !(isDirect && number !== undefined)) {
    report('reference/missing-service-port', place.child('port', name === undefined ? 'number' : 'name'), {
      path: place.child('port', name === undefined ? 'number' : 'name').toString(),
      service: service.name,
      port: String(wanted),
      known: rules.ports.map((one) =>
        name === undefined ? String(one.port) : (one.name ?? String(one.port)),
      ),
    });
    return { kind: 'nothing', why: `Service ${namespace}/${service.name} has no port ${wanted}` };
  }
  return addressOf(found, port, number ?? 80, context);
}

function addressOf(
  service: KubeObject<Service>,
  port: ServicePortModel | undefined,
  otherwise: number,
  { addressOfService, objects }: IngressContext,
): IngressBackend {
  const { name, namespace } = service;
  const rules = serviceRules(service);
  if (hasAddress(rules)) {
    const address = addressOfService(namespace, name);
    if (address === undefined) return { kind: 'nothing', why: `Service ${namespace}/${name} has no address` };
    return { kind: 'service', address, port: port?.port ?? otherwise, dynamic: false };
  }
  const address = `${name}.${namespace}.svc.${clusterDomain}`;
  const number = rules.headless ? targetOf(service, port, objects) : (port?.port ?? otherwise);
  return { kind: 'service', address, port: number ?? otherwise, dynamic: true };
}

/** The names of a headless Service are those of its pods, so that their own port is wanted. */
function targetOf(
  { namespace, manifest }: KubeObject<Service>,
  port: ServicePortModel | undefined,
  objects: ObjectSet,
): number | undefined {
  if (typeof port?.target === 'number') return port.target;
  const selector = Object.entries(manifest.spec?.selector ?? {});
  const ports = objects
    .templates(namespace)
    .filter(({ labels }) => selector.every(([key, value]) => labels[key] === value))
    .flatMap(({ spec }) => spec.containers.flatMap(({ ports: own = [] }) => own));
  return ports.find(({ name }) => name === port?.target)?.containerPort ?? port?.port;
}

/** Reports: reference/missing-object. */
export function reportMissing(
  kind: string,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  at: FieldPath,
  { objects, report }: IngressContext,
): void {
  const nearest = nearestName(name, objects.names(kind, namespace));
  report('reference/missing-object', at, {
    path: at.toString(),
    kind,
    name,
    namespace,
    ...(nearest === undefined ? {} : { nearest }),
  });
}
