import type {
  DaemonSet,
  Deployment,
  DeploymentSpec,
  ReplicaSet,
  StatefulSet,
} from 'kubernetes-types/apps/v1.js';
import type { Job, JobSpec } from 'kubernetes-types/batch/v1.js';
import type { Pod, PodTemplateSpec, ReplicationController } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../diagnostics/field-path.js';
import { resolveMetadata } from '../fields/metadata/resolve.js';
import type { PodRequest } from '../fields/resolve-pod.js';
import type { SetMembership, UpdateRule } from '../model/pod-model.js';
import type { KubeObject } from '../phases/documents.js';
import { jobPodLabels, withIndex } from './indexed.js';
import { jobRules } from './job-rules.js';
import { slotName, slotsOf } from './slots.js';
import { hashOf, stableUid } from './uid.js';
import { daemonUpdate, deploymentUpdate, keep, statefulUpdate } from './updates.js';

/**
 * The pods that an object asks for, one row per kind; a kind without a row asks for none. The schema of each kind was
 * checked in phase 2, so that a row may read its manifest as its own type.
 */
const requests: {
  readonly [kind: string]: (object: KubeObject, held: readonly string[]) => readonly PodRequest[];
} = {
  Pod: podItself,
  Deployment: (object, held) => {
    const { spec } = object.manifest as Deployment;
    return replicas(object, neverRan(spec, held) ? { ...spec, replicas: 0 } : spec, {
      held,
      update: deploymentUpdate(spec),
    });
  },
  ReplicaSet: (object, held) =>
    replicas(object, (object.manifest as ReplicaSet).spec, { held, update: keep }),
  ReplicationController: (object, held) =>
    replicas(object, (object.manifest as ReplicationController).spec, { held, update: keep }),
  DaemonSet: (object) => {
    const { spec } = object.manifest as DaemonSet;
    return replicas(object, { template: spec?.template }, { held: [], update: daemonUpdate(spec) });
  },
  StatefulSet: statefulPods,
  Job: jobPods,
};

/**
 * Every pod that an object asks for, by the kind's own rules. `held`: names of the pods that it has already; what keeps
 * its number by slots gets a request for each of them and for as many free slots, and planning chooses.
 */
export function podRequests(object: KubeObject, held: readonly string[] = []): readonly PodRequest[] {
  return requests[object.kind]?.(object, held) ?? [];
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
 * A Deployment that is paused from its beginning has no pods: there is no ReplicaSet to scale.
 * Source: kubernetes pkg/controller/deployment/sync.go, sync ("createIfNotExisted: false").
 */
function neverRan(spec: DeploymentSpec | undefined, held: readonly string[]): boolean {
  return spec?.paused === true && held.length === 0;
}

/** How the pods of a controller with slots are kept. */
interface Keeping {
  readonly held: readonly string[];
  readonly update: UpdateRule;
}

/**
 * Replicas are slots: `NAME-pod`, `NAME-pod-1`, ... as podman kube play begins to count (design decision 4).
 * Source of the default of 1: kubernetes pkg/apis/apps/v1/defaults.go, SetDefaults_Deployment.
 */
function replicas(
  object: KubeObject,
  spec: { readonly replicas?: number; readonly template?: PodTemplateSpec | undefined } | undefined,
  { held, update }: Keeping,
): readonly PodRequest[] {
  const { replicas: count = 1, template } = spec ?? {};
  const labels = generatedLabels(object.kind, hashOf(template).slice(0, 10));
  return slotsOf(object.name, count, held).flatMap((slot) =>
    requestOf(object, {
      name: slotName(object.name, slot),
      template,
      at: object.at.child('spec', 'template'),
      labels,
      set: { replicas: count, place: slot, alike: slotName(object.name, 0), update },
    }),
  );
}

/** Stable names and claims of their own. Source: kubernetes pkg/controller/statefulset/stateful_set_utils.go, newStatefulSetPod. */
function statefulPods(object: KubeObject): readonly PodRequest[] {
  const { spec } = object.manifest as StatefulSet;
  if (spec === undefined) return [];
  const { replicas: count = 1, ordinals } = spec;
  const first = ordinals?.start ?? 0;
  const revision = `${object.name}-${hashOf(spec.template).slice(0, 10)}`;
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '');
  return range(count).flatMap((slot) => {
    const ordinal = first + slot;
    const name = `${object.name}-${ordinal}`;
    return requestOf(object, {
      name,
      template: withClaims(withStableName(spec.template, name, spec.serviceName), claims, name),
      at: object.at.child('spec', 'template'),
      labels: {
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': String(ordinal),
        'controller-revision-hash': revision,
      },
      set: { replicas: count, place: ordinal, update: statefulUpdate(spec) },
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

/**
 * A Job's pods where nobody counts them: one for each completion, each knowing its index; a failed one is tried again in
 * its place. Source: kubernetes pkg/controller/job/job_controller.go, manageJob.
 */
function jobPods(object: KubeObject): readonly PodRequest[] {
  return jobRequests(object, (object.manifest as Job).spec, object.at.child('spec', 'template'));
}

/** The pods of one Job, also of one that a CronJob describes. */
export function jobRequests(
  object: KubeObject,
  spec: JobSpec | undefined,
  at: FieldPath,
): readonly PodRequest[] {
  if (spec === undefined || spec.suspend === true) return [];
  const { parallelism, completions = parallelism, indexed } = jobRules(spec);
  if (parallelism === 0) return [];
  return range(completions).flatMap((slot) => {
    const index = indexed ? String(slot) : undefined;
    return requestOf(object, {
      name: slot === 0 ? `${object.name}-pod` : `${object.name}-pod-${slot}`,
      template:
        index === undefined
          ? spec.template
          : withIndex(spec.template, { index, hostname: `${object.name}-${index}` }),
      at,
      labels: jobPodLabels(object.name, stableUid(object.namespace, 'Job', object.name), index),
    });
  });
}

interface Instance {
  readonly name: string;
  readonly template: PodTemplateSpec | undefined;
  readonly at: FieldPath;
  readonly labels?: { readonly [name: string]: string };
  readonly startsAfter?: string;
  readonly set?: SetMembership;
}

function requestOf(
  object: KubeObject,
  { name, template, at, labels = {}, startsAfter, set }: Instance,
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
        get uid() {
          return stableUid(namespace, kind, name);
        },
        ...metadata,
        labels: { ...metadata.labels, ...labels },
        serviceAccountName: spec.serviceAccountName ?? spec.serviceAccount ?? 'default',
        ...(startsAfter === undefined ? {} : { startsAfter }),
        ...(set === undefined ? {} : { set }),
        owner: { apiVersion, kind, name: object.name },
      },
    },
  ];
}

/** Sources: pkg/controller/deployment/sync.go, getNewReplicaSet; pkg/controller/daemon/update.go, DefaultDaemonSetUniqueLabelKey. */
function generatedLabels(kind: string, hash: string): { readonly [name: string]: string } {
  if (kind === 'Deployment') return { 'pod-template-hash': hash };
  return kind === 'DaemonSet' ? { 'controller-revision-hash': hash } : {};
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
