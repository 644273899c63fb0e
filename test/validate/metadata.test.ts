import { type Case, describeVerdicts } from './judge.js';

const long = (count: number): string => 'a'.repeat(count);

const subdomains: readonly Case[] = [
  ['a'],
  ['a-b'],
  ['a.b.c'],
  ['"1"'],
  ['1a'],
  [long(253)],
  [long(254), 'metadata.name'],
  ['A', 'metadata.name'],
  ['a_b', 'metadata.name'],
  ['-a', 'metadata.name'],
  ['a-', 'metadata.name'],
  ['a..b', 'metadata.name'],
  ['.a', 'metadata.name'],
  ['a.', 'metadata.name'],
  ['a/b', 'metadata.name'],
  ['"a b"', 'metadata.name'],
  ['ä', 'metadata.name'],
  ['""', 'metadata.name'],
];
const bodies: readonly (readonly [string, string, string])[] = [
  ['v1', 'Pod', 'spec: {containers: [{name: a, image: i}]}'],
  ['v1', 'ConfigMap', ''],
  ['v1', 'Secret', ''],
  ['v1', 'ServiceAccount', ''],
  ['v1', 'LimitRange', ''],
  ['v1', 'ResourceQuota', ''],
  [
    'v1',
    'PersistentVolumeClaim',
    'spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1}}}',
  ],
  ['coordination.k8s.io/v1', 'Lease', ''],
  ['node.k8s.io/v1', 'RuntimeClass', 'handler: h'],
  ['scheduling.k8s.io/v1', 'PriorityClass', 'value: 1'],
  ['storage.k8s.io/v1', 'StorageClass', 'provisioner: p'],
  ['networking.k8s.io/v1', 'NetworkPolicy', 'spec: {podSelector: {}}'],
  [
    'apps/v1',
    'Deployment',
    'spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: i}]}}}',
  ],
];
for (const [apiVersion, kind, body] of bodies) {
  const wrap = (name: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n${body}\n`;
  // The server makes a name for a LimitRange that has none.
  const cases = kind === 'LimitRange' ? subdomains.filter(([name]) => name !== '""') : subdomains;
  describeVerdicts(`names of ${kind}`, wrap, cases);
}

const labels: readonly Case[] = [
  ['a'],
  ['"0"'],
  ['a-b'],
  [long(63)],
  [long(64), 'metadata.name'],
  ['a.b', 'metadata.name'],
  ['A', 'metadata.name'],
  ['a-', 'metadata.name'],
  ['-a', 'metadata.name'],
];
describeVerdicts(
  'names of Namespaces',
  (name) => `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}}}`,
  labels,
);

describeVerdicts(
  'names of access rules',
  (name) => `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: ${name}}, rules: []}`,
  [
    ['a'],
    ['"system:node"'],
    ['A_b'],
    ['"a b"'],
    ['a/b', 'metadata.name'],
    ['"a%b"', 'metadata.name'],
    ['"."', 'metadata.name'],
    ['".."', 'metadata.name'],
    ['"..."'],
  ],
);

const meta = (more: string): string => `{apiVersion: v1, kind: ConfigMap, metadata: {${more}}}`;
const owner = 'apiVersion: v1, kind: Pod, name: a, uid: u';

describeVerdicts('objects without a name', (head) => `{${head}}`, [
  ['apiVersion: v1, kind: LimitRange'],
  ['apiVersion: v1, kind: LimitRange, metadata: {name: ""}'],
  ['apiVersion: v1, kind: LimitRange, metadata: {name: A}', 'metadata.name'],
  ['apiVersion: v1, kind: ResourceQuota', 'metadata.name'],
]);

describeVerdicts('other metadata', meta, [
  ['', 'metadata.name'],
  ['generateName: a.', 'metadata.generateName'],
  ['generateName: a'],
  ['generateName: a.', 'metadata.generateName'],
  ['generateName: A', 'metadata.generateName'],
  ['generateName: A, name: a', 'metadata.generateName'],
  ['generateName: a_', 'metadata.generateName'],
  ['generateName: a-'],
  ['generateName: A-', 'metadata.name'],
  ['generateName: A-, name: a'],
  [`generateName: ${long(100)}`],
  ['name: a, namespace: b'],
  ['name: a, namespace: B', 'metadata.namespace'],
  ['name: a, namespace: a.b', 'metadata.namespace'],
  [`name: a, namespace: ${long(64)}`, 'metadata.namespace'],
  ['name: a, labels: {a: b}'],
  ['name: a, labels: {a: ""}'],
  ['name: a, labels: {a: null}'],
  ['name: a, labels: {A.b_c-d: E.f_g-h}'],
  ['name: a, labels: {example.com/a: b}'],
  ['name: a, labels: {"": b}', 'metadata.labels'],
  ['name: a, labels: {-a: b}', 'metadata.labels'],
  ['name: a, labels: {a-: b}', 'metadata.labels'],
  ['name: a, labels: {a b: c}', 'metadata.labels'],
  ['name: a, labels: {a/b/c: d}', 'metadata.labels'],
  ['name: a, labels: {/a: d}', 'metadata.labels'],
  ['name: a, labels: {a/: d}', 'metadata.labels'],
  ['name: a, labels: {A.com/a: d}', 'metadata.labels'],
  [`name: a, labels: {${long(63)}: d}`],
  [`name: a, labels: {${long(64)}: d}`, 'metadata.labels'],
  [`name: a, labels: {a: ${long(63)}}`],
  [`name: a, labels: {a: ${long(64)}}`, 'metadata.labels'],
  ['name: a, labels: {a: b c}', 'metadata.labels'],
  ['name: a, labels: {a: -b}', 'metadata.labels'],
  ['name: a, labels: {a: b-}', 'metadata.labels'],
  ['name: a, labels: {a: b/c}', 'metadata.labels'],
  ['name: a, labels: {a: "b:c"}', 'metadata.labels'],
  ['name: a, labels: {a: 1}', 'metadata.labels[a]'],
  ['name: a, labels: {a: true}', 'metadata.labels[a]'],
  ['name: a, labels: [a]', 'metadata.labels'],
  ['name: a, annotations: {a: b c/d}'],
  ['name: a, annotations: {A.com/a: d}'],
  ['name: a, annotations: {a/b/c: d}', 'metadata.annotations'],
  ['name: a, annotations: {"": d}', 'metadata.annotations'],
  ['name: a, annotations: {a b: d}', 'metadata.annotations'],
  [`name: a, annotations: {a: ${long(256 * 1024 - 1)}}`],
  [`name: a, annotations: {a: ${long(256 * 1024)}}`, 'metadata.annotations'],
  ['name: a, finalizers: [kubernetes]'],
  ['name: a, finalizers: [example.com/a]'],
  ['name: a, finalizers: [orphan]'],
  ['name: a, finalizers: [a]', 'metadata.finalizers[0]'],
  ['name: a, finalizers: [a b]', 'metadata.finalizers'],
  ['name: a, finalizers: [""]', 'metadata.finalizers'],
  ['name: a, finalizers: [orphan, foregroundDeletion]', 'metadata.finalizers'],
  [`name: a, ownerReferences: [{${owner}}]`],
  [`name: a, ownerReferences: [{${owner}, controller: true}]`],
  [
    `name: a, ownerReferences: [{${owner}, controller: true}, {${owner}, controller: true}]`,
    'metadata.ownerReferences',
  ],
  ['name: a, ownerReferences: [{apiVersion: v1, kind: Pod, name: a}]', 'metadata.ownerReferences.uid'],
  ['name: a, ownerReferences: [{apiVersion: v1, kind: Pod, uid: a}]', 'metadata.ownerReferences.name'],
  ['name: a, ownerReferences: [{apiVersion: v1, name: a, uid: a}]', 'metadata.ownerReferences.kind'],
  ['name: a, ownerReferences: [{kind: Pod, name: a, uid: a}]', 'metadata.ownerReferences.apiVersion'],
  ['name: a, ownerReferences: [{apiVersion: v1, kind: Event, name: a, uid: a}]', 'metadata.ownerReferences'],
  ['name: a, managedFields: [{operation: Apply, fieldsType: FieldsV1}]'],
  ['name: a, managedFields: [{operation: Delete}]', 'metadata.managedFields[0].operation'],
  ['name: a, managedFields: [{operation: Update, fieldsType: V2}]', 'metadata.managedFields[0].fieldsType'],
  [
    `name: a, managedFields: [{operation: Update, manager: ${long(129)}}]`,
    'metadata.managedFields[0].manager',
  ],
  ['name: a, creationTimestamp: null'],
  ['name: a, creationTimestamp: "2024-01-01T00:00:00Z"'],
  ['name: a, creationTimestamp: yesterday', 'metadata.creationTimestamp'],
  ['name: a, creationTimestamp: "2000-02-29T00:00:00Z"'],
  ['name: a, creationTimestamp: "2024-02-29T00:00:00Z"'],
  ['name: a, creationTimestamp: "1900-02-29T00:00:00Z"', 'metadata.creationTimestamp'],
  ['name: a, creationTimestamp: "2023-02-29T00:00:00Z"', 'metadata.creationTimestamp'],
  ['name: a, generation: 1'],
  ['name: a, generation: a', 'metadata.generation'],
  ['name: a, uid: 1', 'metadata.uid'],
  ['name: a, clusterName: b', 'metadata.clusterName'],
]);
