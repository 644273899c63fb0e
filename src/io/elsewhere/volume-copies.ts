import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { VolumeState } from '../../phases/observed.js';
import { isOurs, label } from '../../reconcile/labels.js';
import { filesOf } from '../images.js';
import type { PodmanProgram } from '../podman.js';
import { runtimeDirectory } from '../runtime-directory.js';
import { copyOut } from './copy.js';
import { withHelper } from './helper.js';

/** Volumes that kube2pod itself reads. A status changes in place: it is read each time. */
const read: ReadonlySet<string | undefined> = new Set(['key', 'record', 'status']);
/** So many volumes on one helper, and so many copies at once. */
const mostMounts = 40;
const mostAtOnce = 8;

/** Copies of this process, by the volume's name and time; they go with it. */
const copies = new Map<string, string>();
let base: string | undefined;

/** Volumes of another machine, those that kube2pod reads with copies of their files on this one. */
export async function withCopies(
  program: PodmanProgram,
  volumes: readonly VolumeState[],
): Promise<readonly VolumeState[]> {
  const wanted = volumes.filter(({ labels }) => isOurs(labels) && read.has(labels[label.purpose]));
  const missing = wanted.filter((volume) => !copies.has(keyOf(volume)));
  for (let at = 0; at < missing.length; at += mostMounts)
    await copy(program, missing.slice(at, at + mostMounts));
  return volumes.map((volume) => {
    const mountpoint = wanted.includes(volume) ? copies.get(keyOf(volume)) : undefined;
    if (volume.labels[label.purpose] === 'status') copies.delete(keyOf(volume));
    return { ...volume, mountpoint: mountpoint ?? '' };
  });
}

const keyOf = ({ name, createdAt = '' }: VolumeState): string => `${createdAt} ${name}`;

async function copy(program: PodmanProgram, volumes: readonly VolumeState[]): Promise<void> {
  base ??= await copiesFolder();
  const own = base;
  if (own === undefined) return;
  const mounts = volumes.map(({ name }) => ({ source: name, target: `/${name}` }));
  await withHelper(program, mounts, async (container) => {
    const waiting = [...volumes];
    const work = async (): Promise<void> => {
      for (let volume = waiting.pop(); volume !== undefined; volume = waiting.pop()) {
        const archive = await copyOut(program, `${container}:/${volume.name}`);
        if (archive !== undefined) copies.set(keyOf(volume), await unpack(own, volume.name, archive));
      }
    };
    await Promise.all(Array.from({ length: mostAtOnce }, work));
  });
}

/** Those volumes are flat: whatever else an archive says, files land in the one folder. */
async function unpack(folder: string, name: string, archive: Buffer): Promise<string> {
  const own = join(folder, name);
  await mkdir(own, { recursive: true, mode: 0o700 });
  for (const [path, text] of await filesOf(archive))
    await writeFile(join(own, basename(path)), text, { mode: 0o600 });
  return own;
}

async function copiesFolder(): Promise<string | undefined> {
  const directory = runtimeDirectory();
  if ('problem' in directory) return undefined;
  const made = await mkdtemp(join(directory.path, 'copies-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}
