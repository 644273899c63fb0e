import { type Case, describeVerdicts, object, withSpec } from './judge.js';

const claim = 'accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}';

describeVerdicts(
  'PersistentVolumeClaim',
  withSpec('v1', 'PersistentVolumeClaim'),
  [
    [claim],
    ['resources: {requests: {storage: 1Gi}}', 'accessModes'],
    ['accessModes: [], resources: {requests: {storage: 1Gi}}', 'accessModes'],
    ['accessModes: [ReadWrite], resources: {requests: {storage: 1Gi}}', 'accessModes'],
    ['accessModes: [ReadWriteOnce, ReadOnlyMany, ReadWriteMany], resources: {requests: {storage: 1Gi}}'],
    ['accessModes: [ReadWriteOncePod], resources: {requests: {storage: 1Gi}}'],
    ['accessModes: [ReadWriteOncePod, ReadWriteOnce], resources: {requests: {storage: 1Gi}}', 'accessModes'],
    ['accessModes: [ReadWriteOnce]', 'resources[storage]'],
    ['accessModes: [ReadWriteOnce], resources: {requests: {storage: 0}}', 'resources[storage]'],
    ['accessModes: [ReadWriteOnce], resources: {requests: {storage: -1Gi}}', 'resources[storage]'],
    ['accessModes: [ReadWriteOnce], resources: {requests: {storage: big}}', 'resources.requests[storage]'],
    [`storageClassName: a.b, ${claim}`],
    [`storageClassName: "", ${claim}`],
    [`storageClassName: A, ${claim}`, 'storageClassName'],
    [`volumeMode: Block, ${claim}`],
    [`volumeMode: Filesystem, ${claim}`],
    [`volumeMode: File, ${claim}`, 'volumeMode'],
    [`selector: {matchLabels: {a: b}}, ${claim}`],
    [
      `selector: {matchExpressions: [{key: a, operator: In}]}, ${claim}`,
      'selector.matchExpressions[0].values',
    ],
    [`dataSource: {kind: PersistentVolumeClaim, name: a}, ${claim}`],
    [`dataSource: {kind: PersistentVolumeClaim}, ${claim}`, 'dataSource.name'],
    [`dataSource: {kind: Other, name: a}, ${claim}`],
    [`dataSourceRef: {kind: Other, name: a}, ${claim}`, 'dataSourceRef'],
    [`dataSourceRef: {kind: Other, name: a, apiGroup: b.c}, ${claim}`],
    [`dataSourceRef: {name: a, apiGroup: b.c}, ${claim}`, 'dataSourceRef.kind'],
    [`volumeAttributesClassName: A, ${claim}`, 'volumeAttributesClassName'],
  ],
  'spec.',
);

const volume = 'capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce]';
const at = (text: string): string => `${volume}, ${text}`;
const node =
  'nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}';

describeVerdicts(
  'PersistentVolume',
  withSpec('v1', 'PersistentVolume'),
  [
    [at('hostPath: {path: /a}')],
    [volume, '=spec'],
    ['accessModes: [ReadWriteOnce], hostPath: {path: /a}', 'capacity'],
    ['capacity: {storage: 1Gi}, hostPath: {path: /a}', 'accessModes'],
    ['capacity: {storage: 0}, accessModes: [ReadWriteOnce], hostPath: {path: /a}', 'capacity[storage]'],
    ['capacity: {cpu: 1}, accessModes: [ReadWriteOnce], hostPath: {path: /a}', 'capacity'],
    ['capacity: {storage: 1, cpu: 1}, accessModes: [ReadWriteOnce], hostPath: {path: /a}', 'capacity'],
    [
      'capacity: {storage: 1}, accessModes: [ReadWriteOncePod, ReadOnlyMany], hostPath: {path: /a}',
      'accessModes',
    ],
    [at('hostPath: {}'), 'hostPath.path'],
    [at('hostPath: {path: /a/../b}'), 'hostPath.path'],
    [at('hostPath: {path: /a, type: Dir}'), 'hostPath.type'],
    [at('hostPath: {path: /a}, nfs: {server: s, path: /p}'), 'nfs'],
    [at('hostPath: {path: /}, persistentVolumeReclaimPolicy: Recycle'), 'persistentVolumeReclaimPolicy'],
    [at('hostPath: {path: /./}, persistentVolumeReclaimPolicy: Recycle'), 'persistentVolumeReclaimPolicy'],
    ...['Recycle', 'Delete', 'Retain', '""'].map(
      (word): Case => [at(`hostPath: {path: /a}, persistentVolumeReclaimPolicy: ${word}`)],
    ),
    [at('hostPath: {path: /a}, persistentVolumeReclaimPolicy: Keep'), 'persistentVolumeReclaimPolicy'],
    [at('hostPath: {path: /a}, storageClassName: A'), 'storageClassName'],
    [at('hostPath: {path: /a}, storageClassName: ""')],
    [at('hostPath: {path: /a}, volumeMode: Blocky'), 'volumeMode'],
    [at('hostPath: {path: /a}, nodeAffinity: {}'), 'nodeAffinity.required'],
    [
      at('hostPath: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: []}}'),
      'nodeAffinity.required.nodeSelectorTerms',
    ],
    [at('local: {path: /a}'), 'nodeAffinity'],
    [at(`local: {path: /a}, ${node}`)],
    [at(`local: {}, ${node}`), 'local.path'],
    [at(`local: {path: ../a}, ${node}`), 'local.path'],
    [at('nfs: {server: s, path: /p}')],
    [at('nfs: {path: /p}'), 'nfs.server'],
    [at('nfs: {server: s, path: p}'), 'nfs.path'],
    [at('csi: {driver: a, volumeHandle: h}')],
    [at('csi: {volumeHandle: h}'), 'csi.driver'],
    [at('csi: {driver: a}'), 'csi.volumeHandle'],
    [
      at('csi: {driver: a, volumeHandle: h, nodePublishSecretRef: {name: a}}'),
      'csi.nodePublishSecretRef.namespace',
    ],
    [
      at('csi: {driver: a, volumeHandle: h, controllerPublishSecretRef: {namespace: a}}'),
      'csi.controllerPublishSecretRef.name',
    ],
    [at('glusterfs: {endpoints: a, path: b, endpointsNamespace: A}'), 'glusterfs.endpointsNamespace'],
    [at('cinder: {volumeID: a, secretRef: {name: b}}'), 'cinder.secretRef.namespace'],
    [at('azureFile: {secretName: a, shareName: b, secretNamespace: ""}'), 'azureFile.secretNamespace'],
    [at('volumeAttributesClassName: a, hostPath: {path: /a}'), 'csi'],
    [at('claimRef: {name: a}, hostPath: {path: /a}')],
    [at('mountOptions: [ro], hostPath: {path: /a}')],
  ],
  'spec.',
);

