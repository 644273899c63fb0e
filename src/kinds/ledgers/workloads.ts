import type {
  DaemonSetSpec,
  DeploymentSpec,
  ReplicaSetSpec,
  StatefulSetSpec,
} from 'kubernetes-types/apps/v1.js';
import type { PodTemplateSpec, ReplicationControllerSpec } from 'kubernetes-types/core/v1.js';
import { podSpecLedger } from '../../fields/index.js';
import {
  approximate,
  exact,
  harmless,
  type Ledger,
  type LedgerRow,
  type LedgerRows,
  supervised,
} from '../../fields/ledger.js';
import { objectMetaRows, objectRows } from '../../fields/metadata/ledger.js';

const podSource = 'kubernetes staging/src/k8s.io/api/core/v1/types.go, PodTemplateSpec';

const templateRows = {
  metadata: exact(podSource, "labels and annotations of the pods, the template's own", {
    fields: objectMetaRows,
  }),
  spec: exact(podSource, undefined, { fields: podSpecLedger }),
} satisfies Ledger<PodTemplateSpec>;

/** A pod template, wherever one stands. */
export const template: LedgerRow = exact(podSource, undefined, { fields: templateRows });

const deployment = 'kubernetes pkg/controller/deployment';
const replicaSet = 'kubernetes pkg/controller/replicaset/replica_set.go';
const statefulSet = 'kubernetes pkg/controller/statefulset/stateful_set_control.go';
const daemonSet = 'kubernetes pkg/controller/daemon';

const selector = (source: string): LedgerRow => exact(source, 'checked against the labels of the template');
const replicas = (source: string): LedgerRow =>
  exact(source, 'that many pods: NAME-pod, NAME-pod-1, NAME-pod-2, ...');
const noWatch = (rule: string) =>
  ({ level: 'approximate', why: `${rule}: nobody watches readiness` }) as const;
const noWait = 'recorded; no pod is held back by it';
const history = (source: string): LedgerRow =>
  harmless(source, 'no old revisions are kept; apply the older manifest');

const atOnce = noWatch('a changed template replaces all pods at once');

const deploymentRows = {
  minReadySeconds: supervised(deployment, noWatch('not waited for'), {
    how: 'a new pod counts when it was ready for that long; then an old one goes',
  }),
  paused: exact(
    deployment,
    'only the number of pods changes, and new ones are made from the template before the pause; one that never had pods gets none',
  ),
  progressDeadlineSeconds: supervised(deployment, noWatch('not counted'), {
    how: 'kube2pod rollout status ends with an error; the old pods go on',
  }),
  replicas: replicas(deployment),
  revisionHistoryLimit: history(deployment),
  selector: selector(deployment),
  strategy: supervised(deployment, atOnce, {
    how: 'new pods beside the old ones within maxSurge and maxUnavailable; pods with host ports in their places',
  }),
  template,
} satisfies Ledger<DeploymentSpec>;

const replicaSetRows = {
  minReadySeconds: approximate(replicaSet, noWait),
  replicas: replicas(replicaSet),
  selector: selector(replicaSet),
  template,
} satisfies Ledger<ReplicaSetSpec>;

const replicationControllerRows = {
  minReadySeconds: approximate(replicaSet, noWait),
  replicas: replicas(replicaSet),
  selector: selector(replicaSet),
  template,
} satisfies Ledger<ReplicationControllerSpec>;

const statefulSetRows = {
  minReadySeconds: approximate(
    statefulSet,
    'an update waits that long between its pods while apply runs; starting and scaling wait for readiness alone',
  ),
  ordinals: exact(statefulSet, 'the first number of the names'),
  persistentVolumeClaimRetentionPolicy: exact(
    statefulSet,
    'Delete removes the claims of the set, with their data, when it is scaled down or deleted; Retain keeps them',
  ),
  podManagementPolicy: supervised(
    statefulSet,
    { level: 'approximate', why: 'pods start in order, but none is waited for to be ready' },
    { how: 'the supervisor starts a pod when the one before it is ready' },
  ),
  replicas: exact(statefulSet, 'pods NAME-0, NAME-1, ... with stable names'),
  revisionHistoryLimit: history(statefulSet),
  selector: selector(statefulSet),
  serviceName: exact(statefulSet, 'the subdomain of the pods'),
  template,
  updateStrategy: supervised(statefulSet, noWatch('pods are replaced without waiting for each other'), {
    how: 'one pod at a time from the highest ordinal down to the partition, the next when it is ready; OnDelete leaves them',
  }),
  volumeClaimTemplates: exact(statefulSet, 'a claim of its own for every pod: TEMPLATE-NAME-ORDINAL'),
} satisfies Ledger<StatefulSetSpec>;

const daemonSetRows = {
  minReadySeconds: harmless(daemonSet, 'there is one node, and no next one that would wait for its pod'),
  revisionHistoryLimit: history(daemonSet),
  selector: selector(daemonSet),
  template,
  updateStrategy: exact(daemonSet, 'the pod of this machine is replaced; OnDelete leaves it'),
} satisfies Ledger<DaemonSetSpec>;

const withSpec = (source: string, fields: LedgerRows): LedgerRows => ({
  ...objectRows,
  spec: exact(source, undefined, { fields }),
});

/** Controllers that keep pods running. */
export const workloadLedgers = {
  'v1 Pod': withSpec(podSource, podSpecLedger),
  'v1 ReplicationController': withSpec(replicaSet, replicationControllerRows),
  'apps/v1 Deployment': withSpec(deployment, deploymentRows),
  'apps/v1 ReplicaSet': withSpec(replicaSet, replicaSetRows),
  'apps/v1 StatefulSet': withSpec(statefulSet, statefulSetRows),
  'apps/v1 DaemonSet': withSpec(daemonSet, daemonSetRows),
} satisfies { readonly [versionAndKind: string]: LedgerRows };
