import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import {
  checkName,
  checkRange,
  checkUnique,
  checkWord,
  checkWordOrEmpty,
  forbid,
  invalid,
  portRange,
  required,
  type Scope,
} from '../../fields/check.js';
import { validateLabels } from '../../fields/labels.js';
import { validateMetadata } from '../../fields/metadata/validate.js';
import { dnsLabel, dnsSubdomain, portNameRule, qualifiedName } from '../../fields/names.js';
import { rangeProblem } from '../../model/ip-address.js';
import { isHeadless, validateAddresses, validateExternalIps } from './service-addresses.js';

type Annotations = { readonly [key: string]: string };

/** Source: pkg/apis/core/validation/validation.go, ValidateServiceCreate (names: RelaxedServiceNameValidation, on since 1.36). */
export function validateService({ metadata, spec = {} }: Service, at: FieldPath, report: Report): void {
  const scope: Scope = { report };
  const place = at.child('spec');
  const annotations = metadata?.annotations ?? {};
  validateMetadata(metadata, at.child('metadata'), { name: dnsLabel }, scope);
  checkTopology(annotations, at.child('metadata', 'annotations'), scope);
  const type = typeOf(spec);
  const types = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];
  checkWord(type, types, place.child('type'), scope);
  if ((spec.ports ?? []).length === 0 && !isHeadless(spec) && type !== 'ExternalName')
    required(undefined, place.child('ports'), scope);
  if (type === 'ExternalName') validateExternalName(spec, place, scope);
  else validateAddresses(spec, type, place, scope);
  validatePorts(spec.ports ?? [], type, place.child('ports'), scope);
  validateLabels(spec.selector, place.child('selector'), scope);
  validateAffinity(spec, place, scope);
  validateExternalIps(spec.externalIPs ?? [], place.child('externalIPs'), scope);
  validateBalancer(
    spec,
    annotations,
    { at: place, annotationsAt: at.child('metadata', 'annotations') },
    scope,
  );
  validateTraffic(spec, place, scope);
}

function typeOf({ type = '' }: ServiceSpec): string {
  return type === '' ? 'ClusterIP' : type;
}

function checkTopology(annotations: Annotations, at: FieldPath, scope: Scope): void {
  const mode = 'service.kubernetes.io/topology-mode';
  const hints = annotations['service.kubernetes.io/topology-aware-hints'];
  if (hints !== undefined && annotations[mode] !== undefined && annotations[mode] !== hints)
    invalid(annotations[mode], at.entry(mode), 'must be what topology-aware-hints says', scope);
}

function validateExternalName(spec: ServiceSpec, at: FieldPath, scope: Scope): void {
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy, externalName = '' } = spec;
  const why = 'a Service of type ExternalName has none';
  if (clusterIPs.length > 0) forbid(at.child('clusterIPs'), why, scope);
  else if (clusterIP !== '') forbid(at.child('clusterIP').printedAs(`${at}.clusterIPs`), why, scope);
  if (ipFamilies.length > 0) forbid(at.child('ipFamilies'), why, scope);
  if (ipFamilyPolicy !== undefined) forbid(at.child('ipFamilyPolicy'), why, scope);
  const name = externalName.replace(/\.$/, '');
  if (required(name, at.child('externalName'), scope, 'the name that the Service stands for'))
    checkName(name, dnsSubdomain, at.child('externalName'), scope);
}

/** A port that no load balancer may open. Source: pkg/cluster/ports/ports.go, KubeletPort. */
const kubeletPort = 10250;
/** The default of kube-apiserver's --service-node-port-range. */
const nodePortRange = [30000, 32767] as const;

/** Node ports lie in a range. Source: validateService, validateServicePort; pkg/registry/core/service/storage/alloc.go, initNodePorts. */
function validatePorts(ports: readonly ServicePort[], type: string, at: FieldPath, scope: Scope): void {
  const keyOf = ({ port, protocol = 'TCP' }: ServicePort): string => `${protocol || 'TCP'}/${port}`;
  const nodeKeyOf = ({ nodePort = 0, protocol = 'TCP' }: ServicePort): string | undefined =>
    nodePort === 0 ? undefined : `${protocol || 'TCP'}/${nodePort}`;
  checkUnique(
    ports,
    ({ name }) => name,
    (index) => at.index(index).child('name'),
    scope,
  );
  checkUnique(ports, keyOf, (index) => at.index(index), scope);
  checkUnique(ports, nodeKeyOf, (index) => at.index(index).child('nodePort'), scope);
  for (const [index, port] of ports.entries()) {
    const place = at.index(index);
    const { name = '', nodePort = 0 } = port;
    if (name !== '') checkName(name, dnsLabel, place.child('name'), scope);
    else if (ports.length > 1)
      required(undefined, place.child('name'), scope, 'each of several ports has a name');
    validatePort(port, place, scope);
    if (nodePort !== 0 && type === 'ClusterIP')
      forbid(place.child('nodePort'), 'a Service of type ClusterIP has none', scope);
    if (nodePort !== 0 && (type === 'NodePort' || type === 'LoadBalancer'))
      checkRange(nodePort, nodePortRange, place.child('nodePort'), scope);
    if (port.port === kubeletPort && type === 'LoadBalancer')
      invalid(kubeletPort, place, "is the kubelet's own port, which no load balancer may open", scope);
  }
}

