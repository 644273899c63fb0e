import { type Case, describeVerdicts, object, withSpec } from './judge.js';

const port = 'ports: [{port: 80}]';
const ports = (text: string): string => `ports: [${text}]`;
const typed = (type: string, more: string): string => `type: ${type}, ${port}, ${more}`;

describeVerdicts(
  'Service',
  withSpec('v1', 'Service'),
  [
    [port],
    ['', 'ports'],
    ['ports: []', 'ports'],
    ['clusterIP: None'],
    ['clusterIP: None, ports: [{port: 80}]'],
    ...['ClusterIP', 'NodePort', 'LoadBalancer', '""'].map((type): Case => [`type: ${type}, ${port}`]),
    ['type: clusterIP, ports: [{port: 80}]', 'type'],
    ['type: ExternalName, externalName: a.b'],
    ['type: ExternalName, externalName: a.b.'],
    ['type: ExternalName', 'externalName'],
    ['type: ExternalName, externalName: A', 'externalName'],
    ['type: ExternalName, externalName: a_b', 'externalName'],
    ['type: ExternalName, externalName: a, clusterIP: 10.0.0.1', 'clusterIPs'],
    ['type: LoadBalancer, clusterIP: None, ports: [{port: 80}]', 'clusterIPs[0]'],
    ['type: NodePort, clusterIP: None, ports: [{port: 80}]', 'clusterIPs[0]'],
    [ports('{port: 0}'), 'ports[0].port'],
    [ports('{port: 65536}'), 'ports[0].port'],
    [ports('{}'), 'ports[0].port'],
    [ports('{port: "80"}'), 'ports[0].port'],
    [ports('{port: 80, targetPort: 8080}')],
    [ports('{port: 80, targetPort: http}')],
    [ports('{port: 80, targetPort: 65536}'), 'ports[0].targetPort'],
    [ports('{port: 80, targetPort: Http}'), 'ports[0].targetPort'],
    [ports('{port: 80, targetPort: "80"}'), 'ports[0].targetPort'],
    [ports('{port: 80, protocol: UDP}')],
    [ports('{port: 80, protocol: SCTP}')],
    [ports('{port: 80, protocol: udp}'), 'ports[0].protocol'],
    [ports('{port: 80, name: a}, {port: 81, name: b}')],
    [ports('{port: 80}, {port: 81}'), 'ports[0].name', 'ports[1].name'],
    [ports('{port: 80, name: a}, {port: 81}'), 'ports[1].name'],
    [ports('{port: 80, name: a}, {port: 81, name: a}'), 'ports[1].name'],
    [ports('{port: 80, name: a}, {port: 80, name: b}'), 'ports[1]'],
    [ports('{port: 80, name: a}, {port: 80, name: b, protocol: UDP}')],
    [ports('{port: 80, name: A}'), 'ports[0].name'],
    [ports('{port: 80, name: a.b}'), 'ports[0].name'],
    [ports('{port: 80, name: "80"}')],
    [ports('{port: 80, appProtocol: http}')],
    [ports('{port: 80, appProtocol: kubernetes.io/h2c}')],
    [ports('{port: 80, appProtocol: a b}'), 'ports[0].appProtocol'],
    [ports('{port: 80, nodePort: 30000}'), 'ports[0].nodePort'],
    ['type: NodePort, ports: [{port: 80, nodePort: 30000}]'],
    ['type: NodePort, ports: [{port: 80, nodePort: 32767}]'],
    ['type: NodePort, ports: [{port: 80, nodePort: 29999}]', 'ports[0].nodePort'],
    ['type: NodePort, ports: [{port: 80, nodePort: 32768}]', 'ports[0].nodePort'],
    [
      'type: NodePort, ports: [{port: 80, name: a, nodePort: 30000}, {port: 81, name: b, nodePort: 30000}]',
      'ports[1].nodePort',
    ],
    [`selector: {a: b}, ${port}`],
    [`selector: {a: 1}, ${port}`, 'selector[a]'],
    [`selector: {a b: c}, ${port}`, 'selector'],
    [`sessionAffinity: ClientIP, ${port}`],
    [`sessionAffinity: None, ${port}`],
    [`sessionAffinity: Cookie, ${port}`, 'sessionAffinity'],
    [`sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 86400}}, ${port}`],
    [
      `sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 86401}}, ${port}`,
      'sessionAffinityConfig.clientIP.timeoutSeconds',
    ],
    [`sessionAffinityConfig: {clientIP: {timeoutSeconds: 5}}, ${port}`],
    [`externalIPs: [1.2.3.4], ${port}`],
    [`externalIPs: [a], ${port}`, 'externalIPs[0]'],
    [`externalIPs: [127.0.0.1], ${port}`, 'externalIPs[0]'],
    [`externalIPs: [0.0.0.0], ${port}`, 'externalIPs[0]'],
    [`externalTrafficPolicy: Local, ${port}`, 'externalTrafficPolicy'],
    [typed('NodePort', 'externalTrafficPolicy: Local')],
    [typed('NodePort', 'externalTrafficPolicy: Some'), 'externalTrafficPolicy'],
    [`internalTrafficPolicy: Local, ${port}`],
    [`internalTrafficPolicy: Some, ${port}`, 'internalTrafficPolicy'],
    [typed('LoadBalancer', 'loadBalancerSourceRanges: [10.0.0.0/8]')],
    [typed('LoadBalancer', 'loadBalancerSourceRanges: [10.0.0.1]'), 'LoadBalancerSourceRanges[0]'],
    [typed('ClusterIP', 'loadBalancerSourceRanges: [10.0.0.0/8]'), 'LoadBalancerSourceRanges'],
    [typed('LoadBalancer', 'loadBalancerClass: a.com/b')],
    [typed('ClusterIP', 'loadBalancerClass: a.com/b'), 'loadBalancerClass'],
    [typed('LoadBalancer', 'allocateLoadBalancerNodePorts: false')],
    [typed('ClusterIP', 'allocateLoadBalancerNodePorts: false'), 'allocateLoadBalancerNodePorts'],
    [typed('LoadBalancer', 'externalTrafficPolicy: Local, healthCheckNodePort: 30000')],
    [typed('LoadBalancer', 'healthCheckNodePort: 30000'), 'healthCheckNodePort'],
    [`ipFamilyPolicy: SingleStack, ${port}`],
    [`ipFamilyPolicy: Any, ${port}`, 'ipFamilyPolicy'],
    [`ipFamilies: [IPv5], ${port}`, 'ipFamilies[0]'],
    [`ipFamilies: [IPv4, IPv4], ${port}`, 'ipFamilies[1]'],
    [`clusterIP: a, ${port}`, 'clusterIPs[0]'],
    [`publishNotReadyAddresses: true, ${port}`],
  ],
  'spec.',
);

