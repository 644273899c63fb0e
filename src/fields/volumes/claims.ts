import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.js';
import type { Report } from '../../diagnostics/diagnostic.js';
import { latePart } from '../../model/text.js';
import type { KubeObject } from '../../phases/documents.js';
import type { Observed } from '../../phases/observed.js';
import { namespaced } from '../../podman/names.js';
import type { Operation } from '../../podman/operations.js';
import { isOwnedBy, label, ownerLabels } from '../../reconcile/labels.js';
import type { References } from '../context.js';
import { claimSteering } from './claim-annotations.js';
import type { ClaimModel, DroppedClaim } from './model.js';

/**
 * Every claim of the input that is a volume of Podman's: those bound to a path of the host are none.
 * Reports: podman/annotation-ignored, podman/annotation-value.
 */
export function resolveClaims(
  objects: readonly KubeObject[],
  references: References,
  report: Report,
): readonly ClaimModel[] {
  return objects.flatMap((object): readonly ClaimModel[] => {
    // Phase 2 checked each manifest against the schema of its kind.
    if (object.kind === 'PersistentVolumeClaim') {
      return ownClaim(object as KubeObject<PersistentVolumeClaim>, references, report);
    }
    return object.kind === 'StatefulSet' ? setClaims(object as KubeObject<StatefulSet>) : [];
  });
}

function ownClaim(
  claim: KubeObject<PersistentVolumeClaim>,
  references: References,
  report: Report,
): readonly ClaimModel[] {
  const { namespace, name, at } = claim;
  const { driver, options, annotations } = claimSteering(claim.manifest.metadata, at, report) ?? {};
  const spec = references.boundVolume(claim)?.manifest.spec;
  if (spec?.hostPath !== undefined || spec?.local !== undefined) return [];
  return [
    {
      origin: at,
      namespace,
      name,
      volume: namespaced(namespace, name),
      ...(driver === undefined ? {} : { driver }),
      options: options ?? (spec === undefined ? {} : volumeOptions(spec)),
      owner: { kind: 'PersistentVolumeClaim', name },
      ...(annotations === undefined ? {} : { annotations }),
    },
  ];
}

function volumeOptions(spec: NonNullable<PersistentVolume['spec']>): { readonly [name: string]: string } {
  const { nfs, mountOptions = [] } = spec;
  if (nfs === undefined) return {};
  const o = [`addr=${nfs.server}`, ...(nfs.readOnly === true ? ['ro'] : []), ...mountOptions].join(',');
  return { type: 'nfs', o, device: `:${nfs.path}` };
}

/** A claim for every pod of a set. Source: kubernetes pkg/controller/statefulset/stateful_set_utils.go, getPersistentVolumeClaims. */
function setClaims(set: KubeObject<StatefulSet>): readonly ClaimModel[] {
  const { spec } = set.manifest;
  const first = spec?.ordinals?.start ?? 0;
  return (spec?.volumeClaimTemplates ?? []).flatMap(({ metadata }, index) =>
    Array.from({ length: spec?.replicas ?? 1 }, (_, slot) => {
      const name = `${metadata?.name ?? ''}-${set.name}-${first + slot}`;
      return {
        origin: set.at.child('spec', 'volumeClaimTemplates').index(index),
        namespace: set.namespace,
        name,
        volume: namespaced(set.namespace, name),
        options: {},
        owner: { kind: 'StatefulSet', name: set.name },
      };
    }),
  );
}

/** With an owner given, Podman does not hand the volume to its first user (libpod, WithVolumeNoChown). */
const ownedByRoot = { o: 'uid=0,gid=0' };

/**
 * Claims of a set for ordinals that it no longer has, where it asks for them to go. Without that they stay.
 * Source: kubernetes pkg/controller/statefulset/stateful_set_utils.go, updateClaimOwnerRefForSetAndPod.
 */
export function droppedClaims(
  objects: readonly KubeObject[],
  claims: readonly ClaimModel[],
  { state }: Observed,
): readonly DroppedClaim[] {
  const wanted = new Set(claims.map(({ volume }) => volume));
  return objects.flatMap((object): readonly DroppedClaim[] => {
    if (object.kind !== 'StatefulSet') return [];
    const { spec } = object.manifest as StatefulSet;
    if (spec?.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return [];
    const origin = object.at.child('spec', 'persistentVolumeClaimRetentionPolicy');
    return [...state.volumes.values()]
      .filter(({ labels }) => labels[label.purpose] === 'claim' && isOwnedBy(labels, object))
      .filter(({ name }) => !wanted.has(name))
      .map(({ name }) => ({ volume: name, origin }));
  });
}

/** Whether a set asks for its claims to go when it is deleted. */
export function dropsClaims(manifest: unknown): boolean {
  // The record of a StatefulSet holds one.
  const { spec } = manifest as StatefulSet;
  return spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
}

/**
 * Makes the volumes of claims that are not there yet; what is there keeps its data. A fresh one is open to all, as a
 * provisioner's is, because Podman would leave it to the first container's user.
 */
export function planClaims(claims: readonly ClaimModel[], observed: Observed): readonly Operation[] {
  const { state, freshClaims } = observed;
  return claims.flatMap((claim): readonly Operation[] => {
    // Where the files of another driver lie is its own affair.
    if (claim.driver !== undefined) return state.volumes.has(claim.volume) ? [] : [createClaim(claim)];
    if (!state.volumes.has(claim.volume)) return [createClaim(claim), openClaim(claim)];
    return freshClaims.has(claim.volume) ? [openClaim(claim)] : [];
  });
}

const createId = ({ volume }: ClaimModel): string => `volume.create ${volume}`;

function createClaim(claim: ClaimModel): Operation {
  const { volume, origin, namespace, owner, driver, options } = claim;
  const labels = { ...ownerLabels({ namespace, ...owner }), [label.purpose]: 'claim' };
  const byDefault = driver === undefined ? { options: ownedByRoot } : {};
  const spec = {
    name: volume,
    labels,
    ...(driver === undefined ? {} : { driver }),
    ...(Object.keys(options).length === 0 ? byDefault : { options }),
  };
  return { op: 'volume.create', id: createId(claim), needs: [], origin, volume: spec };
}

function openClaim(claim: ClaimModel): Operation {
  const { volume, origin } = claim;
  return {
    op: 'files.arrange',
    id: `files.arrange ${volume}`,
    needs: [createId(claim)],
    origin,
    root: [latePart({ name: 'mountpoint', volume })],
    steps: [{ step: 'chmod', path: '.', mode: 0o777 }],
  };
}
