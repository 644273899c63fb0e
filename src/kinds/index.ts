import { validatePod } from '../fields/validate-pod.js';
import { warnOfPod } from '../fields/warn-pod.js';
import { forType, type KindEntry, type KindValidator } from './kind.js';
import { kindLedgers } from './ledgers/index.js';
import { servedKinds } from './served.js';
import {
  validateClusterRole,
  validateClusterRoleBinding,
  validateRole,
  validateRoleBinding,
} from './validate/access.js';
import { validateAdmissionBinding, validateAdmissionPolicy } from './validate/admission-policy.js';
import { validateApiService } from './validate/api-service.js';
import { validateAutoscaler } from './validate/autoscaler.js';
import {
  validateAccessReview,
  validateAddress,
  validateDisruptionBudget,
  validateLease,
  validateNamespace,
  validateOther,
  validateOtherOfCluster,
  validatePriorityClass,
  validateQuestion,
  validateRevision,
  validateRuntimeClass,
  validateTemplateObject,
} from './validate/cluster.js';
import { validateConfigMap, validateSecret, validateServiceAccount } from './validate/config.js';
import { validateCronJob } from './validate/cron-job.js';
import { validateCustomResource } from './validate/custom-resource.js';
import { validateEndpointSlice, validateEndpoints } from './validate/endpoints.js';
import { validateFlowSchema, validatePriorityLevel } from './validate/flow-control.js';
import { validateIngress, validateIngressClass } from './validate/ingress.js';
import { validateJob } from './validate/jobs.js';
import { validateLimitRange } from './validate/limit-range.js';
import { validateNetworkPolicy } from './validate/network-policy.js';
import { validateEvent, validateNode, validateSigningRequest } from './validate/nodes.js';
import { validatePersistentVolume } from './validate/persistent-volume.js';
import { validateResourceQuota } from './validate/resource-quota.js';
import { validateService } from './validate/service.js';
import { validateStatefulSet } from './validate/stateful-set.js';
import {
  validateCsiDriver,
  validatePersistentVolumeClaim,
  validateStorageClass,
  validateVolumeAttributesClass,
} from './validate/storage.js';
import { validateWebhooks } from './validate/webhooks.js';
import {
  validateDaemonSet,
  validateDeployment,
  validateReplicaSet,
  validateReplicationController,
} from './validate/workloads.js';
import { noteExpressions, noteRules } from './warn/expressions.js';
import { warnOfIngress, warnOfService } from './warn/network.js';
import {
  warnOfPersistentVolume,
  warnOfPersistentVolumeClaim,
  warnOfRuntimeClass,
  warnOfSecret,
  warnOfStorageCapacity,
  warnOfStorageClass,
} from './warn/storage.js';
import {
  warnOfController,
  warnOfCronJob,
  warnOfDaemonSet,
  warnOfJob,
  warnOfStatefulSet,
  warnOfTemplateObject,
} from './warn/workloads.js';

