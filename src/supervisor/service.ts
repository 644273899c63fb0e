import type { EndpointAddress, EndpointsRules, ServiceEndpoints, ServiceRules } from '../services/model.js';

/** A pod as a Service sees it. */
export interface Candidate {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
  readonly address: string;
  readonly ready: boolean;
  readonly running: boolean;
  /** Numbers of its named ports. */
  readonly ports: { readonly [name: string]: number };
  /** Its own name below a Service, if it asks for one. */
  readonly member?: { readonly hostname: string; readonly service: string };
}

/** A Service, and the endpoints that manifests list for it. */
export interface EndpointsInput {
  readonly name: string;
  readonly rules: ServiceRules;
  readonly listed: readonly EndpointsRules[];
  readonly pods: readonly Candidate[];
}

/**
 * The endpoints of a Service: pods of its namespace that match its selector and are ready, sorted by name; without a
 * selector what Endpoints and EndpointSlices list.
 * Source: kubernetes staging/src/k8s.io/endpointslice/reconciler.go; utils.go, podToEndpoint and ShouldSetHostname.
 */
export function endpointsOf(input: EndpointsInput): ServiceEndpoints {
  const { rules } = input;
  return rules.selector === undefined ? listedEndpoints(input) : podEndpoints(input, rules.selector);
}

function podEndpoints(
  { name, rules, pods }: EndpointsInput,
  selector: { readonly [label: string]: string },
): ServiceEndpoints {
  const chosen = pods
    .filter(({ namespace, address }) => namespace === rules.namespace && address !== '')
    .filter(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value))
    .filter(({ ready, running }) => (rules.publishNotReady ? running : ready))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  // A headless Service may have no ports; its names are those of the pods all the same.
  const targets = rules.ports.length === 0 ? [0] : rules.ports.map(({ target }) => target);
  return targets.map((target) =>
    chosen.flatMap(({ address, ports, member }): readonly EndpointAddress[] => {
      const port = typeof target === 'number' ? target : ports[target];
      if (port === undefined) return [];
      return [{ address, port, ...(member?.service === name ? { hostname: member.hostname } : {}) }];
    }),
  );
}

/** A port of the Service leads to the port of its own name. Source: kubernetes pkg/proxy/endpointslicecache.go, ServicePortName. */
function listedEndpoints({ name, rules, listed }: EndpointsInput): ServiceEndpoints {
  const mine = listed.filter(({ namespace, service }) => namespace === rules.namespace && service === name);
  const subsets = mine.flatMap((one) => one.subsets);
  const wanted = rules.ports.length === 0 ? [undefined] : rules.ports;
  return wanted.map((port) =>
    subsets.flatMap(({ addresses, ports }) => {
      const given =
        port === undefined
          ? { port: 0 }
          : ports.find((one) => (one.name ?? '') === (port.name ?? '') && one.protocol === port.protocol);
      if (given === undefined) return [];
      return addresses.map(({ ip, hostname }) => ({
        address: ip,
        port: given.port,
        ...(hostname === undefined ? {} : { hostname }),
      }));
    }),
  );
}