const service = (name: string): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}}, spec: {${port}}}`;
const balanced = (more: string): string => `type: LoadBalancer, ${more}`;
// Source: pkg/apis/core/validation/validation.go, validateService; pkg/registry/core/service/storage/alloc.go.
describeVerdicts(
  'ports that Services open to the outside',
  withSpec('v1', 'Service'),
  [
    ['ports: [{port: 10250}]'],
    ['type: NodePort, ports: [{port: 10250}]'],
    [balanced('ports: [{port: 10250}]'), 'ports[0]'],
    [balanced(`externalTrafficPolicy: Local, healthCheckNodePort: 30080, ${port}`)],
    [balanced(`externalTrafficPolicy: Local, healthCheckNodePort: 0, ${port}`)],
    [balanced(`externalTrafficPolicy: Local, healthCheckNodePort: 80, ${port}`), 'healthCheckNodePort'],
    [balanced(`externalTrafficPolicy: Local, healthCheckNodePort: -1, ${port}`), 'healthCheckNodePort'],
    [balanced(`healthCheckNodePort: 30080, ${port}`), 'healthCheckNodePort'],
    [
      `type: NodePort, externalTrafficPolicy: Local, healthCheckNodePort: 30080, ${port}`,
      'healthCheckNodePort',
    ],
  ],
  'spec.',
);

describeVerdicts('names of Services', service, [
  ['a'],
  ['"1a"'],
  ['a.b', 'metadata.name'],
  ['A', 'metadata.name'],
  ['a'.repeat(63)],
  ['a'.repeat(64), 'metadata.name'],
]);

const backend = 'backend: {service: {name: s, port: {number: 80}}}';
const path = (text: string): string => `rules: [{http: {paths: [{${text}}]}}]`;
const first = 'rules[0].http.paths[0]';
describeVerdicts(
  'Ingress',
  withSpec('networking.k8s.io/v1', 'Ingress'),
  [
    ['', '=spec'],
    ['defaultBackend: {service: {name: s, port: {number: 80}}}'],
    ['defaultBackend: {service: {name: s, port: {name: http}}}'],
    ['defaultBackend: {service: {name: s}}', 'defaultBackend'],
    ['defaultBackend: {service: {port: {number: 80}}}', 'defaultBackend.service.name'],
    ['defaultBackend: {service: {name: S, port: {number: 80}}}', 'defaultBackend.service.name'],
    ['defaultBackend: {service: {name: s, port: {number: 80, name: a}}}', 'defaultBackend'],
    ['defaultBackend: {service: {name: s, port: {number: 70000}}}', 'defaultBackend.service.port.number'],
    ['defaultBackend: {}', 'defaultBackend'],
    ['rules: [{host: a.b}]'],
    ['rules: [{host: "*.a.b"}]'],
    ['rules: [{host: "*"}]', 'rules[0].host'],
    ['rules: [{host: A}]', 'rules[0].host'],
    ['rules: [{host: 1.2.3.4}]', 'rules[0].host'],
    ['rules: [{host: "a:80"}]', 'rules[0].host'],
    ['rules: [{http: {paths: []}}]', 'rules[0].http.paths'],
    [path(`path: /, pathType: Prefix, ${backend}`)],
    [path(`path: /a, pathType: Exact, ${backend}`)],
    [path(`pathType: ImplementationSpecific, ${backend}`)],
    [path(`path: /, ${backend}`), `${first}.pathType`],
    [path(`path: /, pathType: Regex, ${backend}`), `${first}.pathType`],
    [path(`path: a, pathType: Prefix, ${backend}`), `${first}.path`],
    [path(`path: /a//b, pathType: Prefix, ${backend}`), `${first}.path`],
    [path(`path: /a/../b, pathType: Exact, ${backend}`), `${first}.path`],
    [path('path: /, pathType: Prefix'), `${first}.backend`],
    [`ingressClassName: a, ${path(`path: /, pathType: Prefix, ${backend}`)}`],
    [`ingressClassName: A, ${path(`path: /, pathType: Prefix, ${backend}`)}`, 'ingressClassName'],
    [`tls: [{hosts: [a.b], secretName: s}], ${path(`path: /, pathType: Prefix, ${backend}`)}`],
    [`tls: [{hosts: [A]}], ${path(`path: /, pathType: Prefix, ${backend}`)}`, 'tls[0].hosts[0]'],
    [`backend: {serviceName: a}, ${path(`path: /, pathType: Prefix, ${backend}`)}`, 'backend'],
  ],
  'spec.',
);

