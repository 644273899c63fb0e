import type { PodDNSConfig, PodDNSConfigOption, PodSpec } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { supports } from '../../podman/versions.js';
import type { ResolveContext } from '../context.js';
import type { PodDns } from './model.js';
import { parseResolvConf } from './resolv-conf.js';

/** kubelet's limits. Source: kubernetes pkg/apis/core/validation/validation.go, MaxDNSNameservers and the like. */
const maxServers = 3;
const maxSearches = 32;
const maxSearchCharacters = 2048;
const maxNameCharacters = 253;

/**
 * The name resolution that the kubelet computes for a pod: by policy, then dnsConfig merged in, then cut to the
 * limits. A pod on the host's network with ClusterFirst gets the machine's own.
 * Reports: podman/dns-limit, podman/dns-servers-left-out. Source: kubernetes pkg/kubelet/network/dns/dns.go, GetPodDNS.
 */
export function resolveDns(podSpec: PodSpec, at: FieldPath, context: ResolveContext): PodDns {
  const {
    nameservers = [],
    searches = [],
    options = [],
    ...rest
  } = podSpec.dnsConfig ?? ({} as PodDNSConfig);
  rest satisfies Record<string, never>;
  const base = baseDns(podSpec, context);
  const merged = {
    base: base.base,
    servers: unique([...base.servers, ...nameservers]),
    searches: unique([...base.searches, ...searches]),
    options: mergeOptions(base.options, options),
    ownEntries: nameservers.length + searches.length + options.length > 0,
  };
  const kept = withinLimits(merged);
  if (kept.servers.length < merged.servers.length || kept.searches.length < merged.searches.length) {
    context.report('podman/dns-limit', at.child('dnsConfig'), {
      servers: kept.servers,
      searches: kept.searches,
    });
  }
  const { target, supervised, output } = context.situation;
  const isBehind = !supervised && supports(target.version, 'dnsBehindNames');
  // Before that, `--dns` needs the address of the network's own name server too, which only the machine knows.
  const isUnknown = output !== 'run' && !supports(target.version, 'dnsBehindNames');
  if (kept.base === 'cluster' && nameservers.length > 0 && (isBehind || isUnknown)) {
    context.report('podman/dns-servers-left-out', at.child('dnsConfig', 'nameservers'), {
      servers: nameservers,
    });
  }
  return kept;
}

function baseDns(podSpec: PodSpec, { observed, identity }: ResolveContext): Omit<PodDns, 'ownEntries'> {
  const host = parseResolvConf(observed.node.resolvConf);
  const policy = podSpec.dnsPolicy ?? 'ClusterFirst';
  if (policy === 'None') return { base: 'none', servers: [], searches: [], options: [] };
  const onHost = podSpec.hostNetwork === true;
  if (policy === 'Default' || (policy === 'ClusterFirst' && onHost)) {
    // A name server on the machine's loopback address cannot be reached from a pod's own network.
    const servers = onHost ? host.servers : host.servers.filter((server) => !/^(127\.|::1$)/.test(server));
    return { base: 'host', servers, searches: host.searches, options: host.options };
  }
  const domain = 'cluster.local';
  const cluster = [`${identity.namespace}.svc.${domain}`, `svc.${domain}`, domain];
  return {
    base: 'cluster',
    servers: [],
    searches: unique([...cluster, ...host.searches]),
    options: ['ndots:5'],
  };
}

/** An option of dnsConfig replaces one of the same name, in its place. Source: dns.go, mergeDNSOptions. */
function mergeOptions(base: readonly string[], own: readonly PodDNSConfigOption[]): readonly string[] {
  const merged = new Map<string, string>();
  for (const option of base) {
    const [name = '', ...value] = option.split(':');
    merged.set(name, value.join(':'));
  }
  for (const { name, value } of own) {
    if (name !== undefined) merged.set(name, value ?? '');
  }
  return [...merged].map(([name, value]) => (value === '' ? name : `${name}:${value}`));
}

/** The network's own name server is the first of the three. Source: dns.go, formDNSConfigFitsLimits. */
function withinLimits(dns: PodDns): PodDns {
  const own = dns.base === 'cluster' ? 1 : 0;
  const searches: string[] = [];
  for (const search of dns.searches.slice(0, maxSearches)) {
    if (search.length > maxNameCharacters) continue;
    if ([...searches, search].join(' ').length > maxSearchCharacters) break;
    searches.push(search);
  }
  return { ...dns, servers: dns.servers.slice(0, maxServers - own), searches };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
