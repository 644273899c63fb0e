import { latePart } from '../../model/text.js';
import type { ArrangeStep, FileEntry, Operation } from '../../podman/operations.js';
import { supports } from '../../podman/versions.js';
import type { PlanContext } from '../context.js';
import { rootFolder } from '../root-folder.js';
import { asSecrets, missingFolder } from './files-source.js';
import { dataFolder, layOut } from './layout.js';
import type { FilesVolume, PodVolume, ResolvedMount } from './model.js';

/** What makes the pod's volumes; each carries the pod's name, so that two pods never share one. */
export function planVolumes(
  volumes: readonly PodVolume[],
  all: readonly ResolvedMount[],
  context: PlanContext,
): readonly Operation[] {
  return volumes.flatMap((volume) => planVolume(volume, all, context));
}

function planVolume(
  volume: PodVolume,
  all: readonly ResolvedMount[],
  context: PlanContext,
): readonly Operation[] {
  const { source, group, origin } = volume;
  const used = all.some((mount) => mount.volume === volume.name);
  switch (source.kind) {
    case 'files': {
      if (asSecrets(source, context)) return [];
      const missing = all.flatMap(({ volume: name, subPath }) =>
        name === volume.name && subPath !== undefined ? missingFolder(source, subPath) : [],
      );
      return filled(volume, layOut(source, group, [...new Set(missing)]), context);
    }
    case 'empty':
      if (source.medium === 'memory') return memoryVolume(volume, source.sizeBytes, context);
      return filled(volume, [emptyRoot(group?.gid)], context);
    case 'own':
      return [createVolume(volume, context, source.options)];
    case 'claim':
      return group === undefined || !used ? [] : [claimGroup(source.volume, group.gid, group.when, origin)];
    case 'host':
    case 'image':
      return hostOrImage(volume, context);
    default:
      return source satisfies never;
  }
}

/** Volumes made of files, which change in place while their pod runs. */
export function filesVolumes(
  volumes: readonly PodVolume[],
  all: readonly ResolvedMount[],
  context: PlanContext,
): readonly FilesVolume[] {
  return volumes.flatMap((volume): readonly FilesVolume[] => {
    const { source, group, origin, name } = volume;
    if (source.kind !== 'files' || asSecrets(source, context)) return [];
    const parts = all.flatMap((mount) => (mount.volume === name ? (mount.subPath ?? []) : []));
    const missing = parts.flatMap((subPath) => missingFolder(source, subPath));
    return [
      {
        volume: context.names.volume(name),
        origin,
        folder: dataFolder(source),
        files: layOut(source, group, [...new Set(missing)]),
        mountedInParts: parts.length > 0,
      },
    ];
  });
}

/** Source: kubernetes pkg/volume/emptydir/empty_dir.go, setupDir (0777) and volume_linux.go (setgid, g+rwx). */
function emptyRoot(gid: number | undefined): FileEntry {
  return {
    kind: 'directory',
    path: rootFolder,
    mode: gid === undefined ? 0o777 : 0o2777,
    uid: 0,
    gid: gid ?? 0,
  };
}

function createVolume(
  volume: PodVolume,
  { names, labels }: PlanContext,
  options: { readonly [name: string]: string },
): Operation {
  const name = names.volume(volume.name);
  return {
    op: 'volume.create',
    id: `volume.create ${name}`,
    needs: [],
    origin: volume.origin,
    volume: { name, labels, ...(Object.keys(options).length === 0 ? {} : { options }) },
  };
}

function filled(volume: PodVolume, files: readonly FileEntry[], context: PlanContext): readonly Operation[] {
  const create = createVolume(volume, context, {});
  const name = context.names.volume(volume.name);
  const fill: Operation = {
    op: 'volume.fill',
    id: `volume.fill ${name}`,
    needs: [create.id],
    origin: volume.origin,
    volume: name,
    files,
  };
  return [create, fill];
}

/**
 * A tmpfs that all containers of the pod share. It is kept mounted: Podman would unmount it, and lose its files, whenever
 * none of them runs. 4.3 cannot make one with a size, but a mounted one can be given it. Neither reaches another machine
 * (man podman-volume-mount(1): not with the remote client), which the ledger says.
 */
function memoryVolume(volume: PodVolume, sizeBytes: bigint, context: PlanContext): readonly Operation[] {
  const { target } = context.situation;
  const size = supports(target.version, 'tmpfsVolumeSize') ? 'made' : 'given';
  const gid = volume.group?.gid;
  const o = [
    ...(sizeBytes > 0n && size === 'made' ? [`size=${sizeBytes}`] : []),
    `mode=${gid === undefined ? '1777' : '3777'}`,
    // Without them Podman hands it to the user of the first container.
    'uid=0',
    `gid=${gid ?? 0}`,
  ].join(',');
  const create = createVolume(volume, context, { type: 'tmpfs', device: 'tmpfs', o });
  if (target.remote) return [create];
  const name = context.names.volume(volume.name);
  const mount: Operation = {
    op: 'files.arrange',
    id: `files.arrange ${name} is kept mounted`,
    needs: [create.id],
    origin: volume.origin,
    root: [latePart({ name: 'mountpoint', volume: name })],
    steps: [
      {
        step: 'mount',
        path: '.',
        volume: name,
        ...(sizeBytes > 0n && size === 'given' ? { sizeBytes } : {}),
      },
    ],
  };
  return [create, mount];
}

function claimGroup(
  name: string,
  gid: number,
  when: 'always' | 'root-mismatch',
  origin: Operation['origin'],
): Operation {
  return {
    op: 'files.arrange',
    id: `files.arrange ${name} for group ${gid}`,
    needs: [],
    origin,
    root: [latePart({ name: 'mountpoint', volume: name })],
    steps: [{ step: 'chgrp', path: '.', gid, when }],
  };
}

function hostOrImage({ source, origin, name }: PodVolume, { names }: PlanContext): readonly Operation[] {
  if (source.kind === 'image') {
    const policy = ({ Always: 'always', IfNotPresent: 'missing', Never: 'never' } as const)[
      source.pullPolicy
    ];
    return [
      {
        op: 'image.pull',
        id: `image.pull ${source.reference}`,
        needs: [],
        origin,
        image: source.reference,
        policy,
      },
    ];
  }
  if (source.kind !== 'host') return [];
  const steps: ArrangeStep[] = [
    ...(source.make === 'directory' ? [{ step: 'mkdir' as const, path: source.path, mode: 0o755 }] : []),
    ...(source.make === 'file' ? [{ step: 'touch' as const, path: source.path, mode: 0o644 }] : []),
    ...(source.expect === 'any' ? [] : [{ step: 'expect' as const, path: source.path, type: source.expect }]),
  ];
  if (steps.length === 0) return [];
  return [
    { op: 'files.arrange', id: `files.arrange ${names.volume(name)}`, needs: [], origin, root: ['/'], steps },
  ];
}