describeVerdicts('IngressClass', object('networking.k8s.io/v1', 'IngressClass'), [
  ['spec: {controller: a.com/b}'],
  ['spec: {}', 'spec.controller'],
  ['spec: {controller: a}', 'spec.controller'],
  ['spec: {controller: a.com/b, parameters: {kind: c, name: d}}'],
  ['spec: {controller: a.com/b, parameters: {kind: c}}', 'spec.parameters.name'],
  [
    'spec: {controller: a.com/b, parameters: {kind: c, name: d, scope: Namespace}}',
    'spec.parameters.namespace',
  ],
]);

const from = (text: string): string => `podSelector: {}, ingress: [{from: [${text}]}]`;
describeVerdicts(
  'NetworkPolicy',
  withSpec('networking.k8s.io/v1', 'NetworkPolicy'),
  [
    ['podSelector: {}'],
    ['podSelector: {matchLabels: {a: b}}'],
    ['podSelector: {matchLabels: {a: b c}}', 'podSelector.matchLabels'],
    ['podSelector: {}, policyTypes: [Ingress, Egress]'],
    ['podSelector: {}, policyTypes: [Both]', 'policyTypes[0]'],
    ['podSelector: {}, ingress: [{}]'],
    [from('{podSelector: {}}')],
    [from('{podSelector: {}, namespaceSelector: {}}')],
    [from('{}'), 'ingress[0].from[0]'],
    [from('{ipBlock: {cidr: 10.0.0.0/8}}')],
    [from('{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}')],
    [from('{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}'), 'ingress[0].from[0].ipBlock.except[0]'],
    [from('{ipBlock: {cidr: 10.0.0.1}}'), 'ingress[0].from[0].ipBlock.cidr'],
    [from('{ipBlock: {}}'), 'ingress[0].from[0].ipBlock.cidr'],
    [from('{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}'), 'ingress[0].from[0]'],
    ['podSelector: {}, ingress: [{ports: [{port: 80}]}]'],
    ['podSelector: {}, ingress: [{ports: [{port: http, protocol: UDP}]}]'],
    ['podSelector: {}, ingress: [{ports: [{port: 0}]}]', 'ingress[0].ports[0].port'],
    ['podSelector: {}, ingress: [{ports: [{port: 80, protocol: ICMP}]}]', 'ingress[0].ports[0].protocol'],
    ['podSelector: {}, ingress: [{ports: [{port: 80, endPort: 90}]}]'],
    ['podSelector: {}, ingress: [{ports: [{port: 80, endPort: 70}]}]', 'ingress[0].ports[0].endPort'],
    ['podSelector: {}, ingress: [{ports: [{endPort: 70}]}]', 'ingress[0].ports[0].endPort'],
    ['podSelector: {}, egress: [{to: [{}]}]', 'egress[0].to[0]'],
  ],
  'spec.',
);

