import { createHash } from 'node:crypto';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod, PodTemplateSpec, ReplicationController } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { resolveMetadata } from '../fields/metadata/resolve.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import type { JobMembership } from '../model/pod-model.js';
import type { KubeObject } from '../phases/documents.js';

/**
 * The pods that an object asks for, one row per kind; a kind without a row asks for none. The schema of each kind was
 * checked in phase 2, so that a row may read its manifest as its own type.
 */
const requests: { readonly [kind: string]: (object: KubeObject) => readonly PodRequest[] } = {
  Pod: podItself,
  Deployment: (object) => replicas(object, (object.manifest as Deployment).spec),
  ReplicaSet: (object) => replicas(object, (object.manifest as ReplicaSet).spec),
  ReplicationController: (object) => replicas(object, (object.manifest as ReplicationController).spec),
  DaemonSet: (object) => replicas(object, { template: (object.manifest as DaemonSet).spec?.template }),
  StatefulSet: statefulPods,
  Job: jobPods,
};

/** Every pod that an object asks for, by the kind's own rules. */
export function podRequests(object: KubeObject): readonly PodRequest[] {
  return requests[object.kind]?.(object) ?? [];
}

function podItself(object: KubeObject): readonly PodRequest[] {
  const { metadata, spec } = object.manifest as Pod;
  return requestOf(object, {
    name: object.name,
    template: { ...(metadata && { metadata }), ...(spec && { spec }) },
    at: object.at,
  });
}

/**
 * Replicas are slots: `NAME-pod`, `NAME-pod-1`, ... as podman kube play begins to count (design decision 4).
 * Source of the default of 1: kubernetes pkg/apis/apps/v1/defaults.go, SetDefaults_Deployment.
 */
function replicas(
  object: KubeObject,
  spec: { readonly replicas?: number; readonly template?: PodTemplateSpec | undefined } | undefined,
): readonly PodRequest[] {
  const { replicas: count = 1, template } = spec ?? {};
  const labels = { 'pod-template-hash': hashOf(template).slice(0, 10) };
  return range(count).flatMap((slot) =>
    requestOf(object, {
      name: slot === 0 ? `${object.name}-pod` : `${object.name}-pod-${slot}`,
      template,
      at: object.at.child('spec', 'template'),
      labels: object.kind === 'Deployment' || object.kind === 'ReplicaSet' ? labels : {},
    }),
  );
}

/** Stable names and claims of their own. Source: kubernetes pkg/controller/statefulset/stateful_set_utils.go, newStatefulSetPod. */
function statefulPods(object: KubeObject): readonly PodRequest[] {
  const { spec } = object.manifest as StatefulSet;
  if (spec === undefined) return [];
  const first = spec.ordinals?.start ?? 0;
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '');
  return range(spec.replicas ?? 1).flatMap((slot) => {
    const ordinal = first + slot;
    const name = `${object.name}-${ordinal}`;
    return requestOf(object, {
      name,
      template: withClaims(withStableName(spec.template, name, spec.serviceName), claims, name),
      at: object.at.child('spec', 'template'),
      labels: { 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(ordinal) },
      ...(slot === 0 || spec.podManagementPolicy === 'Parallel'
        ? {}
        : { startsAfter: `${object.name}-${ordinal - 1}` }),
    });
  });
}

function withStableName(
  template: PodTemplateSpec,
  name: string,
  service: string | undefined,
): PodTemplateSpec {
  if (template.spec === undefined) return template;
  const subdomain = service === undefined || service === '' ? {} : { subdomain: service };
  return { ...template, spec: { ...template.spec, hostname: name, ...subdomain } };
}

/** A claim of the set takes the place of a volume of the same name. Source: stateful_set_utils.go, updateStorage. */
function withClaims(template: PodTemplateSpec, claims: readonly string[], pod: string): PodTemplateSpec {
  if (template.spec === undefined || claims.length === 0) return template;
  const own = (template.spec.volumes ?? []).filter(({ name }) => !claims.includes(name));
  const claimed = claims.map((name) => ({ name, persistentVolumeClaim: { claimName: `${name}-${pod}` } }));
  return { ...template, spec: { ...template.spec, volumes: [...own, ...claimed] } };
}

