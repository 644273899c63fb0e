import { latePart } from '../../model/text.js';
import type { VolumeContents } from '../../phases/observed.js';
import type { ArrangeStep, FileEntry, Operation } from '../../podman/operations.js';
import { rootFolder } from '../root-folder.js';
import type { FilesVolume } from './model.js';

const link = `${rootFolder}/..data`;
const nextLink = `${rootFolder}/..data_tmp`;

/**
 * Brings the files of a mounted volume up to date as the kubelet does, while its pod runs: new files in a folder of their
 * own, one link put in the place of another at once, then what is stale goes. A container that mounts a single key goes
 * on with the file it has, and gets the new one when it is started anew: the file is put into the old folder, too.
 * Source: kubernetes pkg/volume/util/atomic_writer.go, Write.
 */
export function updateContents(
  { volume, origin, folder, files, mountedInParts }: FilesVolume,
  there: VolumeContents | undefined,
): readonly Operation[] {
  if (there === undefined) return [];
  const oldFolders = there.names.filter((name) => name.startsWith('..') && !name.startsWith('..data'));
  const fresh = files.filter(({ path }) => path !== link);
  const inOldFolders = mountedInParts
    ? oldFolders.flatMap((name) => moved(fresh, `${rootFolder}/${folder}`, `${rootFolder}/${name}`))
    : [];
  const wanted = new Set(files.map(({ path }) => path.split('/')[1] ?? ''));
  const stale = there.names.filter(
    (name) =>
      !wanted.has(name) && !name.startsWith('..data') && !(mountedInParts && oldFolders.includes(name)),
  );
  const root = [latePart({ name: 'mountpoint', volume })];
  const removals = stale.map((name): ArrangeStep => ({ step: 'remove', path: `${rootFolder}/${name}` }));
  const arrange = { op: 'files.arrange', id: `files.arrange ${volume}`, origin, root } as const;
  // An apply that was cut off after the change of the link left what is stale.
  if (there.folder === folder) return stale.length === 0 ? [] : [{ ...arrange, needs: [], steps: removals }];
  const fill: Operation = {
    op: 'volume.fill',
    id: `volume.fill ${volume}`,
    needs: [],
    origin,
    volume,
    files: [...fresh, ...inOldFolders, { kind: 'link', path: nextLink, target: folder }],
  };
  const steps: readonly ArrangeStep[] = [{ step: 'rename', path: nextLink, to: link }, ...removals];
  return [fill, { ...arrange, needs: [fill.id], steps }];
}

function moved(files: readonly FileEntry[], from: string, to: string): readonly FileEntry[] {
  return files.flatMap((file) =>
    file.kind === 'file' && file.path.startsWith(`${from}/`)
      ? [{ ...file, path: `${to}${file.path.slice(from.length)}` }]
      : [],
  );
}
