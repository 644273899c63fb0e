import { expect, test } from '@jest/globals';
import type { PodmanState, StateEntry } from '../../src/phases/observed.js';
import { kindRows } from '../../src/reconcile/kind-rows.js';
import { label } from '../../src/reconcile/labels.js';

const entry = (name: string, labels: StateEntry['labels'] = {}) => ({ name, id: name, labels });
const owned = (kind: string, name: string) => ({
  [label.manager]: 'kube2pod',
  [label.kind]: kind,
  [label.namespace]: 'default',
  [label.name]: name,
});
const pod = (name: string, labels: StateEntry['labels']) =>
  [name, { ...entry(name, labels), status: 'Running', createdAt: '' }] as const;

const state: PodmanState = {
  pods: new Map([
    pod('web-pod', owned('Deployment', 'web')),
    pod('web-pod-1', owned('Deployment', 'web')),
    pod('other-pod', owned('Deployment', 'other')),
    pod('web-service', { ...owned('Service', 'web'), [label.address]: '10.208.0.9' }),
  ]),
  containers: new Map(),
  volumes: new Map([['data', { ...entry('data'), mountpoint: '' }]]),
  networks: new Map(),
  secrets: new Map(),
};
const row = (podmanName: string, ready: string, status = 'Running') => ({
  ...{ namespace: 'default', name: podmanName, podmanName, ready, status },
  restarts: 0,
  age: '1s',
});
const pods = [row('web-pod', '1/1'), row('web-pod-1', '0/1'), row('other-pod', '1/1')];

test.each<[string, string, unknown, { readonly [column: string]: string }]>([
  ['Deployment', 'web', { spec: { replicas: 3 } }, { READY: '1/3', AVAILABLE: '1' }],
  ['Deployment', 'none', { spec: { replicas: 0 } }, { READY: '0/0', AVAILABLE: '0' }],
  ['ReplicaSet', 'none', {}, { DESIRED: '1', CURRENT: '0', READY: '0' }],
  [
    'Service',
    'web',
    {
      spec: {
        ports: [
          { port: 80, nodePort: 30080 },
          { port: 53, protocol: 'UDP' },
        ],
      },
    },
    {
      TYPE: 'ClusterIP',
      'CLUSTER-IP': '10.208.0.9',
      'EXTERNAL-NAME': '<none>',
      'PORT(S)': '80:30080/TCP,53/UDP',
    },
  ],
  [
    'Service',
    'headless',
    { spec: { clusterIP: 'None' } },
    { TYPE: 'ClusterIP', 'CLUSTER-IP': 'None', 'EXTERNAL-NAME': '<none>', 'PORT(S)': '<none>' },
  ],
  ['ConfigMap', 'c', { data: { a: '', b: '' }, binaryData: { c: '' } }, { DATA: '3' }],
  ['Secret', 's', { stringData: { a: '***' }, data: { a: '***', b: '***' } }, { TYPE: 'Opaque', DATA: '2' }],
  [
    'PersistentVolumeClaim',
    'data',
    { spec: { accessModes: ['ReadWriteOnce'] } },
    { STATUS: 'Bound', VOLUME: 'data', 'ACCESS MODES': 'RWO' },
  ],
  ['PersistentVolumeClaim', 'lost', {}, { STATUS: 'Pending', VOLUME: '', 'ACCESS MODES': '' }],
  ['ServiceAccount', 'robot', {}, {}],
  ['Deployment', 'unreadable', undefined, { READY: '0/1', AVAILABLE: '0' }],
])('%s %s', (kind, name, manifest, columns) => {
  const object = { kind, namespace: 'default', name, age: '1s', manifest };
  expect(kindRows([object], { state, pods })).toEqual([
    { kind, namespace: 'default', name, age: '1s', columns },
  ]);
});
