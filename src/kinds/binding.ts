import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.js';
import { scaledQuantity } from '../model/scaled-quantity.js';
import type { KubeObject } from '../phases/documents.js';

/**
 * The persistent volume of the input that a claim is bound to: the one it names, the one that names it, else the
 * smallest that fits and names no other claim. A claim that asks for a class gets volumes of that class only; without
 * one (unset: the cluster's default class would make a fresh volume) only a named volume.
 * Source: kubernetes pkg/controller/volume/persistentvolume/pv_controller.go, syncUnboundClaim;
 * staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go, FindMatchingVolume.
 */
export function boundVolume(
  claim: KubeObject<PersistentVolumeClaim>,
  volumes: readonly KubeObject<PersistentVolume>[],
): KubeObject<PersistentVolume> | undefined {
  const {
    volumeName = '',
    storageClassName,
    selector,
    accessModes = [],
    resources,
  } = claim.manifest.spec ?? {};
  if (volumeName !== '') return volumes.find(({ name }) => name === volumeName);
  const named = volumes.find(({ manifest }) => {
    const { name, namespace } = manifest.spec?.claimRef ?? {};
    return name === claim.name && (namespace ?? 'default') === claim.namespace;
  });
  if (named !== undefined) return named;
  const wanted = scaledQuantity(String(resources?.requests?.storage ?? '0'), 0) ?? 0n;
  const fitting = volumes.filter(({ manifest }) => {
    const spec = manifest.spec ?? {};
    const labels = manifest.metadata?.labels ?? {};
    const chosen = Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
    const sameClass = (spec.storageClassName ?? '') === (storageClassName ?? '');
    const modes = accessModes.every((mode) => (spec.accessModes ?? []).includes(mode));
    return spec.claimRef === undefined && sameClass && chosen && modes && sizeOf(manifest) >= wanted;
  });
  return fitting.sort((a, b) => (sizeOf(a.manifest) < sizeOf(b.manifest) ? -1 : 1))[0];
}

function sizeOf({ spec }: PersistentVolume): bigint {
  return scaledQuantity(String(spec?.capacity?.storage ?? '0'), 0) ?? 0n;
}
