import { containerWith, describeWarnings, object, podWith, withSpec } from './judge.js';

describeWarnings(
  'containers',
  containerWith,
  [
    ['env: [{name: A, value: a}, {name: B, value: $(A)}]'],
    ['env: [{name: A, value: a}, {name: A, value: b}]', 'env[1]'],
    ['env: [{name: A, value: a}, {name: A, value: $(A):b}]'],
    ['env: [{name: A, value: a}, {name: A, value: $(A)}]', 'env[1]'],
    ['env: [{name: A}, {name: A}, {name: A}]', 'env[1]', 'env[2]'],
    ['env: [{name: A}, {name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]', 'env[1]'],
    ['ports: [{containerPort: 1}, {containerPort: 1, protocol: UDP}]'],
    ['ports: [{containerPort: 1}, {containerPort: 1, protocol: TCP}]', 'ports[1]'],
    ['ports: [{containerPort: 1}, {containerPort: 1, hostPort: 2}]', 'ports[1]'],
    ['ports: [{containerPort: 1, hostPort: 2}, {containerPort: 1, hostPort: 3}]'],
    [
      'ports: [{containerPort: 1, hostPort: 2}, {containerPort: 1, hostPort: 2, hostIP: 1.2.3.4}]',
      'ports[1]',
    ],
    ['ports: [{containerPort: 1, hostIP: 1.2.3.4}]', 'ports[0]'],
    ['resources: {limits: {memory: 1500m}}', 'resources.limits[memory]'],
    ['resources: {limits: {memory: 2000m, cpu: 100m}}'],
    [
      'resources: {limits: {ephemeral-storage: 0.1}, requests: {ephemeral-storage: 0.1, memory: 1}}',
      'resources.limits[ephemeral-storage]',
      'resources.requests[ephemeral-storage]',
    ],
  ],
  'spec.containers[0].',
);

const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const needed = 'requiredDuringSchedulingIgnoredDuringExecution';
const node = (text: string): string => `affinity: {nodeAffinity: {${text}}}`;
describeWarnings(
  'pod spec',
  podWith,
  [
    ['initContainers: [{name: b, image: i, ports: [{containerPort: 1, name: p}]}]'],
    ['nodeSelector: {beta.kubernetes.io/os: linux}', 'nodeSelector[beta.kubernetes.io/os]'],
    ['nodeSelector: {kubernetes.io/os: linux}'],
    [
      node(
        `${needed}: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/arch, operator: Exists}]}]}`,
      ),
      `affinity.nodeAffinity.${needed}.nodeSelectorTerms[0].matchExpressions[0].key`,
    ],
    [
      node(
        `${preferred}: [{weight: 1, preference: {matchExpressions: [{key: node-role.kubernetes.io/master, operator: In, values: [a b]}]}}]`,
      ),
      `affinity.nodeAffinity.${preferred}[0].preference.matchExpressions[0].key`,
      `affinity.nodeAffinity.${preferred}[0].preference.matchExpressions[0].values[0]`,
    ],
    [
      `affinity: {podAffinity: {${needed}: [{topologyKey: a}]}}`,
      `affinity.podAffinity.${needed}[0].labelSelector`,
    ],
    [`affinity: {podAffinity: {${needed}: [{topologyKey: a, labelSelector: {}}]}}`],
    [
      `affinity: {podAntiAffinity: {${preferred}: [{weight: 1, podAffinityTerm: {topologyKey: a}}]}}`,
      `affinity.podAntiAffinity.${preferred}[0].podAffinityTerm.labelSelector`,
    ],
    [
      'topologySpreadConstraints: [{maxSkew: 1, topologyKey: failure-domain.beta.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}]',
      'topologySpreadConstraints[0].topologyKey',
      'topologySpreadConstraints[0].labelSelector',
    ],
    ['terminationGracePeriodSeconds: -1', 'terminationGracePeriodSeconds'],
    ['imagePullSecrets: [{name: a}, {name: a}]', 'imagePullSecrets[1].name'],
    ['imagePullSecrets: [{}]', 'imagePullSecrets[0].name'],
    ['hostAliases: [{ip: 1.2.3.4, hostnames: [a]}, {ip: 1.2.3.4, hostnames: [b]}]', 'hostAliases[1].ip'],
    ['hostAliases: [{ip: "2001:DB8::1", hostnames: [a]}]', 'hostAliases[0].ip'],
    ['hostAliases: [{ip: "2001:db8::1", hostnames: [a]}, {ip: "::", hostnames: [b]}]'],
    ['dnsConfig: {nameservers: ["1:0:0:2:0:0:0:3", "1:0:0:2::3"]}', 'dnsConfig.nameservers[0]'],
    ['overhead: {memory: 1m}', 'overhead[memory]'],
  ],
  'spec.',
);