const storageClass = object('storage.k8s.io/v1', 'StorageClass');
const allowing = (text: string): string => storageClass(`provisioner: p\n${text}`);
describeVerdicts('topologies that a StorageClass allows', allowing, [
  ['allowedTopologies: []'],
  ['allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [a]}]}]'],
  ['allowedTopologies: [{}]', 'allowedTopologies[0].matchLabelExpressions'],
  ['allowedTopologies: [{matchLabelExpressions: []}]', 'allowedTopologies[0].matchLabelExpressions'],
]);
describeVerdicts('StorageClass', storageClass, [
  ['provisioner: a.com/b'],
  ['provisioner: A.com/B'],
  ['', 'provisioner'],
  ['provisioner: ""', 'provisioner'],
  ['provisioner: a b', 'provisioner'],
  ['provisioner: a/b/c', 'provisioner'],
  ['provisioner: a\nreclaimPolicy: Retain'],
  ['provisioner: a\nreclaimPolicy: Recycle', 'reclaimPolicy'],
  ['provisioner: a\nvolumeBindingMode: WaitForFirstConsumer'],
  ['provisioner: a\nvolumeBindingMode: Later', 'volumeBindingMode'],
  ['provisioner: a\nallowVolumeExpansion: true'],
  ['provisioner: a\nparameters: {a: b}'],
  ['provisioner: a\nparameters: {"": b}', 'parameters'],
  ['provisioner: a\nparameters: {a: 1}', 'parameters[a]'],
  ['provisioner: a\nallowedTopologies: [{matchLabelExpressions: [{key: a, values: [b]}]}]'],
  [
    'provisioner: a\nallowedTopologies: [{matchLabelExpressions: [{key: a}]}]',
    'allowedTopologies[0].matchLabelExpressions[0].values',
  ],
  [
    'provisioner: a\nallowedTopologies: [{matchLabelExpressions: [{key: a, values: [b, b]}]}]',
    'allowedTopologies[0].matchLabelExpressions[0].values[1]',
  ],
  [
    'provisioner: a\nallowedTopologies: [{matchLabelExpressions: [{key: a, values: [b]}, {key: a, values: [c]}]}]',
    'allowedTopologies[0].matchLabelExpressions[1].key',
  ],
]);

describeVerdicts('CSIDriver', object('storage.k8s.io/v1', 'CSIDriver'), [
  ['spec: {}'],
  ['spec: {fsGroupPolicy: File}'],
  ['spec: {fsGroupPolicy: Any}', 'spec.fsGroupPolicy'],
  ['spec: {volumeLifecycleModes: [Persistent, Ephemeral]}'],
  ['spec: {volumeLifecycleModes: [Sometimes]}', 'spec.volumeLifecycleModes'],
  [
    'spec: {tokenRequests: [{audience: a, expirationSeconds: 10}]}',
    'spec.tokenRequests[0].expirationSeconds',
  ],
  ['spec: {tokenRequests: [{audience: a}, {audience: a}]}', 'spec.tokenRequests[1].audience'],
]);

describeVerdicts('VolumeAttributesClass', object('storage.k8s.io/v1', 'VolumeAttributesClass'), [
  ['driverName: a\nparameters: {a: b}'],
  ['driverName: a', 'parameters'],
  ['parameters: {a: b}', 'driverName'],
]);
