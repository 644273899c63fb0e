import type { ServiceRules } from '../services/model.js';
import type { Endpoint, ServiceEndpoints } from '../services/nft.js';

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
}

/**
 * The endpoints of a Service: pods of its namespace that match its selector and are ready, sorted by name.
 * Source: kubernetes staging/src/k8s.io/endpointslice/reconciler.go; utils.go, podToEndpoint.
 */
export function endpointsOf(rules: ServiceRules, pods: readonly Candidate[]): ServiceEndpoints {
  const chosen = pods
    .filter(({ namespace, address }) => namespace === rules.namespace && address !== '')
    .filter(({ labels }) => Object.entries(rules.selector).every(([key, value]) => labels[key] === value))
    .filter(({ ready, running }) => (rules.publishNotReady ? running : ready))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return rules.ports.map(({ target }) =>
    chosen.flatMap(({ address, ports }): readonly Endpoint[] => {
      const port = typeof target === 'number' ? target : ports[target];
      return port === undefined ? [] : [{ address, port }];
    }),
  );
}
