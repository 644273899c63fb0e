import type { EndpointAddress, ServiceRules } from '../model.js';

/** The domain of the cluster. Source: kubeadm, the default of networking.dnsDomain. */
export const clusterDomain = 'cluster.local';

/** What is known under one name. */
export interface ZoneEntry {
  readonly addresses?: readonly string[];
  readonly alias?: string;
  readonly services?: readonly { readonly port: number; readonly target: string }[];
}

/** All names of the cluster's zone, without a final dot; plain data, because it is handed to the name server in a file. */
export interface Zone {
  readonly names: { readonly [name: string]: ZoneEntry };
  /** By address in reverse notation (`5.0.208.10.in-addr.arpa`). */
  readonly reverse: { readonly [name: string]: string };
}

/** A Service as the zone sees it. */
export interface ZoneService {
  readonly name: string;
  readonly rules: ServiceRules;
  /** Of a Service that has an address of its own. */
  readonly address?: string;
  /** Port by port in the order of its rules. */
  readonly endpoints: readonly (readonly EndpointAddress[])[];
}

/**
 * The names of all Services: an address, or one per endpoint of a headless Service, the endpoints' own names, SRV
 * records of named ports, other names for ExternalName, and the names of addresses.
 * Source: kubernetes/dns, docs/specification.md, sections 2.3 to 2.5; coredns plugin/kubernetes/kubernetes.go, findServices.
 */
export function makeZone(services: readonly ZoneService[]): Zone {
  const names: Record<string, ZoneEntry> = {};
  const reverse: Record<string, string> = {};
  for (const service of services) addService(service, names, reverse);
  return { names, reverse };
}

function addService(
  { name, rules, address, endpoints }: ZoneService,
  names: Record<string, ZoneEntry>,
  reverse: Record<string, string>,
): void {
  const own = `${name}.${rules.namespace}.svc.${clusterDomain}`;
  if (rules.externalName !== undefined) {
    const target = rules.externalName.toLowerCase().replace(/\.$/, '');
    names[own] = /^\d+\.\d+\.\d+\.\d+$/.test(target) ? { addresses: [target] } : { alias: target };
    return;
  }
  const all = distinct(endpoints.flat());
  for (const endpoint of all) {
    const full = `${endpointName(endpoint)}.${own}`;
    names[full] = { addresses: unique([...(names[full]?.addresses ?? []), endpoint.address]) };
    if (rules.headless) reverse[reverseName(endpoint.address)] ??= full;
  }
  if (address !== undefined) reverse[reverseName(address)] = own;
  names[own] = { addresses: address === undefined ? unique(all.map((one) => one.address)) : [address] };
  for (const [index, { name: portName, port, protocol }] of rules.ports.entries()) {
    if (portName === undefined || portName === '') continue;
    const targets =
      address === undefined
        ? distinct(endpoints[index] ?? []).map((one) => ({
            port: one.port,
            target: `${endpointName(one)}.${own}`,
          }))
        : [{ port, target: own }];
    names[`_${portName}._${protocol}.${own}`] = { services: targets };
  }
}

/** The host name of an endpoint, or its address with dashes. Source: coredns plugin/kubernetes/kubernetes.go, endpointHostname. */
function endpointName({ hostname, address }: EndpointAddress): string {
  return (hostname ?? address.replaceAll('.', '-')).toLowerCase();
}

export function reverseName(address: string): string {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

function distinct(endpoints: readonly EndpointAddress[]): readonly EndpointAddress[] {
  return [...new Map(endpoints.map((one) => [`${one.hostname} ${one.address}`, one])).values()];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
