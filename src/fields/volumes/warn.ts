import type { Volume, VolumeProjection } from 'kubernetes-types/core/v1.js';
import type { FieldPath } from '../../diagnostics/field-path.js';
import { type Scope, warn } from '../check.js';
import { ofClaims, warnOfRequirements } from '../warn-fractions.js';

/** Kinds of volumes that are gone or going. Source: pkg/api/pod/warnings.go ("deprecated and removed volume plugins"). */
const oldSources = {
  photonPersistentDisk: 'is deprecated since v1.11, and does nothing since v1.16',
  gitRepo: 'is deprecated since v1.11',
  scaleIO: 'is deprecated since v1.16, and does nothing since v1.22',
  flocker: 'is deprecated since v1.22, and does nothing since v1.25',
  storageos: 'is deprecated since v1.22, and does nothing since v1.25',
  quobyte: 'is deprecated since v1.22, and does nothing since v1.25',
  glusterfs: 'is deprecated since v1.25, and does nothing since v1.26',
  cephfs: 'is deprecated since v1.28, and does nothing since v1.31',
  rbd: 'is deprecated since v1.28, and does nothing since v1.31',
} as const;
type OldSource = keyof typeof oldSources;

/** The warnings print the name of the type in one case. */
const printed: { readonly [source: string]: string } = { storageos: 'storageOS' };

/** Warns of each of the sources that is there. */
export function warnOfSources(
  volume: { readonly [source in OldSource]?: unknown },
  sources: readonly OldSource[],
  at: FieldPath,
  scope: Scope,
): void {
  for (const source of sources)
    if (volume[source] !== undefined)
      warn(
        at.child(source).printedAs(`${at}.${printed[source] ?? source}`.replace(/^\./, '')),
        oldSources[source],
        scope,
      );
}

const allSources = Object.keys(oldSources) as readonly OldSource[];

/** Source: pkg/api/pod/warnings.go, warningsForPodSpecAndMeta and warningsForOverlappingVirtualPaths. */
export function warnOfVolumes(volumes: readonly Volume[], at: FieldPath, scope: Scope): void {
  for (const [index, volume] of volumes.entries()) {
    const place = at.index(index);
    warnOfSources(volume, allSources, place, scope);
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec?.resources;
    const claimAt = place.child('ephemeral', 'volumeClaimTemplate', 'spec', 'resources');
    if (claim !== undefined) warnOfRequirements(claim, claimAt, scope, ofClaims);
    for (const field of ['configMap', 'secret', 'downwardAPI'] as const)
      warnOfOverlaps(itemPaths(volume[field], place.child(field)), scope);
    warnOfProjection(volume.projected?.sources ?? [], place.child('projected', 'sources'), scope);
  }
}

interface PlacedPath {
  readonly path: string;
  readonly place: FieldPath;
}

function itemPaths(
  source: { readonly items?: readonly { readonly path?: string }[] } | undefined,
  at: FieldPath,
): readonly PlacedPath[] {
  return (source?.items ?? []).map(({ path = '' }, index) => ({
    path,
    place: at.child('items').index(index).child('path'),
  }));
}

function warnOfProjection(sources: readonly VolumeProjection[], at: FieldPath, scope: Scope): void {
  for (const [index, source] of sources.entries())
    if (Object.keys(source).length === 0) warn(at.index(index), 'is a source of nothing', scope);
  const paths = sources.flatMap((source, index) => {
    const place = at.index(index);
    const single = (['serviceAccountToken', 'clusterTrustBundle'] as const).flatMap((field) => {
      const path = source[field]?.path;
      return path === undefined ? [] : [{ path, place: place.child(field, 'path') }];
    });
    const several = (['configMap', 'secret', 'downwardAPI'] as const).flatMap((field) =>
      itemPaths(source[field], place.child(field)),
    );
    return [...several, ...single];
  });
  warnOfOverlaps(paths, scope);
}

/** Two files of one path, or a file where another needs a folder. Source: checkForOverlap. */
function warnOfOverlaps(paths: readonly PlacedPath[], scope: Scope): void {
  const seen: string[] = [];
  for (const { path, place } of paths) {
    const own = path.replace(/\/+$/, '');
    const other = seen.find((one) => `${one}/`.startsWith(`${own}/`) || `${own}/`.startsWith(`${one}/`));
    if (own === '') continue;
    if (other !== undefined) warn(place, `"${own}" overlaps with "${other}"`, scope);
    seen.push(own);
  }
}
