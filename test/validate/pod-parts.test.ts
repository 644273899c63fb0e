import { type Case, containerWith, describeVerdicts, podWith, withSpec } from './judge.js';

const pod = withSpec('v1', 'Pod');
const first = 'spec.containers[0].';
const many = (count: number, text: string): string => Array.from({ length: count }, () => text).join(', ');

const pages = 'hugepages-2Mi: 4Mi, cpu: 1';
const asking = (own: string, whole: string): string =>
  `containers: [{name: a, image: i, resources: {${own}}}], resources: {${whole}}`;
const two = (own: string, whole: string): string =>
  `containers: [{name: a, image: i, resources: {${own}}}, {name: b, image: i, resources: {${own}}}], resources: {${whole}}`;

describeVerdicts(
  'resources of a whole pod',
  pod,
  [
    [asking('', '')],
    [asking('', 'requests: {cpu: 1}, limits: {cpu: 2, memory: 1Gi}')],
    [asking('', 'requests: {cpu: 2}, limits: {cpu: 1}'), 'requests'],
    [asking('', 'limits: {nvidia.com/gpu: 1}'), 'limits[nvidia.com/gpu]'],
    [asking('', 'limits: {ephemeral-storage: 1Gi}'), 'limits[ephemeral-storage]'],
    [asking('', 'limits: {cpu: -1}'), 'limits[cpu]'],
    [asking('', 'claims: [{name: a}]'), 'claims'],
    [asking('', `limits: {${pages}}`)],
    [asking('', 'limits: {hugepages-2Mi: 3Mi, cpu: 1}'), 'limits[hugepages-2Mi]'],
    [asking('', 'limits: {hugepages-2Mi: 4Mi}'), '=spec.resources'],
    [asking('requests: {cpu: 2}', 'requests: {cpu: 1}'), 'requests[cpu]'],
    [two('requests: {cpu: 1}', 'requests: {cpu: 2}')],
    [two('requests: {cpu: 1}', 'requests: {cpu: 1500m}'), 'requests[cpu]'],
    [asking('limits: {cpu: 2}', 'limits: {cpu: 1}'), 'containers[0][cpu].limits', 'requests'],
    [two('limits: {cpu: 1}', 'limits: {cpu: 1}'), 'requests'],
    [two('limits: {cpu: 1}, requests: {cpu: 1m}', 'limits: {cpu: 1}')],
    [asking('limits: {cpu: 2}', 'limits: {memory: 1Gi}')],
    [asking(`limits: {${pages}}`, '')],
    [asking(`limits: {${pages}}`, 'requests: {cpu: 1}')],
    [asking(`limits: {${pages}}`, `requests: {${pages}}`)],
    [asking(`limits: {${pages}}`, 'requests: {hugepages-2Mi: 2Mi, cpu: 1}'), 'requests'],
    [asking(`limits: {${pages}}`, 'limits: {hugepages-2Mi: 2Mi, cpu: 1}'), 'limits[hugepages-2Mi]'],
    [
      'containers: [{name: a, image: i}], initContainers: [{name: b, image: i, resources: {requests: {cpu: 2}}}], resources: {requests: {cpu: 1}}',
      'requests[cpu]',
    ],
    [
      'os: {name: windows}, containers: [{name: a, image: i}], resources: {requests: {cpu: 1}}',
      '=spec.resources',
    ],
  ],
  'spec.resources.',
);

const templated = (text: string): string =>
  withSpec(
    'apps/v1',
    'Deployment',
  )(`selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {${text}}}`);
describeVerdicts(
  'what templates are spared',
  templated,
  [
    [asking('limits: {cpu: 2}', 'requests: {cpu: 1}')],
    [asking('requests: {cpu: 2}', 'requests: {cpu: 1}'), 'resources.requests[cpu]'],
    ['containers: [{name: a, image: " i"}]'],
    ['schedulingGates: [{name: a}], nodeName: b, containers: [{name: a, image: i}]'],
    [
      'topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a]}], containers: [{name: a, image: i}]',
    ],
    ['ephemeralContainers: [{name: b, image: i}], containers: [{name: a, image: i}]', 'ephemeralContainers'],
  ],
  'spec.template.spec.',
);

