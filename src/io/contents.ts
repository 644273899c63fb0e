import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { rootFolder } from '../fields/root-folder.js';
import type { PodmanState, VolumeContents } from '../phases/observed.js';
import { isOurs, label } from '../reconcile/labels.js';

/** What lies in the volumes of pods that are made of files; other volumes have no `..data`. */
export async function observeContents(state: PodmanState): Promise<ReadonlyMap<string, VolumeContents>> {
  const own = [...state.volumes.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === 'pod',
  );
  const found = await Promise.all(
    own.map(async ({ name, mountpoint }) => {
      const top = join(mountpoint, rootFolder);
      const folder = await readlink(join(top, '..data')).catch(() => undefined);
      return folder === undefined ? [] : [[name, { folder, names: await readdir(top) }] as const];
    }),
  );
  return new Map(found.flat());
}