const files = (text: string): string => `configMap: {name: a, items: [${text}]}`;
describeWarnings(
  'volumes',
  (snippet) => podWith(`volumes: [{name: v, ${snippet}}]`),
  [
    ['emptyDir: {}'],
    ['gitRepo: {repository: a}', 'gitRepo'],
    ['photonPersistentDisk: {pdID: a}', 'photonPersistentDisk'],
    ['scaleIO: {gateway: a, system: b, volumeName: c, secretRef: {name: d}}', 'scaleIO'],
    ['flocker: {datasetName: a}', 'flocker'],
    ['storageos: {volumeName: a}', 'storageOS'],
    ['quobyte: {registry: "a:1", volume: b}', 'quobyte'],
    ['glusterfs: {endpoints: a, path: b}', 'glusterfs'],
    ['cephfs: {monitors: [a]}', 'cephfs'],
    ['rbd: {monitors: [a], image: b}', 'rbd'],
    [files('{key: a, path: b}, {key: c, path: d}, {key: e, path: bb}')],
    [files('{key: a, path: b}, {key: c, path: b}'), 'configMap.items[1].path'],
    [files('{key: a, path: b/c}, {key: c, path: b}'), 'configMap.items[1].path'],
    ['secret: {secretName: a, items: [{key: a, path: b}, {key: c, path: b/c}]}', 'secret.items[1].path'],
    ['projected: {sources: [{}]}', 'projected.sources[0]'],
    [
      `projected: {sources: [{serviceAccountToken: {path: a/b}}, {${files('{key: x, path: a}')}}]}`,
      'projected.sources[1].configMap.items[0].path',
    ],
    [
      'ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 200m}}}}}',
      'ephemeral.volumeClaimTemplate.spec.resources.requests[storage]',
    ],
  ],
  'spec.volumes[0].',
);