const usualBackoffLimit = 6;

/**
 * A Job's pods: one for each completion, each knowing its index; a pod starts when the one that many before it as may run
 * side by side has succeeded. A failed pod is tried again in its place, at most backoffLimit times.
 * Source: kubernetes pkg/controller/job/job_controller.go, manageJob; indexed_job_utils.go, addCompletionIndexEnvVariable.
 */
function jobPods(object: KubeObject): readonly PodRequest[] {
  const { spec } = object.manifest as Job;
  if (spec === undefined || spec.suspend === true) return [];
  const {
    parallelism = 1,
    completions = parallelism,
    backoffLimit = usualBackoffLimit,
    completionMode,
  } = spec;
  if (parallelism === 0) return [];
  const nameOf = (slot: number): string => (slot === 0 ? `${object.name}-pod` : `${object.name}-pod-${slot}`);
  return range(completions).flatMap((slot) => {
    const index = String(slot);
    const indexed = completionMode === 'Indexed' ? { 'batch.kubernetes.io/job-completion-index': index } : {};
    return requestOf(object, {
      name: nameOf(slot),
      template:
        completionMode === 'Indexed'
          ? withIndex(spec.template, `${object.name}-${index}`, index)
          : spec.template,
      at: object.at.child('spec', 'template'),
      labels: { 'batch.kubernetes.io/job-name': object.name, 'job-name': object.name, ...indexed },
      job: {
        mostRestarts: spec.backoffLimitPerIndex ?? backoffLimit,
        ...(slot < parallelism ? {} : { startsWhenDone: nameOf(slot - parallelism) }),
      },
    });
  });
}

function withIndex(template: PodTemplateSpec, hostname: string, index: string): PodTemplateSpec {
  const { spec, metadata } = template;
  if (spec === undefined) return template;
  const variable = { name: 'JOB_COMPLETION_INDEX', value: index };
  const add = <T extends { env?: { name: string; value?: string }[] }>(container: T): T => ({
    ...container,
    env: [...(container.env ?? []), variable],
  });
  return {
    metadata: {
      ...metadata,
      annotations: { ...metadata?.annotations, 'batch.kubernetes.io/job-completion-index': index },
    },
    spec: {
      ...spec,
      hostname: spec.hostname ?? hostname,
      containers: spec.containers.map(add),
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(add) }),
    },
  };
}

interface Instance {
  readonly name: string;
  readonly template: PodTemplateSpec | undefined;
  readonly at: FieldPath;
  readonly labels?: { readonly [name: string]: string };
  readonly startsAfter?: string;
  readonly job?: JobMembership;
}

function requestOf(
  object: KubeObject,
  { name, template, at, labels = {}, startsAfter, job }: Instance,
): readonly PodRequest[] {
  const spec = template?.spec;
  if (spec === undefined) return [];
  const { kind, namespace, apiVersion } = object;
  const metadata = resolveMetadata(template?.metadata);
  return [
    {
      podSpec: spec,
      at,
      identity: {
        namespace,
        name,
        uid: stableUid(namespace, kind, name),
        ...metadata,
        labels: { ...metadata.labels, ...labels },
        serviceAccountName: spec.serviceAccountName ?? spec.serviceAccount ?? 'default',
        ...(startsAfter === undefined ? {} : { startsAfter }),
        ...(job === undefined ? {} : { job }),
        owner: { apiVersion, kind, name: object.name },
      },
    },
  ];
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  );
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}

/** A UUID (version 5 layout) that is the same at every apply. The API server's are random. */
export function stableUid(namespace: string, kind: string, name: string): string {
  const hex = hashOf(['kube2pod', namespace, kind, name]);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
