import type { ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.js';
import type {
  HTTPIngressPath,
  IngressBackend,
  IngressRule,
  IngressSpec,
} from 'kubernetes-types/networking/v1.js';
import {
  approximate,
  exact,
  harmless,
  ignored,
  type Ledger,
  type LedgerRow,
  type LedgerRows,
  supervised,
  type Verdict,
} from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';
import type { Situation } from '../../podman/target.js';

const types = 'kubernetes staging/src/k8s.io/api';
const { apiVersion, kind, metadata, status } = objectRows;
const common = { apiVersion, kind, metadata };

const specOf = (row: LedgerRow): LedgerRows => ({ ...common, spec: row, status });

const serviceTypes = `${types}/core/v1/types.go, ServiceSpec`;
const proxy = 'kubernetes pkg/proxy/nftables/proxier.go';
const unwatched = 'nothing forwards to the pods without the supervisor';

/** Rows of a Service that the supervisor serves. */
const watched = (how: string): LedgerRow => supervised(proxy, { level: 'ignored', why: unwatched }, { how });

/** What a Service is without the supervisor: a name of its pods, which `podman kube play` cannot give them. */
const named = (verdict: Verdict): ((value: unknown, situation: Situation) => Verdict) => {
  return (_, { output }) => (output === 'kube' ? { level: 'ignored', why: unwatched } : verdict);
};

/** A port of a Service where clients reach the pods themselves: theirs, if it is the same. */
const portOfPods =
  (how: string): LedgerRow['verdict'] =>
  (_, situation, { port, targetPort = port }) => {
    if (situation.supervised || (situation.output !== 'kube' && targetPort === port))
      return { level: 'exact' };
    return named({ level: 'approximate', why: how })(_, situation);
  };

const servicePortRows = {
  appProtocol: harmless(serviceTypes, 'nothing here looks into the traffic'),
  name: exact(serviceTypes),
  nodePort: watched(
    'published on this machine; when unset, a port that follows from the name of the Service',
  ),
  port: {
    source: proxy,
    how: 'forwarded from the address of the Service',
    verdict: portOfPods('nothing forwards it without the supervisor: clients need the port of the pods'),
  },
  protocol: {
    source: proxy,
    verdict: (value, situation): Verdict => {
      if (value === 'SCTP') return { level: 'ignored', why: 'SCTP is not forwarded' };
      return situation.supervised ? { level: 'exact' } : named({ level: 'exact' })(value, situation);
    },
  },
  targetPort: {
    source: proxy,
    how: 'a number, or a name that each pod resolves by its own ports',
    verdict: portOfPods('the pods are reached by it, if it is asked for: nothing forwards to it'),
  },
} satisfies Ledger<ServicePort>;

const outside = 'nothing outside of this machine is set up; use type NodePort';

const serviceRows = {
  allocateLoadBalancerNodePorts: harmless(serviceTypes, outside),
  clusterIP: {
    source: serviceTypes,
    how: "an address of the pods' network; None makes names of the pods themselves",
    verdict: (value, situation): Verdict => {
      if (value === '') return { level: 'exact' };
      if (value === 'None')
        return situation.supervised
          ? { level: 'exact' }
          : { level: 'approximate', why: 'pods answer for the name as soon as they run, ready or not' };
      return situation.supervised
        ? { level: 'approximate', why: "kept where it lies in the pods' network, else another is chosen" }
        : { level: 'ignored', why: 'pods answer for the name by their own addresses' };
    },
  },
  clusterIPs: approximate(serviceTypes, "the address is chosen from the pods' network, and there is one"),
  externalIPs: supervised(
    serviceTypes,
    { level: 'ignored', why: unwatched },
    {
      how: 'published where it is an address of this machine; of others the report says that nothing leads there',
    },
  ),
  externalName: supervised(
    'kubernetes/dns docs/specification.md, 2.5',
    { level: 'ignored', why: 'nothing serves the name without the supervisor' },
    { how: 'another name, of a Service or of something outside' },
  ),
  externalTrafficPolicy: harmless(serviceTypes, 'there is one machine'),
  healthCheckNodePort: harmless(serviceTypes, 'there is no load balancer that would ask'),
  internalTrafficPolicy: harmless(serviceTypes, 'there is one machine'),
  ipFamilies: approximate(serviceTypes, 'addresses are IPv4'),
  ipFamilyPolicy: approximate(serviceTypes, 'addresses are IPv4'),
  loadBalancerClass: harmless(serviceTypes, outside),
  loadBalancerIP: ignored(serviceTypes, outside),
  loadBalancerSourceRanges: ignored(serviceTypes, outside),
  ports: exact(serviceTypes, undefined, { fields: servicePortRows }),
  publishNotReadyAddresses: supervised(proxy, named({ level: 'exact' }), {
    how: 'pods count from their start on',
  }),
  selector: supervised(
    proxy,
    named({
      level: 'approximate',
      why: 'each pod that matches answers for the name itself, as soon as it runs, ready or not',
    }),
    {
      how: 'pods of the namespace that match and are ready, kept current by the supervisor; without one what Endpoints and EndpointSlices list',
    },
  ),
  sessionAffinity: watched('ClientIP: the holder of the address remembers who went where'),
  sessionAffinityConfig: watched('how long a client that is silent is remembered'),
  trafficDistribution: harmless(serviceTypes, 'there is one machine'),
  type: {
    source: serviceTypes,
    verdict: (value, situation): Verdict => {
      if (value === 'LoadBalancer' && situation.supervised)
        return {
          level: 'approximate',
          why: 'published on a loopback address of this machine, above port 8000 where an ordinary user may not have it',
        };
      if (situation.supervised || value === 'ClusterIP') return { level: 'exact' };
      return { level: 'ignored', why: unwatched };
    },
  },
} satisfies Ledger<ServiceSpec>;

const ingressTypes = `${types}/networking/v1/types.go, IngressSpec`;

const backendRows = {
  resource: ignored(ingressTypes, 'only Services can be reached: requests are answered with 503'),
  service: exact(ingressTypes, 'the address of the Service, which spreads requests over its ready pods'),
} satisfies Ledger<IngressBackend>;

const pathRows = {
  backend: exact(ingressTypes, undefined, { fields: backendRows }),
  path: exact(ingressTypes),
  pathType: exact(
    ingressTypes,
    'ImplementationSpecific is Prefix, or with annotations of ingress-nginx a regular expression',
  ),
} satisfies Ledger<HTTPIngressPath>;

const ruleRows = {
  host: exact(ingressTypes, 'also as HOST.localhost, a name that leads to this machine by itself'),
  http: exact(ingressTypes, undefined, {
    fields: { paths: exact(ingressTypes, undefined, { fields: pathRows }) },
  }),
} satisfies Ledger<IngressRule>;

/** What the proxy makes of each field; where none runs the row above has said so already. */
const ingressRows = {
  defaultBackend: exact(ingressTypes, 'for what no rule takes', { fields: backendRows }),
  ingressClassName: harmless(ingressTypes, 'the one proxy here serves every class'),
  rules: exact(ingressTypes, undefined, { fields: ruleRows }),
  tls: exact(ingressTypes, 'certificates of Secrets, by the name that the client asks for (SNI)'),
} satisfies Ledger<IngressSpec>;

/** Objects of the network, until they are acted on: the row of `spec` speaks for all of it. */
export const networkLedgers = {
  'v1 Service': { ...common, spec: exact(serviceTypes, undefined, { fields: serviceRows }), status },
  'v1 Endpoints': {
    ...common,
    subsets: supervised(
      `${types}/core/v1/types.go, EndpointSubset`,
      { level: 'ignored', why: unwatched },
      { how: 'forwarded to from a Service without selector; addresses that are not ready do not count' },
    ),
  },
  'discovery.k8s.io/v1 EndpointSlice': {
    ...common,
    addressType: supervised(
      `${types}/discovery/v1/types.go, EndpointSlice`,
      { level: 'ignored', why: unwatched },
      { how: 'IPv4; others are not forwarded to' },
    ),
    endpoints: supervised(
      `${types}/discovery/v1/types.go, EndpointSlice`,
      { level: 'ignored', why: unwatched },
      { how: 'the first address of each that is ready' },
    ),
    ports: supervised(
      `${types}/discovery/v1/types.go, EndpointSlice`,
      { level: 'ignored', why: unwatched },
      { how: 'matched with those of the Service by name' },
    ),
  },
  'networking.k8s.io/v1 Ingress': specOf(
    supervised(
      ingressTypes,
      { level: 'ignored', why: 'no proxy runs without the supervisor: publish a hostPort, or use apply' },
      { how: 'one nginx for all Ingresses, published on a port of this machine', fields: ingressRows },
    ),
  ),
  'networking.k8s.io/v1 IngressClass': specOf(
    harmless(`${types}/networking/v1/types.go, IngressClassSpec`, 'there is one kind of Ingress here'),
  ),
  'networking.k8s.io/v1 NetworkPolicy': specOf(
    ignored(
      `${types}/networking/v1/types.go, NetworkPolicySpec`,
      'traffic is not filtered: all pods reach each other',
    ),
  ),
} satisfies { readonly [versionAndKind: string]: LedgerRows };
