import type {
  Affinity,
  Container,
  ContainerResizePolicy,
  PodOS,
  PodReadinessGate,
  PodResourceClaim,
  PodSchedulingGate,
  PodSpec,
  Toleration,
  TopologySpreadConstraint,
} from 'kubernetes-types/core/v1.js';
import type { PodSchedulingGroup } from '../../model/kubernetes.js';
import {
  approximate,
  exact,
  harmless,
  ignored,
  type Ledger,
  type LedgerPart,
  type LedgerRow,
} from '../ledger.js';

const types = 'kubernetes staging/src/k8s.io/api/core/v1/types.go';
const oneNode = 'there is one machine, and the pod runs on it';
const noEviction = 'nothing is evicted or preempted on one machine';

const affinityRows = {
  nodeAffinity: harmless(`${types}, NodeAffinity`, oneNode),
  podAffinity: harmless(`${types}, PodAffinity`, 'all pods run on one machine, so they are always together'),
  podAntiAffinity: harmless(
    `${types}, PodAntiAffinity`,
    'all pods run on one machine; where a cluster of one node would leave a pod Pending, it runs here',
  ),
} satisfies Ledger<Affinity>;

const tolerationRows = {
  effect: harmless(`${types}, Toleration`, 'the machine has no taints'),
  key: harmless(`${types}, Toleration`, 'the machine has no taints'),
  operator: harmless(`${types}, Toleration`, 'the machine has no taints'),
  tolerationSeconds: harmless(`${types}, Toleration`, 'the machine has no taints'),
  value: harmless(`${types}, Toleration`, 'the machine has no taints'),
} satisfies Ledger<Toleration>;

const spread = harmless(`${types}, TopologySpreadConstraint`, 'there is one machine to spread over');
const spreadRows = {
  labelSelector: spread,
  matchLabelKeys: spread,
  maxSkew: spread,
  minDomains: spread,
  nodeAffinityPolicy: spread,
  nodeTaintsPolicy: spread,
  topologyKey: spread,
  whenUnsatisfiable: spread,
} satisfies Ledger<TopologySpreadConstraint>;

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
  fields: { name: harmless(`${types}, PodOS`, 'containers run on Linux anyway') } satisfies Ledger<PodOS>,
};

/** False asks for nothing; true and unset would mount a token of the API server. */
const automountServiceAccountToken: LedgerRow = {
  verdict: (value) =>
    value === false
      ? { level: 'exact' }
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

/** Since Kubernetes 1.31 the names stand in the claim itself. */
type CurrentResourceClaim = Pick<PodResourceClaim, 'name'> & {
  readonly resourceClaimName?: string;
  readonly resourceClaimTemplateName?: string;
};

const claim = ignored(
  `${types}, PodResourceClaim`,
  'nothing allocates devices; use hostPath or an extended resource',
);
const claimRows = {
  name: claim,
  resourceClaimName: claim,
  resourceClaimTemplateName: claim,
} satisfies Ledger<CurrentResourceClaim>;

const gate = 'a cluster would hold the pod back until the gates are gone; it is run at once';
const schedulingGateRows = {
  name: ignored(`${types}, PodSchedulingGate`, gate),
} satisfies Ledger<PodSchedulingGate>;

const readinessGateRows = {
  conditionType: ignored(`${types}, PodReadinessGate`, 'no controller sets the condition; it counts as true'),
} satisfies Ledger<PodReadinessGate>;

const groupRows = {
  podGroupName: harmless(`${types}, PodSchedulingGroup`, oneNode),
} satisfies Ledger<PodSchedulingGroup>;

const account = exact(
  'kubernetes pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue',
  'shown by fieldRef spec.serviceAccountName (default when unset); it gives no rights, for there is no API server',
);

/** Fields of a pod about where and when a cluster runs it. */
export const podSpecRows = {
  affinity: harmless(`${types}, Affinity`, oneNode, { fields: affinityRows }),
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
    {
      fields: readinessGateRows,
    },
  ),
  resourceClaims: ignored(
    `${types}, PodResourceClaim`,
    'nothing allocates devices; use hostPath or an extended resource',
    {
      fields: claimRows,
    },
  ),
  runtimeClassName,
  schedulerName: harmless(`${types}, PodSpec.SchedulerName`, oneNode),
  schedulingGates: ignored(`${types}, PodSchedulingGate`, gate, { fields: schedulingGateRows }),
  schedulingGroup: harmless(`${types}, PodSchedulingGroup`, oneNode, { fields: groupRows }),
  serviceAccount: account,
  serviceAccountName: account,
  tolerations: harmless(`${types}, Toleration`, 'the machine has no taints', { fields: tolerationRows }),
  topologySpreadConstraints: harmless(
    `${types}, TopologySpreadConstraint`,
    'there is one machine to spread over',
    {
      fields: spreadRows,
    },
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

const resize = approximate(
  `${types}, ContainerResizePolicy`,
  'limits change only by applying again, which makes a new container',
);
const resizeRows = {
  resourceName: resize,
  restartPolicy: resize,
} satisfies Ledger<ContainerResizePolicy>;

/** Fields of a container that only a cluster acts on. */
export const containerRows = {
  resizePolicy: harmless(
    `${types}, ContainerResizePolicy`,
    'limits are changed by applying again, which makes a new container',
    { fields: resizeRows },
  ),
} satisfies LedgerPart<Container, 'resizePolicy'>;
