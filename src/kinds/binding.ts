import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.js';
import { onceForEach } from '../model/once-for-each.js';
import { scaledQuantity } from '../model/scaled-quantity.js';
import type { KubeObject } from '../phases/documents.js';

/** Finds the persistent volume that a claim is bound to. */
export type Binder = (claim: KubeObject<PersistentVolumeClaim>) => KubeObject<PersistentVolume> | undefined;

/**
 * The persistent volume of the input that a claim is bound to: the one it names, the one that names it, else the
 * smallest that fits and names no other claim. A claim that asks for a class gets volumes of that class only; without
 * one (unset: the cluster's default class would make a fresh volume) only a named volume.
 * Source: kubernetes pkg/controller/volume/persistentvolume/pv_controller.go, syncUnboundClaim;
 * staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go, FindMatchingVolume.
 */
export function volumeBinder(volumes: readonly KubeObject<PersistentVolume>[]): Binder {
  const first = volumes.toReversed();
  const byName = new Map(first.map((volume) => [volume.name, volume]));
  const byClaim = new Map(first.flatMap((volume) => claimKey(volume).map((key) => [key, volume])));
  const free = onceForEach((storageClass) => freeOf(storageClass, volumes));
  return (claim) => {
    const { volumeName = '', storageClassName = '' } = claim.manifest.spec ?? {};
    if (volumeName !== '') return byName.get(volumeName);
    const named = byClaim.get(`${claim.namespace}/${claim.name}`);
    return named ?? smallestFor(claim, free(storageClassName));
  };
}

/** The claim that a volume is kept for. */
function claimKey({ manifest }: KubeObject<PersistentVolume>): readonly string[] {
  const { name, namespace = 'default' } = manifest.spec?.claimRef ?? {};
  return name === undefined ? [] : [`${namespace}/${name}`];
}

interface Sized {
  readonly volume: KubeObject<PersistentVolume>;
  readonly bytes: bigint;
}

/** The volumes of a class that are kept for nobody, the smallest first. */
function freeOf(storageClass: string, volumes: readonly KubeObject<PersistentVolume>[]): readonly Sized[] {
  return volumes
    .filter(({ manifest: { spec } }) => {
      return spec?.claimRef === undefined && (spec?.storageClassName ?? '') === storageClass;
    })
    .map((volume) => ({ volume, bytes: sizeOf(volume.manifest.spec?.capacity?.storage) }))
    .sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : 0));
}

function smallestFor(
  { manifest: { spec } }: KubeObject<PersistentVolumeClaim>,
  free: readonly Sized[],
): KubeObject<PersistentVolume> | undefined {
  const { accessModes = [], selector, resources } = spec ?? {};
  const wanted = sizeOf(resources?.requests?.storage);
  const labels = Object.entries(selector?.matchLabels ?? {});
  return free.find(({ volume: { manifest }, bytes }) => {
    const own = manifest.metadata?.labels ?? {};
    const modes = manifest.spec?.accessModes ?? [];
    return (
      bytes >= wanted &&
      labels.every(([key, value]) => own[key] === value) &&
      accessModes.every((mode) => modes.includes(mode))
    );
  })?.volume;
}

function sizeOf(storage: unknown): bigint {
  return scaledQuantity(String(storage ?? '0'), 0) ?? 0n;
}
