import { type Case, describeVerdicts, object, withSpec } from './judge.js';

const rbac = 'rbac.authorization.k8s.io';
const rules = (text: string): string => `rules: [{${text}}]`;
const ordinary: readonly Case[] = [
  ['rules: []'],
  ['rules: null'],
  [rules('verbs: [get], apiGroups: [""], resources: [pods]')],
  [rules('verbs: [get], apiGroups: [""], resources: [pods], resourceNames: [a]')],
  [rules('apiGroups: [""], resources: [pods]'), 'rules[0].verbs'],
  [rules('verbs: [get], resources: [pods]'), 'rules[0].apiGroups'],
  [rules('verbs: [get], apiGroups: [""]'), 'rules[0].resources'],
  [rules('verbs: get, apiGroups: [""], resources: [pods]'), 'rules[0].verbs'],
  [
    rules('verbs: [get], apiGroups: [""], resources: [pods], nonResourceURLs: [/a]'),
    'rules[0].nonResourceURLs',
  ],
];
describeVerdicts('Role', object(`${rbac}/v1`, 'Role'), [
  ...ordinary,
  [rules('verbs: [get], nonResourceURLs: [/a]'), 'rules[0].nonResourceURLs'],
]);
describeVerdicts('ClusterRole', object(`${rbac}/v1`, 'ClusterRole'), [
  ...ordinary,
  [rules('verbs: [get], nonResourceURLs: [/a]')],
  ['aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}'],
  ['aggregationRule: {clusterRoleSelectors: []}', 'aggregationRule.clusterRoleSelectors'],
]);

const bound = (subject: string): string =>
  `roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: r}\nsubjects: [{${subject}}]`;
const bindings: readonly Case[] = [
  [`roleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: r}`],
  ['roleRef: {kind: ClusterRole, name: r}'],
  ['', 'roleRef.kind', 'roleRef.name'],
  ['roleRef: {kind: ClusterRole}', 'roleRef.name'],
  ['roleRef: {kind: ClusterRole, name: a/b}', 'roleRef.name'],
  ['roleRef: {kind: Group, name: r}', 'roleRef.kind'],
  ['roleRef: {apiGroup: apps, kind: ClusterRole, name: r}', 'roleRef.apiGroup'],
  [bound('kind: User, name: u')],
  [bound(`kind: User, name: u, apiGroup: ${rbac}`)],
  [bound('kind: Group, name: "system:masters"')],
  [bound('kind: User, name: u, apiGroup: v1'), 'subjects[0].apiGroup'],
  [bound('kind: User'), 'subjects[0].name'],
  [bound('kind: Robot, name: u'), 'subjects[0].kind'],
  [bound('name: u'), 'subjects[0].kind'],
  [bound('kind: ServiceAccount, name: a, namespace: b')],
  [bound('kind: ServiceAccount, name: A, namespace: b'), 'subjects[0].name'],
  [bound(`kind: ServiceAccount, name: a, namespace: b, apiGroup: ${rbac}`), 'subjects[0].apiGroup'],
];
describeVerdicts('RoleBinding', object(`${rbac}/v1`, 'RoleBinding'), [
  ...bindings,
  ['roleRef: {kind: Role, name: r}'],
  [bound('kind: ServiceAccount, name: a')],
]);
describeVerdicts('ClusterRoleBinding', object(`${rbac}/v1`, 'ClusterRoleBinding'), [
  ...bindings,
  ['roleRef: {kind: Role, name: r}', 'roleRef.kind'],
  [bound('kind: ServiceAccount, name: a'), 'subjects[0].namespace'],
]);

