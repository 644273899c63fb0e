import { harmless, ignored, type LedgerRow, type LedgerRows } from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';

const types = 'kubernetes staging/src/k8s.io/api';
const { apiVersion, kind, metadata, status } = objectRows;
const common = { apiVersion, kind, metadata };

const specOf = (row: LedgerRow): LedgerRows => ({ ...common, spec: row, status });

/** Objects of the network, until they are acted on: the row of `spec` speaks for all of it. */
export const networkLedgers = {
  'v1 Service': specOf(
    ignored(`${types}/core/v1/types.go, ServiceSpec`, 'no name and no address is made for the Service yet'),
  ),
  'v1 Endpoints': {
    ...common,
    subsets: ignored(`${types}/core/v1/types.go, EndpointSubset`, 'no Service is served from it yet'),
  },
  'discovery.k8s.io/v1 EndpointSlice': {
    ...common,
    addressType: ignored(`${types}/discovery/v1/types.go, EndpointSlice`, 'no Service is served from it yet'),
    endpoints: ignored(`${types}/discovery/v1/types.go, EndpointSlice`, 'no Service is served from it yet'),
    ports: ignored(`${types}/discovery/v1/types.go, EndpointSlice`, 'no Service is served from it yet'),
  },
  'networking.k8s.io/v1 Ingress': specOf(
    ignored(
      `${types}/networking/v1/types.go, IngressSpec`,
      'no proxy is started for it yet; publish a hostPort',
    ),
  ),
  'networking.k8s.io/v1 IngressClass': specOf(
    harmless(`${types}/networking/v1/types.go, IngressClassSpec`, 'there is one kind of Ingress here'),
  ),
  'networking.k8s.io/v1 NetworkPolicy': specOf(
    ignored(
      `${types}/networking/v1/types.go, NetworkPolicySpec`,
      'traffic is not filtered: pods of one namespace reach each other, those of two do not',
    ),
  ),
} satisfies { readonly [versionAndKind: string]: LedgerRows };