const claiming = (claims: string): string =>
  `containers: [{name: a, image: i, resources: {claims: [${claims}]}}], resourceClaims: [{name: c, resourceClaimName: x}]`;
const claims = `${first}resources.claims`;
describeVerdicts('resource claims', pod, [
  [claiming('{name: c}')],
  [claiming('{name: c, request: r}, {name: c, request: s}')],
  [claiming('{name: c}, {name: c}'), `${claims}[1]`],
  [claiming('{name: c, request: r}, {name: c, request: r}'), `${claims}[1]`],
  [claiming('{name: c}, {name: c, request: r}'), `${claims}[1]`],
  [claiming('{name: c, request: r}, {name: c}'), `${claims}[1]`],
  [claiming('{name: c, request: R}'), `${claims}[0].request`],
  [claiming('{name: d}'), `${claims}[0]`],
  [claiming('{name: ""}'), `${claims}[0]`],
]);
describeVerdicts(
  'resource claims of pods',
  (text) => podWith(`resourceClaims: [{${text}}]`),
  [
    ['name: C, resourceClaimName: x', 'name'],
    ['resourceClaimName: x', 'name'],
    ['name: c, resourceClaimName: X', 'resourceClaimName'],
    ['name: c, resourceClaimName: ""', 'resourceClaimName'],
    ['name: c, resourceClaimTemplateName: x'],
    ['name: c, resourceClaimTemplateName: X', 'resourceClaimTemplateName'],
    ['name: c, source: {resourceClaimName: x}', 'source'],
  ],
  'spec.resourceClaims[0].',
);

describeVerdicts(
  'how containers are resized and restarted',
  containerWith,
  [
    ['resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]'],
    [`resizePolicy: [${many(2, '{resourceName: cpu, restartPolicy: NotRequired}')}]`, 'resizePolicy[1]'],
    ['resizePolicy: [{resourceName: gpu, restartPolicy: NotRequired}]', 'resizePolicy'],
    ['resizePolicy: [{resourceName: cpu, restartPolicy: Maybe}]', 'resizePolicy'],
    ['resizePolicy: [{resourceName: cpu}]', 'resizePolicy'],
    ['restartPolicy: OnFailure'],
    ...[
      'action: Restart, exitCodes: {operator: In, values: [42]}',
      'action: RestartAllContainers, exitCodes: {operator: NotIn, values: [0]}',
      'action: Restart, exitCodes: {operator: In, values: []}',
      'action: Restart, exitCodes: {operator: In, values: [256]}',
    ].map((rule): Case => [`restartPolicy: Never, restartPolicyRules: [{${rule}}]`]),
    ...(
      [
        ['exitCodes: {operator: In, values: [42]}', 'action'],
        ['action: Stop, exitCodes: {operator: In, values: [42]}', 'action'],
        ['action: Restart', 'exitCodes'],
        ['action: Restart, exitCodes: {operator: Is, values: [42]}', 'exitCodes.operator'],
        ['action: Restart, exitCodes: {values: [42]}', 'exitCodes.operator'],
        [`action: Restart, exitCodes: {operator: In, values: [${many(256, '1')}]}`, 'exitCodes.values'],
      ] as const
    ).map(
      ([rule, path]): Case => [
        `restartPolicy: Never, restartPolicyRules: [{${rule}}]`,
        `restartPolicyRules[0].${path}`,
      ],
    ),
    ['restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]', 'restartPolicy'],
    [
      `restartPolicy: Never, restartPolicyRules: [${many(21, '{action: Restart, exitCodes: {operator: In, values: [2]}}')}]`,
      'restartPolicyRules',
    ],
  ],
  first,
);
const resizing = (where: string, policy: string): string =>
  `restartPolicy: Never, ${where}: [{name: b, image: i, resizePolicy: [{resourceName: cpu, restartPolicy: ${policy}}]}]`;
