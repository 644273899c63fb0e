import type { PersistentVolume, PodSpec } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../../phases/documents.js';
import { hostPathOf } from './resolve.js';

/** Paths of this machine that a pod's volumes refer to, also through the persistent volumes of the input. */
export function hostPathsOf(
  podSpec: PodSpec,
  objects: readonly KubeObject[],
  baseDirectory: string,
): readonly string[] {
  const own = (podSpec.volumes ?? []).flatMap(({ hostPath }) =>
    hostPath === undefined ? [] : [hostPath.path],
  );
  const volumes = objects.flatMap((object) => {
    if (object.kind !== 'PersistentVolume') return [];
    const { hostPath, local } = (object.manifest as PersistentVolume).spec ?? {};
    const path = hostPath?.path ?? local?.path;
    return path === undefined ? [] : [path];
  });
  return [...own, ...volumes].map((path) => hostPathOf(path, baseDirectory));
}

/** Images that a pod mounts as volumes. */
export function volumeImagesOf(
  podSpec: PodSpec,
): readonly { readonly reference: string; readonly pullPolicy?: string }[] {
  return (podSpec.volumes ?? []).flatMap(({ image }) => {
    if (image?.reference === undefined) return [];
    const { reference, pullPolicy } = image;
    return [{ reference, ...(pullPolicy === undefined ? {} : { pullPolicy }) }];
  });
}
