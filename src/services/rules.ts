import type { Endpoints, Service, ServicePort } from 'kubernetes-types/core/v1.js';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1.js';
import type { KubeObject } from '../phases/documents.js';
import type { EndpointsRules, Protocol, ServicePortModel, ServiceRules } from './model.js';

/** Label of an EndpointSlice that names its Service. Source: kubernetes staging/src/k8s.io/api/discovery/v1/well_known_labels.go. */
const sliceServiceLabel = 'kubernetes.io/service-name';

/** Seconds of sessionAffinity ClientIP. Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Service. */
const defaultAffinitySeconds = 10_800;

export const isService = (object: KubeObject): object is KubeObject<Service> =>
  object.kind === 'Service' && object.apiVersion === 'v1';
const isEndpoints = (object: KubeObject): object is KubeObject<Endpoints> =>
  object.kind === 'Endpoints' && object.apiVersion === 'v1';
const isEndpointSlice = (object: KubeObject): object is KubeObject<EndpointSlice> =>
  object.kind === 'EndpointSlice' && object.apiVersion === 'discovery.k8s.io/v1';

/** What the supervisor must know of an object of the network; undefined for all others. */
export function networkRules(object: KubeObject): ServiceRules | EndpointsRules | undefined {
  if (isService(object)) return serviceRules(object);
  if (isEndpoints(object)) return endpointsRules(object);
  if (isEndpointSlice(object)) return sliceRules(object);
  return undefined;
}

/**
 * A Service as it is served. An empty selector is none, and a Service of type ExternalName has no endpoints.
 * Source: kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_Service; staging/src/k8s.io/api/core/v1/types.go, ServiceSpec.
 */
export function serviceRules({ namespace, manifest: { spec = {} } }: KubeObject<Service>): ServiceRules {
  const { type, externalName, clusterIP, selector = {}, ports = [] } = spec;
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds;
  const isExternal = type === 'ExternalName';
  return {
    namespace,
    ...(Object.keys(selector).length === 0 || isExternal ? {} : { selector }),
    ports: ports.map(portModel),
    ...(spec.sessionAffinity === 'ClientIP' ? { affinitySeconds: seconds } : {}),
    publishNotReady: spec.publishNotReadyAddresses === true,
    headless: clusterIP === 'None' && !isExternal,
    ...(isExternal ? { externalName: externalName ?? '' } : {}),
  };
}

/** Whether a Service has an address of its own. Source: kubernetes pkg/apis/core/v1/helper/helpers.go, IsServiceIPSet. */
export function hasAddress({ headless, externalName }: ServiceRules): boolean {
  return !headless && externalName === undefined;
}

function portModel({ name, port, targetPort, protocol, nodePort = 0 }: ServicePort): ServicePortModel {
  // An unset (or zero, or empty) targetPort is the port itself.
  const target = targetPort === undefined || targetPort === 0 || targetPort === '' ? port : targetPort;
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    port,
    protocol: protocolOf(protocol),
    target,
    ...(nodePort === 0 ? {} : { nodePort }),
  };
}

function protocolOf(protocol: string | undefined): Protocol {
  return protocol === 'UDP' ? 'udp' : protocol === 'SCTP' ? 'sctp' : 'tcp';
}

/** Endpoints belong to the Service of their own name; addresses that are not ready do not count. */
function endpointsRules({ namespace, name, manifest }: KubeObject<Endpoints>): EndpointsRules {
  return {
    namespace,
    service: name,
    subsets: (manifest.subsets ?? []).map(({ addresses = [], ports = [] }) => ({
      addresses: addresses.map(({ ip, hostname }) => ({ ip, ...named({ hostname }) })),
      ports: ports.map(({ name: portName, port, protocol }) => ({
        ...named({ name: portName }),
        port,
        protocol: protocolOf(protocol),
      })),
    })),
  };
}

/** Unknown readiness counts as ready. Source: kubernetes staging/src/k8s.io/api/discovery/v1/types.go, EndpointConditions. */
function sliceRules({ namespace, manifest }: KubeObject<EndpointSlice>): EndpointsRules {
  const { endpoints = [], ports = [], metadata } = manifest;
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false);
  return {
    namespace,
    service: metadata?.labels?.[sliceServiceLabel] ?? '',
    subsets: [
      {
        addresses: ready.flatMap(({ addresses, hostname }) =>
          addresses.slice(0, 1).map((ip) => ({ ip, ...named({ hostname }) })),
        ),
        ports: ports.flatMap(({ name, port, protocol }) =>
          port === undefined ? [] : [{ ...named({ name }), port, protocol: protocolOf(protocol) }],
        ),
      },
    ],
  };
}

/** The value under its key, or nothing when it is empty. */
function named<K extends string>(
  value: { readonly [key in K]: string | undefined },
): {
  readonly [key in K]?: string;
} {
  return Object.fromEntries(
    Object.entries(value).filter(([, text]) => text !== undefined && text !== ''),
  ) as { readonly [key in K]?: string };
}
