import { normalize } from 'node:path/posix';
import type { Container, VolumeMount } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { expand } from '../../model/expansion.js';
import { plainText } from '../../model/text.js';
import { supports } from '../../podman/versions.js';
import type { ResolveContext } from '../context.js';
import type { ContainerEnv } from '../env/model.js';
import { cleanPath } from './files.js';
import type { ContainerMounts, PodVolume, ResolvedDevice, ResolvedMount } from './model.js';

/** What a container's mounts are resolved from. */
export interface MountsInput {
  readonly container: Pick<Container, 'name' | 'volumeMounts' | 'volumeDevices'>;
  readonly volumes: readonly PodVolume[];
  readonly env: ContainerEnv;
}

/**
 * Where a container sees the pod's volumes. A mount of a volume that the pod has not is validation's finding.
 * Reports: podman/sub-path-escapes, podman/sub-path-variable, podman/image-part-elsewhere.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go, makeMounts.
 */
export function resolveMounts(input: MountsInput, at: FieldPath, context: ResolveContext): ContainerMounts {
  const { container, volumes } = input;
  const mounts = (container.volumeMounts ?? []).flatMap((mount, index) => {
    const volume = volumes.find(({ name }) => name === mount.name);
    const place = at.child('volumeMounts').index(index);
    return volume === undefined ? [] : [resolveMount({ mount, volume, env: input.env }, place, context)];
  });
  return { mounts, devices: resolveDevices(input) };
}

interface MountInput {
  readonly mount: VolumeMount;
  readonly volume: PodVolume;
  readonly env: ContainerEnv;
}

function resolveMount(
  { mount, volume, env }: MountInput,
  at: FieldPath,
  context: ResolveContext,
): ResolvedMount {
  const {
    name,
    mountPath,
    readOnly = false,
    mountPropagation,
    subPath,
    subPathExpr,
    recursiveReadOnly,
    ...rest
  } = mount;
  rest satisfies Record<string, never>;
  const { source } = volume;
  const always = source.kind === 'files' || source.kind === 'image';
  const fixed = (source.kind === 'claim' || source.kind === 'host') && source.readOnly;
  const inside = subPathOf({ subPath, subPathExpr }, env, at, context);
  const { target } = context.situation;
  const isPartOfImage = source.kind === 'image' && inside !== '';
  if (isPartOfImage && target.remote && !supports(target.version, 'imageSubpath'))
    context.report('podman/image-part-elsewhere', at.child('subPath'), {
      path: at.child('subPath').toString(),
    });
  const readonly = readOnly || always || fixed;
  const propagation = propagationOf(mountPropagation);
  return {
    volume: name,
    origin: at,
    // A relative mountPath is accepted, and read from the root: kubelet_pods.go, makeMounts.
    path: normalize(mountPath.startsWith('/') ? mountPath : `/${mountPath}`),
    readOnly: readonly || (recursiveReadOnly !== undefined && recursiveReadOnly !== 'Disabled'),
    ...(propagation === undefined ? {} : { propagation }),
    ...(inside === '' ? {} : { subPath: inside }),
    makesSubPath: !always,
    options: source.kind === 'host' ? relabelling(source.path, context.identity.annotations) : [],
  };
}

/**
 * What Podman's annotation says of a path of the machine: `bind-mount-options: PATH:z` (shared) or `PATH:Z` (private), or
 * the path in the key, as older releases wrote it. Only SELinux's labels are asked for so.
 * Source: podman libpod/define/container.go, BindMountPrefix; pkg/specgen/generate/kube/kube.go, ToSpecGen.
 */
function relabelling(path: string, annotations: { readonly [key: string]: string }): readonly string[] {
  const short = path.slice(0, longestOldKey - bindOptions.length - 1);
  const value = annotations[bindOptions];
  const end = value?.lastIndexOf(':') ?? -1;
  const named = value?.slice(0, end) === path ? value.slice(end + 1) : undefined;
  const option = named ?? annotations[`${bindOptions}:${path}`] ?? annotations[`${bindOptions}:${short}`];
  return option === 'z' ? ['relabel=shared'] : option === 'Z' ? ['relabel=private'] : [];
}

const bindOptions = 'bind-mount-options';
/** Kubernetes allows no longer name of an annotation: Podman cuts them. Source: libpod/define/annotations.go, MaxKubeAnnotation. */
const longestOldKey = 63;

function propagationOf(value: string | undefined): ResolvedMount['propagation'] {
  switch (value) {
    case 'HostToContainer':
      return 'rslave';
    case 'Bidirectional':
      return 'rshared';
    default:
      return undefined;
  }
}

function subPathOf(
  {
    subPath = '',
    subPathExpr = '',
  }: { readonly subPath?: string | undefined; readonly subPathExpr?: string | undefined },
  env: ContainerEnv,
  at: FieldPath,
  { report }: ResolveContext,
): string {
  if (subPathExpr === '') return cleanPath(subPath);
  const place = at.child('subPathExpr');
  const values = new Map(env.map(({ name, value }) => [name, plainText(value)]));
  let unset = false;
  const expanded = expand(subPathExpr, (name) => {
    const value = values.get(name);
    if (value === undefined) unset = true;
    return value === undefined ? undefined : [value];
  }).join('');
  if (unset) {
    report('podman/sub-path-variable', place, { path: place.toString(), value: subPathExpr });
    return '';
  }
  if (expanded.startsWith('/') || expanded.split('/').includes('..')) {
    report('podman/sub-path-escapes', place, { path: place.toString(), value: expanded });
    return '';
  }
  return cleanPath(expanded);
}

function resolveDevices({ container, volumes }: MountsInput): readonly ResolvedDevice[] {
  return (container.volumeDevices ?? []).flatMap(({ name, devicePath, ...rest }) => {
    rest satisfies Record<string, never>;
    const source = volumes.find((volume) => volume.name === name)?.source;
    return source?.kind === 'host'
      ? [{ host: source.path, path: devicePath, readOnly: source.readOnly }]
      : [];
  });
}