/** The API server's validation of each kind, keyed by apiVersion and kind. */
const validators: { readonly [versionAndKind: string]: KindValidator } = {
  'v1 Pod': forType(validatePod),
  'v1 ConfigMap': forType(validateConfigMap),
  'v1 Secret': forType(validateSecret),
  'v1 ServiceAccount': forType(validateServiceAccount),
  'v1 Service': forType(validateService),
  'v1 Endpoints': forType(validateEndpoints),
  'v1 Namespace': forType(validateNamespace),
  'v1 PersistentVolume': forType(validatePersistentVolume),
  'v1 PersistentVolumeClaim': forType(validatePersistentVolumeClaim),
  'v1 PodTemplate': forType(validateTemplateObject),
  'v1 LimitRange': forType(validateLimitRange),
  'v1 ResourceQuota': forType(validateResourceQuota),
  'v1 ReplicationController': forType(validateReplicationController),
  'apps/v1 Deployment': forType(validateDeployment),
  'apps/v1 ReplicaSet': forType(validateReplicaSet),
  'apps/v1 StatefulSet': forType(validateStatefulSet),
  'apps/v1 DaemonSet': forType(validateDaemonSet),
  'apps/v1 ControllerRevision': forType(validateRevision),
  'batch/v1 Job': forType(validateJob),
  'batch/v1 CronJob': forType(validateCronJob),
  'networking.k8s.io/v1 Ingress': forType(validateIngress),
  'discovery.k8s.io/v1 EndpointSlice': forType(validateEndpointSlice),
  'networking.k8s.io/v1 IngressClass': forType(validateIngressClass),
  'networking.k8s.io/v1 NetworkPolicy': forType(validateNetworkPolicy),
  'rbac.authorization.k8s.io/v1 Role': forType(validateRole),
  'rbac.authorization.k8s.io/v1 ClusterRole': forType(validateClusterRole),
  'rbac.authorization.k8s.io/v1 RoleBinding': forType(validateRoleBinding),
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': forType(validateClusterRoleBinding),
  'autoscaling/v1 HorizontalPodAutoscaler': forType(validateAutoscaler),
  'autoscaling/v2 HorizontalPodAutoscaler': forType(validateAutoscaler),
  'policy/v1 PodDisruptionBudget': forType(validateDisruptionBudget),
  'storage.k8s.io/v1 CSIDriver': forType(validateCsiDriver),
  'storage.k8s.io/v1 VolumeAttributesClass': forType(validateVolumeAttributesClass),
  'scheduling.k8s.io/v1 PriorityClass': forType(validatePriorityClass),
  'node.k8s.io/v1 RuntimeClass': forType(validateRuntimeClass),
  'coordination.k8s.io/v1 Lease': forType(validateLease),
  'storage.k8s.io/v1 StorageClass': forType(validateStorageClass),
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy': forType(validateAdmissionPolicy),
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding': forType(validateAdmissionBinding),
  'certificates.k8s.io/v1 CertificateSigningRequest': forType(validateSigningRequest),
  'events.k8s.io/v1 Event': forType(validateEvent),
  'flowcontrol.apiserver.k8s.io/v1 FlowSchema': forType(validateFlowSchema),
  'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration': forType(validatePriorityLevel),
  'v1 Event': forType(validateEvent),
  'v1 Node': forType(validateNode),
  'apiextensions.k8s.io/v1 CustomResourceDefinition': forType(validateCustomResource),
  'apiregistration.k8s.io/v1 APIService': forType(validateApiService),
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': forType(validateWebhooks),
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': forType(validateWebhooks),
  'networking.k8s.io/v1 IPAddress': forType(validateAddress),
  'authentication.k8s.io/v1 SelfSubjectReview': validateQuestion,
  'authentication.k8s.io/v1 TokenReview': validateQuestion,
  'authorization.k8s.io/v1 LocalSubjectAccessReview': forType(validateAccessReview),
  'authorization.k8s.io/v1 SelfSubjectAccessReview': forType(validateAccessReview),
  'authorization.k8s.io/v1 SelfSubjectRulesReview': validateQuestion,
  'authorization.k8s.io/v1 SubjectAccessReview': forType(validateAccessReview),
};

/** Its warnings, where it has some. */
const warners: { readonly [versionAndKind: string]: KindValidator } = {
  'v1 Pod': forType(warnOfPod),
  'v1 PodTemplate': forType(warnOfTemplateObject),
  'v1 ReplicationController': forType(warnOfController),
  'apps/v1 Deployment': forType(warnOfController),
  'apps/v1 ReplicaSet': forType(warnOfController),
  'apps/v1 DaemonSet': forType(warnOfDaemonSet),
  'apps/v1 StatefulSet': forType(warnOfStatefulSet),
  'batch/v1 Job': forType(warnOfJob),
  'batch/v1 CronJob': forType(warnOfCronJob),
  'v1 Service': forType(warnOfService),
  'networking.k8s.io/v1 Ingress': forType(warnOfIngress),
  'v1 Secret': forType(warnOfSecret),
  'v1 PersistentVolume': forType(warnOfPersistentVolume),
  'v1 PersistentVolumeClaim': forType(warnOfPersistentVolumeClaim),
  'storage.k8s.io/v1 StorageClass': forType(warnOfStorageClass),
  'storage.k8s.io/v1 CSIStorageCapacity': forType(warnOfStorageCapacity),
  'node.k8s.io/v1 RuntimeClass': forType(warnOfRuntimeClass),
  'apiextensions.k8s.io/v1 CustomResourceDefinition': forType(noteRules),
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy': forType(noteExpressions),
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy': forType(noteExpressions),
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': forType(noteExpressions),
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': forType(noteExpressions),
  'resource.k8s.io/v1 DeviceClass': forType(noteExpressions),
  'resource.k8s.io/v1 ResourceClaim': forType(noteExpressions),
  'resource.k8s.io/v1 ResourceClaimTemplate': forType(noteExpressions),
};

const entries: ReadonlyMap<string, KindEntry> = new Map(
  servedKinds.map((served) => {
    const key = `${served.apiVersion} ${served.kind}`;
    const validate = validators[key] ?? forType(served.namespaced ? validateOther : validateOtherOfCluster);
    const warn = warners[key];
    const ledger = kindLedgers[key];
    const entry: KindEntry = {
      ...served,
      ...(validate === undefined ? {} : { validate }),
      ...(warn === undefined ? {} : { warn }),
      ...(ledger === undefined ? {} : { ledger }),
    };
    return [key, entry];
  }),
);

/** All that phase 2 knows of a kind; undefined when Kubernetes 1.36 does not serve it. */
export function kindEntry(apiVersion: string, kind: string): KindEntry | undefined {
  return entries.get(`${apiVersion} ${kind}`);
}

/** The versions in which a kind is served, in the table's order. */
export function servedVersions(kind: string): readonly string[] {
  return servedKinds.filter((served) => served.kind === kind).map(({ apiVersion }) => apiVersion);
}