const target = 'scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}';
const scaled: readonly Case[] = [
  [`${target}, maxReplicas: 1`],
  [`${target}`, 'maxReplicas'],
  [`${target}, maxReplicas: 0`, 'maxReplicas'],
  [`${target}, minReplicas: 1, maxReplicas: 1`],
  [`${target}, minReplicas: 2, maxReplicas: 1`, 'maxReplicas'],
  [`${target}, minReplicas: 0, maxReplicas: 1`, 'minReplicas'],
  [`${target}, minReplicas: -1, maxReplicas: 1`, 'minReplicas'],
  ['maxReplicas: 1', 'scaleTargetRef.kind', 'scaleTargetRef.name'],
  ['scaleTargetRef: {kind: Deployment}, maxReplicas: 1', 'scaleTargetRef.name'],
  ['scaleTargetRef: {kind: a/b, name: d}, maxReplicas: 1', 'scaleTargetRef.kind'],
  ['scaleTargetRef: {kind: a, name: ".."}, maxReplicas: 1', 'scaleTargetRef.name'],
];
describeVerdicts(
  'HorizontalPodAutoscaler v1',
  withSpec('autoscaling/v1', 'HorizontalPodAutoscaler'),
  [
    ...scaled,
    [`${target}, maxReplicas: 1, targetCPUUtilizationPercentage: 50`],
    [`${target}, maxReplicas: 1, metrics: []`, 'metrics'],
  ],
  'spec.',
);
const metric = (text: string): string => `${target}, maxReplicas: 1, metrics: [{${text}}]`;
const resource = (text: string): string => metric(`type: Resource, resource: {${text}}`);
const use = 'target: {type: Utilization, averageUtilization: 50}';
const value = 'target: {type: Value, value: 5}';
const average = 'target: {type: AverageValue, averageValue: 5}';
const behaviour = (text: string): string => `${target}, maxReplicas: 1, behavior: {${text}}`;
describeVerdicts(
  'HorizontalPodAutoscaler v2',
  withSpec('autoscaling/v2', 'HorizontalPodAutoscaler'),
  [
    ...scaled,
    [resource(`name: cpu, ${use}`)],
    [resource(`name: cpu, ${average}`)],
    [resource(use), 'metrics[0].resource.name'],
    [
      resource('name: cpu'),
      'metrics[0].resource.target.type',
      'metrics[0].resource.target.averageUtilization',
    ],
    [resource('name: cpu, target: {type: Other, averageUtilization: 5}'), 'metrics[0].resource.target.type'],
    [
      resource('name: cpu, target: {type: Utilization, averageUtilization: 0}'),
      'metrics[0].resource.target.averageUtilization',
    ],
    [
      resource('name: cpu, target: {type: Utilization, averageUtilization: 5, averageValue: 5}'),
      'metrics[0].resource.target.averageValue',
    ],
    [metric('type: Resource'), 'metrics[0].resource'],
    [metric(`resource: {name: cpu, ${use}}`), 'metrics[0].type'],
    [metric('type: Memory'), 'metrics[0].type'],
    [
      metric(`type: Resource, resource: {name: cpu, ${use}}, pods: {metric: {name: a}, ${average}}`),
      'metrics[0].pods',
    ],
    [metric(`type: Pods, pods: {metric: {name: a}, ${average}}`)],
    [metric(`type: Pods, pods: {metric: {name: a}, ${value}}`), 'metrics[0].pods.target.averageValue'],
    [metric(`type: Pods, pods: {metric: {}, ${average}}`), 'metrics[0].pods.metric.name'],
    [metric(`type: Object, object: {describedObject: {kind: a, name: b}, metric: {name: c}, ${value}}`)],
    [metric(`type: Object, object: {metric: {name: c}, ${value}}`), 'metrics[0].object.describedObject.kind'],
    [metric(`type: External, external: {metric: {name: c}, ${value}}`)],
    [
      metric('type: External, external: {metric: {name: c}, target: {type: Value, value: -1}}'),
      'metrics[0].external.target.value',
    ],
    [
      metric(
        'type: External, external: {metric: {name: c}, target: {type: Value, value: 1, averageValue: 1}}',
      ),
      'metrics[0].external.target.value',
    ],
    [metric(`type: ContainerResource, containerResource: {name: cpu, container: c, ${use}}`)],
    [
      metric(`type: ContainerResource, containerResource: {name: cpu, ${use}}`),
      'metrics[0].containerResource.container',
    ],
    [behaviour('scaleDown: {stabilizationWindowSeconds: 3600}')],
    [
      behaviour('scaleDown: {stabilizationWindowSeconds: 3601}'),
      'behavior.scaleDown.stabilizationWindowSeconds',
    ],
    [behaviour('scaleUp: {selectPolicy: Disabled}')],
    [behaviour('scaleUp: {selectPolicy: Off}'), 'behavior.scaleUp.selectPolicy'],
    [behaviour('scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 1}]}')],
    [
      behaviour('scaleUp: {policies: [{type: Nodes, value: 1, periodSeconds: 1}]}'),
      'behavior.scaleUp.policies[0].type',
    ],
    [
      behaviour('scaleUp: {policies: [{type: Pods, value: 0, periodSeconds: 1}]}'),
      'behavior.scaleUp.policies[0].value',
    ],
    [
      behaviour('scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 1801}]}'),
      'behavior.scaleUp.policies[0].periodSeconds',
    ],
    [
      behaviour('scaleUp: {policies: [{type: Pods, value: 1}]}'),
      'behavior.scaleUp.policies[0].periodSeconds',
    ],
  ],
  'spec.',
);

