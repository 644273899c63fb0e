import type { Container, Service } from 'kubernetes-types/core/v1.js';
import { matches } from '../fields/selector.js';
import { ingressBackends } from '../kinds/ingress-backends.js';
import { podTemplate } from '../kinds/pod-template.js';
import type { KubeObject } from '../phases/documents.js';
import type { ApplicationGraph, FrontNode, GraphEdge, StoreNode } from './model.js';
import { claimTemplates, podNode, type StateOf, storeId, storesOf } from './pod-node.js';

/**
 * What the objects of an application are to each other: Ingress to Service to pods to what they keep. One envelope stands
 * for all pods of a workload.
 */
export function applicationGraph(
  objects: readonly KubeObject[],
  stateOf: StateOf = () => undefined,
): ApplicationGraph {
  const running = objects.flatMap((owner) => {
    const template = podTemplate(owner);
    return template === undefined ? [] : [{ owner, template, node: podNode(owner, template, stateOf) }];
  });
  const services = objects.filter(({ kind }) => kind === 'Service') as readonly KubeObject<Service>[];
  const ingresses = objects.filter(({ kind }) => kind === 'Ingress');
  const kept = running.map(({ owner, template, node }) => ({
    node,
    stores: [
      ...(template.spec.volumes ?? []).flatMap((volume) => storesOf(volume, owner.namespace)),
      ...claimTemplates(owner).map(({ store }) => store),
      ...[...(template.spec.initContainers ?? []), ...template.spec.containers].flatMap((one) =>
        variableStores(one, owner.namespace),
      ),
    ],
  }));
  const stores = new Map(kept.flatMap((one) => one.stores.map((store) => [store.id, store] as const)));
  const edges: GraphEdge[] = [
    ...ingresses.flatMap((ingress) =>
      ingressBackends(ingress).map(({ service }) => ({
        from: idOf(ingress),
        to: `Service/${ingress.namespace}/${service.name}`,
      })),
    ),
    ...services.flatMap((service) =>
      running
        .filter(({ owner, template }) => chooses(service, owner.namespace, template.metadata.labels ?? {}))
        .map(({ node }) => ({ from: idOf(service), to: node.id })),
    ),
    ...kept.flatMap(({ node, stores: own }) => own.map(({ id }) => ({ from: node.id, to: id }))),
  ];
  const ids = new Set([...objects.map(idOf), ...stores.keys()]);
  return {
    ingresses: ingresses.map(ingressNode),
    services: services.map(serviceNode),
    pods: running.map(({ node }) => node),
    stores: [...stores.values()],
    edges: unique(edges.filter(({ to }) => ids.has(to))),
  };
}

function idOf({ kind, namespace, name }: KubeObject): string {
  return `${kind}/${namespace}/${name}`;
}

function unique(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  return [...new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
}

function chooses(
  { manifest, namespace }: KubeObject<Service>,
  podNamespace: string,
  labels: { readonly [name: string]: string },
): boolean {
  const { selector = {} } = manifest.spec ?? {};
  return (
    namespace === podNamespace &&
    Object.keys(selector).length > 0 &&
    matches({ matchLabels: selector }, labels)
  );
}

function serviceNode(service: KubeObject<Service>): FrontNode {
  const { name, namespace, manifest } = service;
  const { type = 'ClusterIP', clusterIP, ports = [], externalName = '' } = manifest.spec ?? {};
  const shown = clusterIP === 'None' ? 'headless' : type;
  const lines = ports.map(({ port, targetPort = port, protocol = 'TCP', nodePort }) => {
    const outside = nodePort === undefined ? '' : `, node port ${nodePort}`;
    return `${port}/${protocol} to ${targetPort}${outside}`;
  });
  const kind = type === 'ExternalName' ? `another name of ${externalName}` : shown;
  return { id: idOf(service), title: `Service ${name}`, namespace, lines: [kind, ...lines] };
}

function ingressNode(ingress: KubeObject): FrontNode {
  const lines = ingressBackends(ingress).map(({ host, path, service }) =>
    path === '' ? `all else to ${service.name}` : `${host}${path} to ${service.name}`,
  );
  return { id: idOf(ingress), title: `Ingress ${ingress.name}`, namespace: ingress.namespace, lines };
}

/** ConfigMaps and Secrets from which variables are made. */
function variableStores({ env = [], envFrom = [] }: Container, namespace: string): readonly StoreNode[] {
  const named = (kind: string, name: string | undefined): readonly StoreNode[] =>
    name === undefined ? [] : [{ id: storeId(kind, namespace, name), kind, name }];
  return [
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      ...named('ConfigMap', configMapRef?.name),
      ...named('Secret', secretRef?.name),
    ]),
    ...env.flatMap(({ valueFrom }) => [
      ...named('ConfigMap', valueFrom?.configMapKeyRef?.name),
      ...named('Secret', valueFrom?.secretKeyRef?.name),
    ]),
  ];
}
