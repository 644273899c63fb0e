import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';
import { harmless, ignored, type LedgerPart, type LedgerRow } from '../ledger.js';

const types = 'kubernetes staging/src/k8s.io/api/core/v1/types.go';
const oneNode = 'there is one machine, and the pod runs on it';
const noEviction = 'nothing is evicted or preempted on one machine';

/** Labels of the node that the machine cannot have; the rest cannot be checked and is passed over. */
const nodeSelector: LedgerRow = {
  verdict: (value) => {
    const os = (value as { readonly [label: string]: unknown } | null)?.['kubernetes.io/os'];
    return os === undefined || os === 'linux'
      ? { level: 'ignored', harmless: true, why: oneNode }
      : { level: 'refused', why: `containers run on Linux, not on ${String(os)}` };
  },
  source: `${types}, PodSpec.NodeSelector; well-known label kubernetes.io/os`,
};

const os: LedgerRow = {
  verdict: (value) =>
    (value as { readonly name?: unknown } | null)?.name === 'windows'
      ? { level: 'refused', why: 'Windows containers do not run on Podman' }
      : { level: 'ignored', harmless: true, why: 'containers run on Linux anyway' },
  source: `${types}, PodOS`,
};

/** False asks for nothing; true and unset would mount a token of the API server. */
const automountServiceAccountToken: LedgerRow = {
  verdict: (value) =>
    value === false
      ? { level: 'ignored', harmless: true, why: 'no token is mounted anyway' }
      : {
          level: 'ignored',
          why: 'there is no API server, so no token is mounted at /var/run/secrets/kubernetes.io',
        },
  source: 'kubernetes plugin/pkg/admission/serviceaccount/admission.go, mountServiceAccountToken',
};

const runtimeClassName: LedgerRow = {
  verdict: (value) =>
    value === ''
      ? { level: 'ignored', harmless: true, why: 'it names no class' }
      : {
          level: 'ignored',
          why: "the pod runs with Podman's own runtime; choose another with podman's --runtime",
        },
  source: 'kubernetes pkg/kubelet/runtimeclass/runtimeclass_manager.go, LookupRuntimeHandler',
};

const gate = 'a cluster would hold the pod back until the gates are gone; it is run at once';

/** Another account than the default is asked for by programs that talk to the API server. */
const account: LedgerRow = {
  verdict: (value) =>
    value === 'default' || value === ''
      ? { level: 'exact' }
      : {
          level: 'approximate',
          why: 'fieldRef spec.serviceAccountName shows it, but there is no API server to use it with',
        },
  source: 'kubernetes pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue',
  how: 'the name is shown by the downward API',
};

/**
 * Fields of a pod about where and when a cluster runs it. A row without rows below it speaks for all that is below.
 */
export const podSpecRows = {
  affinity: harmless(
    `${types}, Affinity`,
    'all pods run on one machine; where anti-affinity would leave one Pending on a single node, it runs here',
  ),
  automountServiceAccountToken,
  ephemeralContainers: {
    verdict: {
      level: 'refused',
      why: 'the API server takes ephemeral containers only for a running pod, never in a manifest; use podman run --pod',
    },
    source: 'kubernetes pkg/apis/core/validation/validation.go, ValidatePodCreate',
  },
  nodeName: harmless(
    'kubernetes pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue',
    'there is one machine, and the pod runs on it; fieldRef spec.nodeName shows the name',
  ),
  nodeSelector,
  os,
  overhead: harmless(`${types}, PodSpec.Overhead`, 'only the scheduler counts it'),
  preemptionPolicy: harmless(`${types}, PreemptionPolicy`, noEviction),
  priority: harmless(`${types}, PodSpec.Priority`, noEviction),
  priorityClassName: harmless(`${types}, PodSpec.PriorityClassName`, noEviction),
  readinessGates: ignored(
    `${types}, PodReadinessGate`,
    'no controller sets the condition; it counts as true',
  ),
  resourceClaims: ignored(
    `${types}, PodResourceClaim`,
    'nothing allocates devices; use hostPath or an extended resource',
  ),
  runtimeClassName,
  schedulerName: harmless(`${types}, PodSpec.SchedulerName`, oneNode),
  schedulingGates: ignored(`${types}, PodSchedulingGate`, gate),
  schedulingGroup: harmless(`${types}, PodSchedulingGroup`, oneNode),
  serviceAccount: account,
  serviceAccountName: account,
  tolerations: harmless(`${types}, Toleration`, 'the machine has no taints'),
  topologySpreadConstraints: harmless(
    `${types}, TopologySpreadConstraint`,
    'there is one machine to spread over',
  ),
} satisfies LedgerPart<
  PodSpec,
  | 'affinity'
  | 'automountServiceAccountToken'
  | 'ephemeralContainers'
  | 'nodeName'
  | 'nodeSelector'
  | 'os'
  | 'overhead'
  | 'preemptionPolicy'
  | 'priority'
  | 'priorityClassName'
  | 'readinessGates'
  | 'resourceClaims'
  | 'runtimeClassName'
  | 'schedulerName'
  | 'schedulingGates'
  | 'schedulingGroup'
  | 'serviceAccount'
  | 'serviceAccountName'
  | 'tolerations'
  | 'topologySpreadConstraints'
>;

/** Fields of a container that only a cluster acts on. */
export const containerRows = {
  resizePolicy: harmless(
    `${types}, ContainerResizePolicy`,
    'limits are changed by applying again, which makes a new container',
  ),
} satisfies LedgerPart<Container, 'resizePolicy'>;
