import type { HostAlias, PodSpec, Service } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { cutHostname } from '../../model/hostname.js';
import type { ResolveContext } from '../context.js';
import { resolveDns } from './dns.js';
import type { PodNetworking } from './model.js';

/** Longest name that Linux keeps for a host. */
const maxKernelName = 64;

/**
 * Names, namespaces and name resolution of a pod.
 * Reports: podman/hostname-too-long, podman/dns-limit.
 * Sources: kubernetes pkg/kubelet/kubelet_pods.go, GeneratePodHostNameAndDomain; pkg/kubelet/util, GetNodenameForKernel.
 */
export function resolveNetworking(podSpec: PodSpec, at: FieldPath, context: ResolveContext): PodNetworking {
  const { hostname, fullName } = podNames(podSpec, context);
  const asFullName = podSpec.setHostnameAsFQDN === true && fullName !== undefined;
  if (asFullName && fullName.length > maxKernelName) {
    context.report('podman/hostname-too-long', at.child('setHostnameAsFQDN'), {
      name: fullName,
      limit: maxKernelName,
    });
  }
  return {
    hostname: asFullName ? fullName : hostname,
    ...(fullName === undefined ? {} : { fullName }),
    ...memberOf(podSpec),
    hostNetwork: podSpec.hostNetwork === true,
    hostPID: podSpec.hostPID === true,
    hostIPC: podSpec.hostIPC === true,
    shareProcessNamespace: podSpec.shareProcessNamespace === true,
    dns: resolveDns(podSpec, at, context),
    hostAliases: (podSpec.hostAliases ?? []).map(resolveAlias),
    aliases: memberNames(podSpec, hostname, context),
    serviceLinks: podSpec.enableServiceLinks !== false,
  };
}

/** Only a pod that says its hostname has a name of its own. Source: kubernetes staging/src/k8s.io/endpointslice/utils.go, ShouldSetHostname. */
function memberOf({ hostname = '', subdomain = '' }: PodSpec): Pick<PodNetworking, 'member'> {
  return hostname === '' || subdomain === '' ? {} : { member: { hostname, service: subdomain } };
}

function podNames(
  { hostname, hostnameOverride, subdomain }: PodSpec,
  { identity }: ResolveContext,
): { readonly hostname: string; readonly fullName?: string } {
  // It wins over all others and leaves the pod without a domain.
  if (hostnameOverride !== undefined && hostnameOverride !== '') return { hostname: hostnameOverride };
  const short = cutHostname(hostname === undefined || hostname === '' ? identity.name : hostname);
  if (subdomain === undefined || subdomain === '') return { hostname: short };
  return { hostname: short, fullName: `${short}.${subdomain}.${identity.namespace}.svc.cluster.local` };
}

function resolveAlias(alias: HostAlias): PodNetworking['hostAliases'][number] {
  const { ip = '', hostnames = [], ...rest } = alias;
  rest satisfies Record<string, never>;
  return { ip, hostnames };
}

/**
 * Names that a headless Service of the pod's subdomain gives to the pod: `HOSTNAME.SUBDOMAIN` and its longer forms.
 * Source: kubernetes pkg/controller/util/endpointslice, ShouldSetHostname; the cluster DNS specification, 2.4.
 */
function memberNames({ subdomain }: PodSpec, hostname: string, context: ResolveContext): readonly string[] {
  const { namespace, labels } = context.identity;
  const services = context.references.services(namespace);
  const headless = services.find(({ name, manifest }) => name === subdomain && selects(manifest, labels));
  if (headless === undefined) return [];
  const short = `${hostname}.${subdomain}`;
  return [
    short,
    `${short}.${namespace}`,
    `${short}.${namespace}.svc`,
    `${short}.${namespace}.svc.cluster.local`,
  ];
}

function selects({ spec }: Service, labels: { readonly [name: string]: string }): boolean {
  const selector = Object.entries(spec?.selector ?? {});
  const matches = selector.every(([name, value]) => labels[name] === value);
  return spec?.clusterIP === 'None' && selector.length > 0 && matches;
}