describeVerdicts('resizing where nothing restarts', (text) => pod(text), [
  [resizing('containers', 'NotRequired')],
  [resizing('containers', 'RestartContainer'), 'spec.containers[0].resizePolicy'],
  [`containers: [{name: a, image: i}], ${resizing('initContainers', 'NotRequired')}`],
  [
    `containers: [{name: a, image: i}], ${resizing('initContainers', 'RestartContainer')}`,
    'spec.initContainers[0].resizePolicy[0].restartPolicy',
  ],
]);

const fromFile = (key: string, volume = 'emptyDir: {}'): string =>
  `containers: [{name: a, image: i, env: [{name: A, valueFrom: {fileKeyRef: {${key}}}}]}], volumes: [{name: v, ${volume}}]`;
describeVerdicts(
  'env from files',
  pod,
  [
    [fromFile('volumeName: v, path: p, key: K')],
    [fromFile('volumeName: v, path: /p, key: K')],
    [fromFile('volumeName: v, path: p'), 'key'],
    [fromFile('volumeName: v, path: p, key: "a=b"'), 'key'],
    [fromFile('volumeName: v, key: K'), 'path'],
    [fromFile('volumeName: v, path: a/../p, key: K'), 'path'],
    [fromFile('path: p, key: K'), 'volumeName'],
    [fromFile('volumeName: w, path: p, key: K'), 'volumeName'],
    [fromFile('volumeName: v, path: p, key: K', 'configMap: {name: c}'), 'volumeName'],
  ],
  `${first}env[0].valueFrom.fileKeyRef.`,
);

const windows = (own: string): string =>
  `os: {name: windows}, containers: [{name: a, image: i, securityContext: {${own}}}]`;
describeVerdicts('Windows', pod, [
  [windows('runAsNonRoot: true, windowsOptions: {runAsUserName: a}')],
  ...[
    'runAsUser: 1',
    'runAsGroup: 1',
    'capabilities: {}',
    'privileged: false',
    'readOnlyRootFilesystem: false',
    'allowPrivilegeEscalation: false',
    'procMount: Default',
    'seccompProfile: {type: RuntimeDefault}',
    'seLinuxOptions: {}',
  ].map((own): Case => [windows(own), `${first}securityContext.${own.replace(/:.*/u, '')}`]),
  [
    'os: {name: linux}, containers: [{name: a, image: i, securityContext: {windowsOptions: {}}}]',
    `${first}securityContext.windowsOptions`,
  ],
  [
    'hostNetwork: true, containers: [{name: a, image: i, securityContext: {windowsOptions: {hostProcess: true}}}, {name: b, image: i}]',
    'spec',
  ],
  [
    'hostNetwork: true, securityContext: {windowsOptions: {hostProcess: true}}, containers: [{name: a, image: i, securityContext: {windowsOptions: {hostProcess: false}}}]',
    `${first}securityContext.windowsOptions.hostProcess`,
  ],
]);
describeVerdicts(
  'pods of Windows and of other systems',
  podWith,
  [
    ...[
      'fsGroup: 1',
      'seLinuxOptions: {}',
      'sysctls: [{name: a, value: b}]',
      'supplementalGroups: [1]',
      'supplementalGroupsPolicy: Strict',
      'fsGroupChangePolicy: Always',
      'runAsUser: 1',
    ].map(
      (own): Case => [
        `os: {name: windows}, securityContext: {${own}}`,
        `securityContext.${own.replace(/:.*/u, '')}`,
      ],
    ),
    ['os: {name: windows}, securityContext: {sysctls: []}'],
    ['os: {name: windows}, hostIPC: true', 'hostIPC'],
    ['os: {name: windows}, hostUsers: false', 'hostUsers'],
    ['os: {name: linux}, securityContext: {windowsOptions: {}}', 'securityContext.windowsOptions'],
    ['hostNetwork: true, securityContext: {windowsOptions: {hostProcess: true}}'],
    [
      'securityContext: {windowsOptions: {gmsaCredentialSpec: ""}}',
      'securityContext.windowsOptions.gmsaCredentialSpec',
    ],
    ...['"a"', '"a b\\\\X"', '"-d\\\\a"'].map(
      (name): Case => [`securityContext: {windowsOptions: {runAsUserName: ${name}}}`],
    ),
    ...['"a\\\\"', '"\\\\a"', '"..."', '"a|b"'].map(
      (name): Case => [
        `securityContext: {windowsOptions: {runAsUserName: ${name}}}`,
        'securityContext.windowsOptions.runAsUserName',
      ],
    ),
    ['hostnameOverride: a.b'],
    ['hostnameOverride: A', 'hostnameOverride'],
    [`hostnameOverride: ${'a'.repeat(65)}`, 'hostnameOverride'],
    ['hostnameOverride: ""', 'hostnameOverride'],
    ['hostnameOverride: a, hostNetwork: true', 'hostnameOverride'],
    ['hostnameOverride: a, setHostnameAsFQDN: true', 'hostnameOverride'],
    ['runtimeClassName: ""', 'runtimeClassName'],
    ['securityContext: {seLinuxChangePolicy: Recursive}'],
    ['securityContext: {seLinuxChangePolicy: ""}', 'securityContext.seLinuxChangePolicy'],
    ['schedulingGates: [{name: ""}]', 'schedulingGates[0]'],
    ['schedulingGates: [{name: a}], nodeName: b', 'nodeName'],
  ],
  'spec.',
);

