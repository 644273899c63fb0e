import type { Container, PodSpec, Volume } from 'kubernetes-types/core/v1.js';
import type { Report } from '../diagnostics/diagnostic.js';
import type { ObjectSet } from '../kinds/object-set.js';
import { podTemplate } from '../kinds/pod-template.js';
import type { KubeObject } from '../phases/documents.js';
import { ingressReferences } from './ingress.js';

const watched = new Set(['ConfigMap', 'Secret', 'PersistentVolumeClaim']);

/** ConfigMaps, Secrets and claims that nothing of the set refers to. Reports: reference/unused. */
export function reportUnused(objects: readonly KubeObject[], set: ObjectSet, report: Report): void {
  const used = new Set(set.objects.flatMap(usedBy));
  for (const object of objects) {
    const { kind, name, namespace, at } = object;
    if (!watched.has(kind) || used.has(`${kind}/${namespace}/${name}`) || isUsedByOthers(object)) continue;
    report('reference/unused', at.child('metadata', 'name'), { kind, name });
  }
}

/** Tokens and registry credentials are read by the cluster itself; claims with a volume of their own are data to keep. */
function isUsedByOthers({ kind, manifest }: KubeObject): boolean {
  const { type } = manifest as { readonly type?: string };
  return kind === 'Secret' && type === 'kubernetes.io/service-account-token';
}

function usedBy(object: KubeObject): readonly string[] {
  const { namespace } = object;
  const spec = podTemplate(object)?.spec;
  const names = [...(spec === undefined ? [] : namesIn(spec)), ...namesBeyondPods(object)];
  return names.map(([kind, name]) => `${kind}/${namespace}/${name}`);
}

type Named = readonly [kind: string, name: string | undefined];

function namesBeyondPods(object: KubeObject): readonly Named[] {
  if (object.kind === 'Ingress')
    return ingressReferences(object).map(({ kind, name }) => [kind, name] as const);
  if (object.kind !== 'ServiceAccount') return [];
  const { secrets = [], imagePullSecrets = [] } = object.manifest as {
    readonly secrets?: readonly { readonly name?: string }[];
    readonly imagePullSecrets?: readonly { readonly name?: string }[];
  };
  return [...secrets, ...imagePullSecrets].map(({ name }) => ['Secret', name] as const);
}

function namesIn(spec: PodSpec): readonly Named[] {
  const containers: readonly Container[] = [...(spec.initContainers ?? []), ...spec.containers];
  return [
    ...(spec.imagePullSecrets ?? []).map(({ name }): Named => ['Secret', name]),
    ...(spec.volumes ?? []).flatMap(namesInVolume),
    ...containers.flatMap(namesInContainer),
  ];
}

function namesInVolume({ configMap, secret, persistentVolumeClaim, projected }: Volume): readonly Named[] {
  return [
    ['ConfigMap', configMap?.name],
    ['Secret', secret?.secretName],
    ['PersistentVolumeClaim', persistentVolumeClaim?.claimName],
    ...(projected?.sources ?? []).flatMap((source): readonly Named[] => [
      ['ConfigMap', source.configMap?.name],
      ['Secret', source.secret?.name],
    ]),
  ];
}

function namesInContainer({ env = [], envFrom = [] }: Container): readonly Named[] {
  return [
    ...env.flatMap(({ valueFrom }): readonly Named[] => [
      ['ConfigMap', valueFrom?.configMapKeyRef?.name],
      ['Secret', valueFrom?.secretKeyRef?.name],
    ]),
    ...envFrom.flatMap(({ configMapRef, secretRef }): readonly Named[] => [
      ['ConfigMap', configMapRef?.name],
      ['Secret', secretRef?.name],
    ]),
  ];
}
