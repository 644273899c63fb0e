import { readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rootFolder } from '../fields/root-folder.js';
import type { PodmanState, VolumeContents, VolumeState } from '../phases/observed.js';
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

/** Volumes of claims with nothing in them and the mode that Podman gives; what a container made its own is neither. */
export async function observeFreshClaims({ volumes }: PodmanState): Promise<ReadonlySet<string>> {
  const claims = [...volumes.values()].filter(
    ({ labels }) => isOurs(labels) && labels[label.purpose] === 'claim',
  );
  const fresh = await Promise.all(claims.map(isFresh));
  return new Set(claims.flatMap(({ name }, index) => (fresh[index] === true ? [name] : [])));
}

async function isFresh({ mountpoint }: VolumeState): Promise<boolean> {
  const found = await stat(mountpoint).catch(() => undefined);
  if (found === undefined || (found.mode & 0o7777) !== 0o755 || found.uid !== process.getuid?.())
    return false;
  return (await readdir(mountpoint)).length === 0;
}