describeVerdicts('PodDisruptionBudget', withSpec('policy/v1', 'PodDisruptionBudget'), [
  [''],
  ['minAvailable: 1'],
  ['minAvailable: 50%'],
  ['maxUnavailable: 100%'],
  ['minAvailable: -1', 'spec.minAvailable'],
  ['minAvailable: 101%', 'spec.minAvailable'],
  ['minAvailable: half', 'spec.minAvailable'],
  ['maxUnavailable: "1"', 'spec.maxUnavailable'],
  ['minAvailable: 1, maxUnavailable: 1', 'spec'],
  ['selector: {matchLabels: {a: b}}'],
  ['selector: {matchLabels: {a b: c}}', 'spec.selector.matchLabels'],
  ['unhealthyPodEvictionPolicy: AlwaysAllow'],
  ['unhealthyPodEvictionPolicy: Always', 'spec.unhealthyPodEvictionPolicy'],
]);

describeVerdicts('PriorityClass', object('scheduling.k8s.io/v1', 'PriorityClass'), [
  ['value: 1'],
  ['value: 1000000000'],
  ['value: 1000000001', 'value'],
  ['value: -5'],
  ['value: 1\npreemptionPolicy: Never'],
  ['value: 1\npreemptionPolicy: Always', 'preemptionPolicy'],
  ['value: "1"', 'value'],
  ['value: 1\nglobalDefault: true'],
]);
describeVerdicts(
  'names of PriorityClasses',
  (text) => `{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: ${text}}}`,
  [['system-mine, value', 'metadata.name'], ['system']].map(
    ([name = '', ...paths]): Case => [name.replace(', value', ''), ...paths],
  ),
);

describeVerdicts('RuntimeClass', object('node.k8s.io/v1', 'RuntimeClass'), [
  ['handler: h'],
  ['', 'handler'],
  ['handler: H', 'handler'],
  ['handler: h\noverhead: {podFixed: {cpu: 1}}'],
  ['handler: h\noverhead: {podFixed: {cpu: -1}}', 'overhead.limits[cpu]'],
  ['handler: h\nscheduling: {nodeSelector: {a: b}}'],
  ['handler: h\nscheduling: {nodeSelector: {a b: c}}', 'scheduling.nodeSelector'],
  ['handler: h\nscheduling: {tolerations: [{operator: Is}]}', 'scheduling.tolerations[0].operator'],
]);

describeVerdicts('Lease', withSpec('coordination.k8s.io/v1', 'Lease'), [
  [''],
  ['leaseDurationSeconds: 1'],
  ['leaseDurationSeconds: 0', 'spec.leaseDurationSeconds'],
  ['leaseTransitions: -1', 'spec.leaseTransitions'],
  ['renewTime: "2024-01-01T00:00:00.000000Z"'],
  ['renewTime: now', 'spec.renewTime'],
]);

describeVerdicts('LimitRange', (text) => withSpec('v1', 'LimitRange')(`limits: [${text}]`), [
  ['{type: Container, max: {cpu: 2}, min: {cpu: 1}}'],
  ['{type: Container, max: {cpu: 1}, min: {cpu: 2}}', 'spec.limits[0].min[cpu]'],
  ['{type: Container, default: {cpu: 3}, max: {cpu: 2}}', 'spec.limits[0].default[cpu]'],
  ['{type: Container, default: {cpu: 1}, min: {cpu: 2}}', 'spec.limits[0].default[cpu]'],
  ['{type: Container, defaultRequest: {cpu: 3}, default: {cpu: 2}}', 'spec.limits[0].defaultRequest[cpu]'],
  ['{type: Container, defaultRequest: {cpu: 3}, max: {cpu: 2}}', 'spec.limits[0].defaultRequest[cpu]'],
  ['{type: Container, maxLimitRequestRatio: {cpu: 2}}'],
  ['{type: Container, maxLimitRequestRatio: {cpu: 0.5}}', 'spec.limits[0].maxLimitRequestRatio[cpu]'],
  [
    '{type: Container, min: {cpu: 1}, max: {cpu: 2}, maxLimitRequestRatio: {cpu: 3}}',
    'spec.limits[0].maxLimitRequestRatio[cpu]',
  ],
  ['{type: Container, max: {disk: 1}}', 'spec.limits[0].max[disk]'],
  ['{type: Pod, max: {cpu: 1}}'],
  ['{type: Pod, default: {cpu: 1}}', 'spec.limits[0].default'],
  ['{type: Pod, defaultRequest: {cpu: 1}}', 'spec.limits[0].defaultRequest'],
  ['{type: PersistentVolumeClaim, max: {storage: 1Gi}}'],
  ['{type: PersistentVolumeClaim}', 'spec.limits[0].limits'],
  ['{type: Node}', 'spec.limits[0].type'],
  ['{max: {cpu: 1}}', 'spec.limits[0].type'],
  ['{type: a.com/b}'],
  ['{type: Pod}, {type: Pod}', 'spec.limits[1].type'],
]);

