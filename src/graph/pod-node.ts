import type { Container, ContainerPort, PodSpec, Volume } from 'kubernetes-types/core/v1.js';
import type { PodTemplate } from '../kinds/pod-template.js';
import type { KubeObject } from '../phases/documents.js';
import type { ContainerNode, LiveState, PodNode, StoreNode, VolumeNode } from './model.js';

/** How a container of an object runs now; absent: it does not, or nobody looked. */
export type StateOf = (owner: KubeObject, container: string) => LiveState | undefined;

/** The envelope of what one object runs. */
export function podNode(owner: KubeObject, { spec }: PodTemplate, stateOf: StateOf): PodNode {
  const { kind, name, namespace } = owner;
  const before = spec.initContainers ?? [];
  const containers = [...before, ...spec.containers].map((container, index): ContainerNode => {
    const state = stateOf(owner, container.name);
    return {
      ...containerNode(container, index + 1, index < before.length),
      ...(state === undefined ? {} : { state }),
    };
  });
  return {
    id: `${kind}/${namespace}/${name}`,
    title: `${kind} ${name}`,
    note: noteOf(owner),
    namespace,
    shares: sharedNamespaces(spec),
    hostNetwork: spec.hostNetwork === true,
    containers,
    volumes: [
      ...(spec.volumes ?? []).map((volume) => volumeNode(volume, namespace)),
      ...claimTemplates(owner).map(({ volume, store }) => ({
        name: volume,
        source: `${store.kind} ${store.name}`,
        store: store.id,
      })),
    ],
  };
}

function sharedNamespaces(spec: PodSpec): readonly string[] {
  return [
    spec.hostNetwork === true ? 'network of the machine' : 'network (one IP)',
    spec.hostIPC === true ? 'IPC of the machine' : 'IPC',
    'hostname',
    ...(spec.hostPID === true ? ['processes of the machine'] : []),
    ...(spec.shareProcessNamespace === true ? ['processes'] : []),
  ];
}

interface Counted {
  readonly spec?: {
    readonly replicas?: number;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly schedule?: string;
  };
}

function noteOf({ kind, manifest }: KubeObject): string {
  const { replicas = 1, completions, parallelism = 1, schedule } = (manifest as Counted).spec ?? {};
  const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
  switch (kind) {
    case 'Pod':
    case 'DaemonSet':
      return '1 pod';
    case 'Job':
      return count(completions ?? parallelism, 'completion');
    case 'CronJob':
      return `at ${schedule ?? ''}`;
    default:
      return count(replicas, 'pod');
  }
}

function containerNode(container: Container, order: number, isInit: boolean): ContainerNode {
  const { name, image = '', ports = [], volumeMounts = [] } = container;
  const restart = (container as { readonly restartPolicy?: string }).restartPolicy;
  const probes = (['startup', 'readiness', 'liveness'] as const).filter(
    (probe) => container[`${probe}Probe`] !== undefined,
  );
  return {
    name,
    role: isInit ? (restart === 'Always' ? 'sidecar' : 'init') : 'app',
    order,
    image,
    ports: ports.map(portText),
    probes,
    mounts: volumeMounts.map(({ name: volume, mountPath, readOnly }) => ({
      volume,
      path: mountPath,
      readOnly: readOnly === true,
    })),
  };
}

function portText({ name, containerPort, protocol = 'TCP', hostPort, hostIP }: ContainerPort): string {
  const own = `${name === undefined ? '' : `${name} `}${containerPort}/${protocol}`;
  return hostPort === undefined
    ? own
    : `${own}, host port ${hostIP === undefined ? '' : `${hostIP}:`}${hostPort}`;
}

/** A StatefulSet's claims: one for each pod, shown as one. */
export function claimTemplates({
  manifest,
  name: set,
  namespace,
}: KubeObject): readonly { readonly volume: string; readonly store: StoreNode }[] {
  const { spec } = manifest as {
    readonly spec?: {
      readonly volumeClaimTemplates?: readonly { readonly metadata?: { readonly name?: string } }[];
    };
  };
  return (spec?.volumeClaimTemplates ?? []).map(({ metadata }) => {
    const volume = metadata?.name ?? '';
    const kind = 'PersistentVolumeClaim';
    const name = `${volume}-${set}-N`;
    return { volume, store: { id: storeId(kind, namespace, name), kind, name } };
  });
}

/** The id of a store, the same for every pod that uses it. */
export function storeId(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function volumeNode(volume: Volume, namespace: string): VolumeNode {
  const { name, emptyDir, hostPath } = volume;
  const [store] = storesOf(volume, namespace);
  if (store !== undefined) return { name, source: `${store.kind} ${store.name}`, store: store.id };
  if (emptyDir !== undefined)
    return { name, source: emptyDir.medium === 'Memory' ? 'emptyDir, memory' : 'emptyDir' };
  const source = Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
  return { name, source: hostPath === undefined ? source : `hostPath ${hostPath.path}` };
}

/** What a volume shows that lives outside of the pod. */
export function storesOf(volume: Volume, namespace: string): readonly StoreNode[] {
  const { configMap, secret, persistentVolumeClaim, hostPath, projected } = volume;
  const named = (kind: string, name: string | undefined): readonly StoreNode[] =>
    name === undefined ? [] : [{ id: storeId(kind, namespace, name), kind, name }];
  return [
    ...named('ConfigMap', configMap?.name),
    ...named('Secret', secret?.secretName),
    ...named('PersistentVolumeClaim', persistentVolumeClaim?.claimName),
    ...(hostPath === undefined
      ? []
      : [{ id: `host/${hostPath.path}`, kind: 'folder of the machine', name: hostPath.path }]),
    ...(projected?.sources ?? []).flatMap((source) => [
      ...named('ConfigMap', source.configMap?.name),
      ...named('Secret', source.secret?.name),
    ]),
  ];
}
