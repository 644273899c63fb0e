/** One kind that Kubernetes 1.36 serves by default. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Its definition in `schemas/`: the name of the type in Kubernetes' own clients. */
  readonly schema: string;
}

type Row = readonly [kind: string, scope: 'namespaced' | 'cluster', schema?: string];

/**
 * The kinds of each group and version, with their scope. Types are named version + kind (`V1Pod`) unless a row says
 * otherwise. Source: kubernetes/kubernetes api/openapi-spec/swagger.json of release 1.36 (paths with `namespaces/`).
 */
const groups: { readonly [apiVersion: string]: readonly Row[] } = {
  v1: [
    ['Binding', 'namespaced'],
    ['ConfigMap', 'namespaced'],
    ['Endpoints', 'namespaced'],
    ['Event', 'namespaced', 'CoreV1Event'],
    ['LimitRange', 'namespaced'],
    ['Namespace', 'cluster'],
    ['Node', 'cluster'],
    ['PersistentVolume', 'cluster'],
    ['PersistentVolumeClaim', 'namespaced'],
    ['Pod', 'namespaced'],
    ['PodTemplate', 'namespaced'],
    ['ReplicationController', 'namespaced'],
    ['ResourceQuota', 'namespaced'],
    ['Secret', 'namespaced'],
    ['Service', 'namespaced'],
    ['ServiceAccount', 'namespaced'],
  ],
  'admissionregistration.k8s.io/v1': [
    ['MutatingAdmissionPolicy', 'cluster'],
    ['MutatingAdmissionPolicyBinding', 'cluster'],
    ['MutatingWebhookConfiguration', 'cluster'],
    ['ValidatingAdmissionPolicy', 'cluster'],
    ['ValidatingAdmissionPolicyBinding', 'cluster'],
    ['ValidatingWebhookConfiguration', 'cluster'],
  ],
  'apiextensions.k8s.io/v1': [['CustomResourceDefinition', 'cluster']],
  'apiregistration.k8s.io/v1': [['APIService', 'cluster']],
  'apps/v1': [
    ['ControllerRevision', 'namespaced'],
    ['DaemonSet', 'namespaced'],
    ['Deployment', 'namespaced'],
    ['ReplicaSet', 'namespaced'],
    ['StatefulSet', 'namespaced'],
  ],
  'authentication.k8s.io/v1': [
    ['SelfSubjectReview', 'cluster'],
    ['TokenReview', 'cluster'],
  ],
  'authorization.k8s.io/v1': [
    ['LocalSubjectAccessReview', 'namespaced'],
    ['SelfSubjectAccessReview', 'cluster'],
    ['SelfSubjectRulesReview', 'cluster'],
    ['SubjectAccessReview', 'cluster'],
  ],
  'autoscaling/v1': [['HorizontalPodAutoscaler', 'namespaced']],
  'autoscaling/v2': [['HorizontalPodAutoscaler', 'namespaced']],
  'batch/v1': [
    ['CronJob', 'namespaced'],
    ['Job', 'namespaced'],
  ],
  'certificates.k8s.io/v1': [['CertificateSigningRequest', 'cluster']],
  'coordination.k8s.io/v1': [['Lease', 'namespaced']],
  'discovery.k8s.io/v1': [['EndpointSlice', 'namespaced']],
  'events.k8s.io/v1': [['Event', 'namespaced', 'EventsV1Event']],
  'flowcontrol.apiserver.k8s.io/v1': [
    ['FlowSchema', 'cluster'],
    ['PriorityLevelConfiguration', 'cluster'],
  ],
  'networking.k8s.io/v1': [
    ['IPAddress', 'cluster'],
    ['Ingress', 'namespaced'],
    ['IngressClass', 'cluster'],
    ['NetworkPolicy', 'namespaced'],
    ['ServiceCIDR', 'cluster'],
  ],
  'node.k8s.io/v1': [['RuntimeClass', 'cluster']],
  'policy/v1': [
    ['Eviction', 'namespaced'],
    ['PodDisruptionBudget', 'namespaced'],
  ],
  'rbac.authorization.k8s.io/v1': [
    ['ClusterRole', 'cluster'],
    ['ClusterRoleBinding', 'cluster'],
    ['Role', 'namespaced'],
    ['RoleBinding', 'namespaced'],
  ],
  'resource.k8s.io/v1': [
    ['DeviceClass', 'cluster'],
    ['ResourceClaim', 'namespaced', 'ResourceV1ResourceClaim'],
    ['ResourceClaimTemplate', 'namespaced'],
    ['ResourceSlice', 'cluster'],
  ],
  'scheduling.k8s.io/v1': [['PriorityClass', 'cluster']],
  'storage.k8s.io/v1': [
    ['CSIDriver', 'cluster'],
    ['CSINode', 'cluster'],
    ['CSIStorageCapacity', 'namespaced'],
    ['StorageClass', 'cluster'],
    ['VolumeAttachment', 'cluster'],
    ['VolumeAttributesClass', 'cluster'],
  ],
};

/** Every kind that has a schema: the generators of `schemas/` and of the compiled validators read this list too. */
export const servedKinds: readonly ServedKind[] = Object.entries(groups).flatMap(([apiVersion, rows]) =>
  rows.map(([kind, scope, schema]) => ({
    apiVersion,
    kind,
    namespaced: scope === 'namespaced',
    schema: schema ?? `${apiVersion.replace(/^.*\//, '').toUpperCase()}${kind}`,
  })),
);
