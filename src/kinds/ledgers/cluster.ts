import { harmless, ignored, type LedgerRow, type LedgerRows } from '../../fields/ledger.js';
import { objectRows } from '../../fields/metadata/ledger.js';

const types = 'kubernetes staging/src/k8s.io/api';
const { apiVersion, kind, metadata, status } = objectRows;
const common = { apiVersion, kind, metadata };

const rows = (fields: readonly string[], row: LedgerRow): LedgerRows => ({
  ...common,
  ...Object.fromEntries(fields.map((field) => [field, row])),
});
const noApi = 'there is no API server that would ask for permissions';
const oneNode = 'there is one machine and nothing to schedule';
const cluster = 'it configures a cluster, and there is none';

/** Whether some item is about claims. */
function boundsClaims(spec: unknown): boolean {
  const { limits = [] } = (spec ?? {}) as { readonly limits?: readonly { readonly type?: string }[] };
  return limits.some(({ type }) => type === 'PersistentVolumeClaim');
}

/** Objects about the cluster itself: each says why nothing is done with it. */
export const clusterLedgers = {
  'v1 Namespace': {
    ...rows(
      ['spec'],
      harmless(`${types}/core/v1/types.go, NamespaceSpec`, 'finalizers wait for nothing here'),
    ),
    status,
  },
  'v1 LimitRange': rows(['spec'], {
    source: `kubernetes plugin/pkg/admission/limitranger/admission.go`,
    how: 'defaults are filled into the containers of the namespace, bounds are checked',
    verdict: (value: unknown) =>
      boundsClaims(value)
        ? { level: 'approximate', why: 'sizes of claims are not bounded' }
        : { level: 'exact' },
  }),
  'v1 ResourceQuota': {
    ...rows(
      ['spec'],
      ignored(`${types}/core/v1/types.go, ResourceQuotaSpec`, 'nothing is counted per namespace'),
    ),
    status,
  },
  'v1 PodTemplate': rows(
    ['template'],
    harmless(`${types}/core/v1/types.go, PodTemplate`, 'a template alone runs nothing'),
  ),
  'v1 Node': { ...rows(['spec'], harmless(`${types}/core/v1/types.go, NodeSpec`, oneNode)), status },
  'rbac.authorization.k8s.io/v1 Role': rows(['rules'], harmless(`${types}/rbac/v1/types.go`, noApi)),
  'rbac.authorization.k8s.io/v1 ClusterRole': rows(
    ['rules', 'aggregationRule'],
    harmless(`${types}/rbac/v1/types.go`, noApi),
  ),
  'rbac.authorization.k8s.io/v1 RoleBinding': rows(
    ['roleRef', 'subjects'],
    harmless(`${types}/rbac/v1/types.go`, noApi),
  ),
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': rows(
    ['roleRef', 'subjects'],
    harmless(`${types}/rbac/v1/types.go`, noApi),
  ),
  'autoscaling/v1 HorizontalPodAutoscaler': {
    ...rows(
      ['spec'],
      ignored(`${types}/autoscaling/v1/types.go`, 'the number of replicas stays as it is written'),
    ),
    status,
  },
  'autoscaling/v2 HorizontalPodAutoscaler': {
    ...rows(
      ['spec'],
      ignored(`${types}/autoscaling/v2/types.go`, 'the number of replicas stays as it is written'),
    ),
    status,
  },
  'policy/v1 PodDisruptionBudget': {
    ...rows(['spec'], harmless(`${types}/policy/v1/types.go`, 'nothing evicts pods')),
    status,
  },
  'scheduling.k8s.io/v1 PriorityClass': rows(
    ['value', 'globalDefault', 'description', 'preemptionPolicy'],
    harmless(`${types}/scheduling/v1/types.go`, oneNode),
  ),
  'node.k8s.io/v1 RuntimeClass': rows(
    ['handler', 'overhead', 'scheduling'],
    ignored(`${types}/node/v1/types.go`, 'all pods run with the same runtime'),
  ),
  'storage.k8s.io/v1 StorageClass': rows(
    [
      'provisioner',
      'parameters',
      'reclaimPolicy',
      'mountOptions',
      'allowVolumeExpansion',
      'volumeBindingMode',
      'allowedTopologies',
    ],
    harmless(`${types}/storage/v1/types.go`, 'every claim is a volume of Podman’s on this machine'),
  ),
  'coordination.k8s.io/v1 Lease': rows(['spec'], harmless(`${types}/coordination/v1/types.go`, cluster)),
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': rows(
    ['webhooks'],
    harmless(`${types}/admissionregistration/v1/types.go`, cluster),
  ),
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': rows(
    ['webhooks'],
    harmless(`${types}/admissionregistration/v1/types.go`, cluster),
  ),
} satisfies { readonly [versionAndKind: string]: LedgerRows };