describeVerdicts('ResourceQuota', withSpec('v1', 'ResourceQuota'), [
  [''],
  ['hard: {pods: 1, cpu: 2, requests.memory: 1Gi, count/jobs.batch: 3, requests.nvidia.com/gpu: 1}'],
  ['hard: {limits.ephemeral-storage: 1Gi, services.nodeports: 1, persistentvolumeclaims: 1}'],
  ['hard: {things: 1}', 'spec.hard[things]'],
  ['hard: {pods: -1}', 'spec.hard[pods]'],
  ['hard: {pods: 1.5}', 'spec.hard[pods]'],
  ['hard: {hugepages-2Mi: 2Mi}'],
  ['hard: {storage: 1Gi}', 'spec.hard[storage]'],
  ['hard: {requests.hugepages-2Mi: 2Mi}'],
  ['hard: {pods: 1}, scopes: [BestEffort]'],
  ['hard: {cpu: 1}, scopes: [BestEffort]', 'spec.scopes'],
  ['hard: {cpu: 1}, scopes: [NotBestEffort]'],
  ['scopes: [Other]', 'spec.scopes'],
  ['scopes: [BestEffort, NotBestEffort]', 'spec.scopes'],
  ['scopes: [Terminating, NotTerminating]', 'spec.scopes'],
  ['scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [a]}]}'],
  [
    'scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}]}',
    'spec.scopeSelector.matchExpressions.values',
  ],
  [
    'scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Is}]}',
    'spec.scopeSelector.matchExpressions.operator',
  ],
  [
    'scopeSelector: {matchExpressions: [{scopeName: BestEffort, operator: In, values: [a]}]}',
    'spec.scopeSelector.matchExpressions.operator',
  ],
  [
    'scopeSelector: {matchExpressions: [{scopeName: Other, operator: Exists}]}',
    'spec.scopeSelector.matchExpressions.scopeName',
  ],
]);

describeVerdicts('Namespace', object('v1', 'Namespace'), [
  [''],
  ['spec: {finalizers: [kubernetes]}'],
  ['spec: {finalizers: [a.com/b]}'],
  ['spec: {finalizers: [mine]}', 'spec.finalizers'],
]);
describeVerdicts('PodTemplate', object('v1', 'PodTemplate'), [
  ['template: {spec: {containers: [{name: a, image: i}]}}'],
  ['template: {spec: {containers: []}}', 'template.spec.containers'],
]);
describeVerdicts('ControllerRevision', object('apps/v1', 'ControllerRevision'), [
  ['data: {a: b}\nrevision: 1'],
  ['revision: 1', 'data'],
  ['data: {a: b}\nrevision: -1', 'revision'],
]);

const unnamed = (apiVersion: string, kind: string) => (rest: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\n${rest}\n`;
for (const kind of ['SubjectAccessReview', 'SelfSubjectAccessReview'])
  describeVerdicts(kind, unnamed('authorization.k8s.io/v1', kind), [
    ['spec: {resourceAttributes: {verb: get, resource: pods}}'],
    ['metadata: {creationTimestamp: null}\nspec: {resourceAttributes: {verb: get}}'],
    ['metadata: {name: a}\nspec: {resourceAttributes: {verb: get}}', 'metadata'],
  ]);
describeVerdicts('TokenReview', unnamed('authentication.k8s.io/v1', 'TokenReview'), [['spec: {token: a}']]);
describeVerdicts('SelfSubjectReview', unnamed('authentication.k8s.io/v1', 'SelfSubjectReview'), [['']]);
describeVerdicts(
  'IPAddress',
  (name) =>
    `apiVersion: networking.k8s.io/v1\nkind: IPAddress\nmetadata: {name: "${name}"}\nspec: {parentRef: {resource: services, name: a}}`,
  [
    ['10.0.0.1'],
    ['2001:db8::1'],
    ['2001:DB8::1', 'metadata.name'],
    ['a', 'metadata.name'],
    ['010.0.0.1', 'metadata.name'],
  ],
);
