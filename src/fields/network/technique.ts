import { supports } from '../../podman/versions.js';
import type { PlanContext } from '../context.js';
import type { PodNetworking } from './model.js';
import type { ResolvConf } from './resolv-conf.js';

/** How a pod gets its resolv.conf. `podman`: what Podman writes by itself is right. */
export type DnsTechnique =
  | { readonly kind: 'podman' }
  | { readonly kind: 'flags'; readonly content: ResolvConf }
  /** A file of our own over /etc/resolv.conf in every container. */
  | { readonly kind: 'file'; readonly content: ResolvConf };

const byPodman: DnsTechnique = { kind: 'podman' };

/**
 * Chooses how name resolution is said to Podman, because its flags do not always reach resolv.conf: on a network with
 * names `--dns` stands there on 4.3, but only behind the network's own name server later, and on the host's network
 * all three flags are ignored. Supervised pods ask kube2pod's name server on the gateway of their network. Seen on 4.3.1 and 5.4.2; man podman-pod-create(1), --dns.
 */
export function dnsTechnique(networking: PodNetworking, context: PlanContext): DnsTechnique {
  return networking.hostNetwork ? hostTechnique(networking, context) : networkTechnique(networking, context);
}

function hostTechnique({ dns }: PodNetworking, { observed, identity, situation }: PlanContext): DnsTechnique {
  if (dns.base === 'host')
    return dns.ownEntries && dns.servers.length > 0 ? { kind: 'file', content: dns } : byPodman;
  if (dns.base === 'none') return { kind: 'file', content: dns };
  // The name server of the pods' network listens on its gateway, which a rootless user's host side cannot reach.
  const gateway = observed.networks.get(identity.namespace)?.gateway;
  if (gateway === undefined || situation.target.rootless) return byPodman;
  return { kind: 'file', content: { ...dns, servers: [gateway, ...dns.servers] } };
}

function networkTechnique(
  { dns }: PodNetworking,
  { observed, identity, situation }: PlanContext,
): DnsTechnique {
  // The network of supervised pods has no name server of Podman's, so that flags reach resolv.conf on every version.
  const behind = !situation.supervised && supports(situation.target.version, 'dnsBehindNames');
  if (dns.base !== 'cluster')
    return { kind: behind && dns.servers.length > 0 ? 'file' : 'flags', content: dns };
  const gateway = observed.networks.get(identity.namespace)?.gateway;
  const servers =
    behind || gateway === undefined || (dns.servers.length === 0 && !situation.supervised)
      ? []
      : [gateway, ...dns.servers];
  return { kind: 'flags', content: { ...dns, servers } };
}