const spread = (more: string): string =>
  podWith(`topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: DoNotSchedule, ${more}}]`);
describeVerdicts(
  'keys of labels that pods are spread by',
  spread,
  [
    ['maxSkew: 1, labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a]'],
    ['maxSkew: 1, nodeTaintsPolicy: Honor, nodeAffinityPolicy: Ignore'],
    ['labelSelector: {}', 'maxSkew'],
    ['maxSkew: 1, matchLabelKeys: [a]', 'matchLabelKeys'],
    ['maxSkew: 1, labelSelector: {}, matchLabelKeys: [/a]', 'matchLabelKeys[0]'],
    ['maxSkew: 1, labelSelector: {matchLabels: {a: b c}}', 'labelSelector.matchLabels'],
    ['maxSkew: 1, nodeTaintsPolicy: honor', 'nodeTaintsPolicy'],
  ],
  'spec.topologySpreadConstraints[0].',
);

const beside = (term: string): string =>
  podWith(
    `affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: z, ${term}}]}}`,
  );
describeVerdicts(
  'keys of labels that pods stand beside',
  beside,
  [
    ['labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [b]'],
    ['labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a]'],
    ['matchLabelKeys: [a]', 'matchLabelKeys'],
    ['mismatchLabelKeys: [a]', 'mismatchLabelKeys'],
    ['labelSelector: {}, matchLabelKeys: [a], mismatchLabelKeys: [a]', 'matchLabelKeys[0]'],
    [
      'labelSelector: {matchExpressions: [{key: a, operator: In, values: ["b c"]}]}',
      'labelSelector.matchExpressions[0].values[0]',
    ],
  ],
  'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].',
);

const ports = (...lists: readonly string[]): string =>
  lists.map((list, index) => `{name: c${index}, image: i, ports: [${list}]}`).join(', ');
describeVerdicts('ports of several containers', pod, [
  [`hostNetwork: true, containers: [${ports('{containerPort: 80, hostPort: 80}')}]`],
  [
    `hostNetwork: true, containers: [${ports('{containerPort: 80, hostPort: 81}')}]`,
    `${first}ports[0].hostPort`,
  ],
  [
    `hostNetwork: true, containers: [${ports('{containerPort: 80}', '{containerPort: 80}')}]`,
    'spec.containers[1].ports[0].hostPort',
  ],
  [
    `containers: [${ports('{containerPort: 80, hostPort: 1}', '{containerPort: 81, hostPort: 1}')}]`,
    'spec.containers[1].ports[0].hostPort',
  ],
  [`containers: [${ports('{containerPort: 80, name: p}', '{containerPort: 81, name: p}')}]`],
  [
    `containers: [{name: a, image: i}], initContainers: [${ports('{containerPort: 80, hostPort: 1}', '{containerPort: 80, hostPort: 1}')}]`,
  ],
]);
