import type { Service } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../phases/documents.js';
import { externalPublications } from './external.js';
import type { ServicePortModel, ServicePublication } from './model.js';

/** Source: kubernetes pkg/kubeapiserver/options/options.go, DefaultServiceNodePortRange. */
const firstNodePort = 30_000;
const nodePortCount = 2768;
/** An ordinary user cannot publish low ports: those of a LoadBalancer move up by this. */
const shift = 8000;

/** What decides which ports of this machine are used. */
export interface PublishContext {
  /** First port that this user may publish. */
  readonly firstPort: number;
  /** Ports of this machine that are given away, as `tcp/30080`; what is chosen here is added. */
  readonly taken: Set<string>;
  /** Addresses of this machine, where they are known. */
  readonly addresses?: readonly string[];
}

/**
 * The ports of this machine that lead to a Service. NodePort: on all addresses, the port that is asked for, else one
 * that follows from the Service's name, so that it stays the same. LoadBalancer: besides, its own port on the loopback
 * address, since a balancer would have an address of its own; two of one port get 127.0.0.1 and 127.0.0.2. External
 * addresses: those of this machine.
 * Source: kubernetes pkg/registry/core/service/storage/alloc.go, allocNodePort; ServiceSpec, allocateLoadBalancerNodePorts.
 */
export function publications(
  { name, namespace, manifest: { spec = {} } }: KubeObject<Service>,
  ports: readonly ServicePortModel[],
  context: PublishContext,
): readonly ServicePublication[] {
  const { type, allocateLoadBalancerNodePorts: allocates, externalIPs = [] } = spec;
  const isBalancer = type === 'LoadBalancer';
  const plain = ports.filter(({ protocol }) => protocol !== 'sctp');
  const outside = externalPublications(externalIPs, plain, context);
  if (!isBalancer && type !== 'NodePort') return outside;
  return plain
    .flatMap(({ port, protocol, nodePort }): readonly ServicePublication[] => {
      const wanted =
        isBalancer && allocates === false ? undefined : `${namespace}/${name}/${protocol}/${port}`;
      const chosen = nodePort ?? (wanted === undefined ? undefined : freeNodePort(wanted, protocol, context));
      return [
        ...(chosen === undefined ? [] : [{ hostPort: chosen, port, protocol }]),
        ...(isBalancer ? [onLoopback(port, protocol, context)] : []),
      ];
    })
    .concat(outside);
}

/** Where the search begins follows from the name (FNV-1a), so that the same Service gets the same port. */
function freeNodePort(name: string, protocol: string, { taken }: PublishContext): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  let offset = hash % nodePortCount;
  while (taken.has(`${protocol}/${firstNodePort + offset}`)) offset = (offset + 1) % nodePortCount;
  taken.add(`${protocol}/${firstNodePort + offset}`);
  return firstNodePort + offset;
}

function onLoopback(
  port: number,
  protocol: ServicePublication['protocol'],
  { firstPort, taken }: PublishContext,
): ServicePublication {
  const hostPort = port < firstPort ? port + shift : port;
  let last = 1;
  while (taken.has(`${protocol}/127.0.0.${last}/${hostPort}`)) last += 1;
  taken.add(`${protocol}/127.0.0.${last}/${hostPort}`);
  return { hostAddress: `127.0.0.${last}`, hostPort, port, protocol };
}
