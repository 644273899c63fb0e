import { chmod, lchown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry, OperationOf } from '../podman/operations.js';
import { supports } from '../podman/versions.js';
import { asProgramResult, type PodmanConnection } from './connection.js';
import type { LateLookup } from './late-lookup.js';
import type { ProgramResult } from './podman.js';
import { contentBytes } from './tar.js';

/**
 * Writes the files of a fresh volume where they lie, which is what `podman volume import` does after starting a process
 * for it. Only for a plain, empty volume on this machine, and where every owner is ours to give: root for root, the
 * user himself for a rootless container's root. Undefined: not here, Podman must do it.
 * Source: podman pkg/domain/infra/abi/volumes.go and cmd/podman/volumes/import.go (untar at the mount point).
 */
export async function fillDirectly(
  { volume, files }: OperationOf<'volume.fill'>,
  late: LateLookup,
  { program, rootless }: { readonly program: PodmanConnection; readonly rootless: boolean },
): Promise<ProgramResult | undefined> {
  const { socket, version } = program;
  if (socket === undefined || version === undefined || supports(version, 'volumeImportApi')) return undefined;
  const isOurs = (file: FileEntry): boolean => file.kind === 'link' || (file.uid === 0 && file.gid === 0);
  if (rootless && !files.every(isOurs)) return undefined;
  const found = await socket.inspectVolume(volume);
  if ('problem' in found) return undefined;
  const { Driver, Options, Mountpoint } = found.value;
  if (Driver !== 'local' || Object.keys(Options ?? {}).length > 0) return undefined;
  const root = String(Mountpoint);
  // What a container may have put there could lead anywhere.
  const isFresh = (await readdir(root).catch(() => ['unreadable'])).length === 0;
  if (!isFresh) return undefined;
  for (const file of files) await writeEntry(root, file, late);
  return asProgramResult(['volume', 'import', volume], { value: undefined });
}

/** Parents come before what lies in them; owner first, since a change of owner takes set-id bits away. */
async function writeEntry(root: string, file: FileEntry, late: LateLookup): Promise<void> {
  const path = join(root, file.path);
  if (file.kind === 'link') return symlink(file.target, path);
  if (file.kind === 'directory') await mkdir(path, { recursive: true });
  else await writeFile(path, contentBytes(file.content, late), { flag: 'wx', mode: 0o600 });
  if (process.getuid?.() === 0) await lchown(path, file.uid, file.gid);
  await chmod(path, file.mode);
}
