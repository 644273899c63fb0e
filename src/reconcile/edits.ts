import type { KubeObject } from '../phases/documents.js';

/** Kinds whose number of pods can be set. Source: kubectl scale; the kinds with a `scale` subresource. */
const scalable = ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];
/** Kinds that bring out templates. Source: kubectl pkg/polymorphichelpers/objectrestarter.go. */
const restartable = ['Deployment', 'DaemonSet', 'StatefulSet'];
/** The annotation of a template that `kubectl rollout restart` sets. */
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

interface Manifest {
  readonly spec?: {
    readonly paused?: boolean;
    readonly replicas?: number;
    readonly template?: {
      readonly metadata?: { readonly annotations?: { readonly [name: string]: string } };
    };
  };
}

/** The object with another number of pods; undefined when its kind has none. */
export function scaled(object: KubeObject, replicas: number): KubeObject | undefined {
  if (!scalable.includes(object.kind)) return undefined;
  const manifest = object.manifest as Manifest;
  return { ...object, manifest: { ...manifest, spec: { ...manifest.spec, replicas } } };
}

/** The object with a template that differs by the time, so that all its pods are made anew; undefined when it has none. */
export function restarted(object: KubeObject, time: string): KubeObject | undefined {
  return restartable.includes(object.kind) ? withRestart(object, time) : undefined;
}

function withRestart(object: KubeObject, time: string): KubeObject {
  const manifest = object.manifest as Manifest;
  const { spec } = manifest;
  const metadata = spec?.template?.metadata;
  const annotations = { ...metadata?.annotations, [restartedAt]: time };
  const template = { ...spec?.template, metadata: { ...metadata, annotations } };
  return { ...object, manifest: { ...manifest, spec: { ...spec, template } } };
}

/** Objects as they are to be applied, in the light of what an earlier apply recorded. */
export function withHistory(
  objects: readonly KubeObject[],
  recorded: readonly KubeObject[],
): readonly KubeObject[] {
  return objects.map((object) => {
    const before = recorded.find(
      ({ kind, namespace, name }) =>
        kind === object.kind && namespace === object.namespace && name === object.name,
    );
    return before === undefined ? object : keepTemplate(keepRestart(object, before), before);
  });
}

/**
 * The time of a restart stays, as it does in a cluster, where apply takes away only what an earlier apply wrote.
 * Source: kubectl's three-way merge, pkg/cmd/apply/patcher.go.
 */
function keepRestart(object: KubeObject, before: KubeObject): KubeObject {
  if (!restartable.includes(object.kind)) return object;
  const timeOf = ({ manifest }: KubeObject): string | undefined =>
    (manifest as Manifest).spec?.template?.metadata?.annotations?.[restartedAt];
  const time = timeOf(before);
  return time === undefined || timeOf(object) !== undefined ? object : withRestart(object, time);
}

/**
 * A paused Deployment goes on with the template it had, also for pods that scaling adds; the new one is brought out by
 * the apply that no longer pauses it.
 * Source: kubernetes pkg/controller/deployment/sync.go, sync ("createIfNotExisted: false") and scale.
 */
function keepTemplate(object: KubeObject, before: KubeObject): KubeObject {
  const manifest = object.manifest as Manifest;
  if (object.kind !== 'Deployment' || manifest.spec?.paused !== true) return object;
  const { template } = (before.manifest as Manifest).spec ?? {};
  if (template === undefined) return object;
  return { ...object, manifest: { ...manifest, spec: { ...manifest.spec, template } } };
}