function validatePort(
  { port = 0, protocol, targetPort = 0, appProtocol }: Partial<ServicePort>,
  at: FieldPath,
  scope: Scope,
): void {
  checkRange(port, portRange, at.child('port'), scope);
  checkWordOrEmpty(protocol, ['TCP', 'UDP', 'SCTP'], at.child('protocol'), scope);
  const target = targetPort === 0 || targetPort === '' ? port : targetPort;
  if (typeof target === 'string') checkName(target, portNameRule, at.child('targetPort'), scope);
  else checkRange(target, portRange, at.child('targetPort'), scope);
  checkName(appProtocol, qualifiedName, at.child('appProtocol'), scope);
}

/** Without affinity its configuration is dropped, without a time-out it has the default: pkg/apis/core/v1/defaults.go. */
function validateAffinity(spec: ServiceSpec, at: FieldPath, scope: Scope): void {
  const { sessionAffinity, sessionAffinityConfig } = spec;
  checkWordOrEmpty(sessionAffinity, ['ClientIP', 'None'], at.child('sessionAffinity'), scope);
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (sessionAffinity === 'ClientIP')
    checkRange(seconds, [1, 86400], at.child('sessionAffinityConfig', 'clientIP', 'timeoutSeconds'), scope);
}

const rangesKey = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Source: validateService, validateLoadBalancerClassField. */
function validateBalancer(
  spec: ServiceSpec,
  annotations: Annotations,
  { at, annotationsAt }: { readonly at: FieldPath; readonly annotationsAt: FieldPath },
  scope: Scope,
): void {
  const { loadBalancerSourceRanges: ranges = [], loadBalancerClass, allocateLoadBalancerNodePorts } = spec;
  const isBalancer = typeOf(spec) === 'LoadBalancer';
  const refuse = (place: FieldPath): void =>
    isBalancer ? undefined : forbid(place, 'only a Service of type LoadBalancer has it', scope);
  const written = annotations[rangesKey];
  const list = at.child('loadBalancerSourceRanges').printedAs(`${at}.LoadBalancerSourceRanges`);
  if (ranges.length > 0) {
    refuse(list);
    for (const [index, range] of ranges.entries()) checkCidr(range.trim(), list.index(index), scope);
  } else if (written !== undefined) {
    const place = annotationsAt.entry(rangesKey);
    refuse(place);
    if (written.trim() !== '') for (const range of written.split(',')) checkCidr(range.trim(), place, scope);
  }
  if (allocateLoadBalancerNodePorts !== undefined) refuse(at.child('allocateLoadBalancerNodePorts'));
  if (loadBalancerClass === undefined) return;
  refuse(at.child('loadBalancerClass'));
  if (isBalancer) checkName(loadBalancerClass, qualifiedName, at.child('loadBalancerClass'), scope);
}

function checkCidr(range: string, at: FieldPath, scope: Scope): void {
  const problem = rangeProblem(range);
  if (problem !== undefined) invalid(range, at, problem, scope);
}

/** The port of the health check is a node port. Source: validateServiceExternalTrafficPolicy; pkg/registry/core/service/storage/alloc.go, allocHealthCheckNodePort; validateServiceInternalTrafficFieldsValue, validateServiceTrafficDistribution. */
function validateTraffic(spec: ServiceSpec, at: FieldPath, scope: Scope): void {
  const type = typeOf(spec);
  const { externalTrafficPolicy: outer = '', externalIPs = [], healthCheckNodePort = 0 } = spec;
  const isOutside =
    type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && externalIPs.length > 0);
  const place = at.child('externalTrafficPolicy');
  if (isOutside) checkWordOrEmpty(outer, ['Cluster', 'Local'], place, scope);
  else if (outer !== '') invalid(outer, place, 'only Services that are reached from outside have it', scope);
  if (healthCheckNodePort !== 0) {
    const check = at.child('healthCheckNodePort');
    if (type === 'LoadBalancer' && outer === 'Local')
      checkRange(healthCheckNodePort, nodePortRange, check, scope);
    else
      invalid(healthCheckNodePort, check, 'needs type LoadBalancer and externalTrafficPolicy Local', scope);
  }
  checkWord(spec.internalTrafficPolicy, ['Cluster', 'Local'], at.child('internalTrafficPolicy'), scope);
  const ways = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
  checkWord(spec.trafficDistribution, ways, at.child('trafficDistribution'), scope);
}