const annotated = (annotations: string, spec = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: x, annotations: {${annotations}}}\nspec: {containers: [{name: a, image: i}]${spec}}`;
describeWarnings(
  'annotations of pods',
  (snippet) => snippet,
  [
    [annotated('a: b')],
    [
      annotated('scheduler.alpha.kubernetes.io/critical-pod: ""'),
      'scheduler.alpha.kubernetes.io/critical-pod]',
    ],
    [annotated('security.alpha.kubernetes.io/sysctls: a=b'), 'security.alpha.kubernetes.io/sysctls]'],
    [
      annotated('seccomp.security.alpha.kubernetes.io/pod: runtime/default'),
      'seccomp.security.alpha.kubernetes.io/pod]',
    ],
    [
      annotated(
        'seccomp.security.alpha.kubernetes.io/pod: runtime/default',
        ', securityContext: {seccompProfile: {type: RuntimeDefault}}',
      ),
    ],
    [
      annotated('container.apparmor.security.beta.kubernetes.io/a: unconfined'),
      'container.apparmor.security.beta.kubernetes.io/a]',
    ],
  ],
  'metadata.annotations[',
);

const template =
  'template: {metadata: {labels: {a: b}}, spec: {terminationGracePeriodSeconds: -1, containers: [{name: c, image: i}]}}';
const jobTemplate =
  'template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: -1, containers: [{name: c, image: i}]}}';
const grace = 'template.spec.terminationGracePeriodSeconds';
for (const kind of ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'])
  describeWarnings(
    kind,
    withSpec('apps/v1', kind),
    [[`selector: {matchLabels: {a: b}}, ${template}`, grace]],
    'spec.',
  );
describeWarnings('ReplicationController', withSpec('v1', 'ReplicationController'), [
  [template, `spec.${grace}`],
]);
describeWarnings('PodTemplate', object('v1', 'PodTemplate'), [[template, grace]]);
describeWarnings('Job', withSpec('batch/v1', 'Job'), [
  [jobTemplate, `spec.${grace}`],
  [
    `completionMode: Indexed, completions: 100001, parallelism: 10001, ${jobTemplate}`,
    'spec',
    `spec.${grace}`,
  ],
]);
describeWarnings('CronJob', withSpec('batch/v1', 'CronJob'), [
  [`schedule: "* * * * *", jobTemplate: {spec: {${jobTemplate}}}`, `spec.jobTemplate.spec.${grace}`],
]);
describeWarnings(
  'StatefulSet itself',
  (snippet) =>
    withSpec(
      'apps/v1',
      'StatefulSet',
    )(
      `selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}, ${snippet}`,
    ),
  [
    ['revisionHistoryLimit: -1', 'revisionHistoryLimit'],
    [
      'volumeClaimTemplates: [{metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 200m}}}}]',
      'volumeClaimTemplates[0].resources.requests[storage]',
    ],
  ],
  'spec.',
);
describeWarnings(
  'names in host names',
  (name) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: i}]}`,
  [['a-b'], ['a.b', 'metadata.name']],
);

describeWarnings('PersistentVolumeClaim', withSpec('v1', 'PersistentVolumeClaim'), [
  ['accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}'],
  [
    'accessModes: [ReadWriteOnce], resources: {requests: {storage: 200m}, limits: {storage: 1500m}}',
    'spec.resources.requests[storage]',
    'spec.resources.limits[storage]',
  ],
]);
const volume = (text: string): string => `capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], ${text}`;
describeWarnings(
  'PersistentVolume',
  withSpec('v1', 'PersistentVolume'),
  [
    [volume('nfs: {server: a, path: /b}')],
    [volume('rbd: {monitors: [a], image: b}'), 'rbd'],
    [volume('quobyte: {registry: "a:1", volume: b}')],
    [
      volume('nfs: {server: a, path: /b}, persistentVolumeReclaimPolicy: Recycle'),
      'persistentVolumeReclaimPolicy',
    ],
    [
      volume(
        'local: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/os, operator: Exists}]}]}}',
      ),
      'nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key',
    ],
  ],
  'spec.',
);
describeWarnings('StorageClass', object('storage.k8s.io/v1', 'StorageClass'), [
  [
    'provisioner: a.b/c\nvolumeBindingMode: Immediate\nallowedTopologies: [{matchLabelExpressions: [{key: failure-domain.beta.kubernetes.io/zone, values: [a]}]}]',
    'allowedTopologies[0].matchLabelExpressions[0].key',
  ],
]);
describeWarnings('RuntimeClass', object('node.k8s.io/v1', 'RuntimeClass'), [
  ['handler: a\nscheduling: {nodeSelector: {beta.kubernetes.io/os: linux}}', 'scheduling.nodeSelector'],
]);
describeWarnings('Secret', object('v1', 'Secret'), [
  [
    'type: kubernetes.io/tls\nstringData: {tls.crt: "-----BEGIN CERTIFICATE-----", tls.key: "-----BEGIN PRIVATE KEY-----"}',
  ],
  ['type: kubernetes.io/tls\ndata: {tls.crt: "", tls.key: ""}', 'data[tls.crt]', 'data[tls.key]'],
]);
describeWarnings(
  'Ingress',
  (more) =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x, annotations: {kubernetes.io/ingress.class: a}}\nspec: {defaultBackend: {service: {name: a, port: {number: 1}}}${more}}`,
  [['', 'metadata.annotations[kubernetes.io/ingress.class]'], [', ingressClassName: a']],
);