describeVerdicts('Endpoints', object('v1', 'Endpoints'), [
  [''],
  ['subsets: [{addresses: [{ip: 1.2.3.4}], ports: [{port: 80}]}]'],
  ['subsets: [{ports: [{port: 80}]}]', 'subsets[0]'],
  ['subsets: [{addresses: [{ip: a}]}]', 'subsets[0].addresses[0].ip'],
  ['subsets: [{addresses: [{ip: 127.0.0.1}]}]', 'subsets[0].addresses[0].ip'],
  ['subsets: [{addresses: [{ip: 1.2.3.4}], ports: [{port: 0}]}]', 'subsets[0].ports[0].port'],
  ['subsets: [{addresses: [{ip: 1.2.3.4}], ports: [{port: 1}, {port: 2}]}]', 'subsets[0].ports[0].name'],
]);

describeVerdicts('EndpointSlice', object('discovery.k8s.io/v1', 'EndpointSlice'), [
  ['addressType: IPv4\nendpoints: []'],
  ['endpoints: []', 'addressType'],
  ['addressType: IPv5\nendpoints: []', 'addressType'],
  ['addressType: IPv4\nendpoints: [{addresses: [1.2.3.4]}]'],
  ['addressType: IPv4\nendpoints: [{addresses: []}]', 'endpoints[0].addresses'],
  ['addressType: IPv4\nendpoints: [{addresses: ["::1"]}]', 'endpoints[0].addresses[0]'],
  ['addressType: IPv4\nendpoints: []\nports: [{name: a, port: 1}, {name: a, port: 2}]', 'ports[1].name'],
]);

const hinted = (text: string): string =>
  `addressType: IPv4\nendpoints: [{addresses: [10.0.0.1], hints: {${text}}}]`;
const nine = (name: string): string =>
  Array.from({ length: 9 }, (_, index) => `{name: ${name}${index}}`).join();
// Source: pkg/apis/discovery/validation/validation.go, validateHints.
describeVerdicts(
  'hints of endpoints',
  (text) => object('discovery.k8s.io/v1', 'EndpointSlice')(hinted(text)),
  [
    ['forZones: [{name: eu-1}, {name: Eu_2}, {name: ""}]'],
    ['forZones: [{name: a/b}]', 'forZones[0].name'],
    ['forZones: [{name: a}, {name: a}]', 'forZones[1].name'],
    [`forZones: [${nine('z')}]`, 'forZones'],
    ['forNodes: [{name: n1}, {name: n2.example.com}]'],
    ['forNodes: [{name: N1}]', 'forNodes[0].name'],
    ['forNodes: [{name: a}, {name: a}]', 'forNodes[1].name'],
    [`forNodes: [${nine('n')}]`, 'forNodes'],
  ],
  'endpoints[0].hints.',
);
