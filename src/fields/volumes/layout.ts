import { crypto } from '../../model/crypto.js';
import { revealText } from '../../model/text.js';
import type { FileEntry } from '../../podman/operations.js';
import { rootFolder } from '../root-folder.js';
import type { FilesSource, VolumeGroup } from './model.js';

const setgid = 0o2000;

/**
 * The files of a volume as the kubelet lays them out: in a folder of their own, which `..data` points at, with a link
 * for each name at the top, so that a change is one change of one link. The folder is called by its content.
 * Sources: kubernetes pkg/volume/util/atomic_writer.go, Write; pkg/volume/volume_linux.go, SetVolumeOwnership
 * (a read-only volume gets g+r, folders g+x and setgid).
 */
export function layOut(
  source: FilesSource,
  group: VolumeGroup | undefined,
  empty: readonly string[],
): readonly FileEntry[] {
  const gid = group?.gid ?? 0;
  const folderMode = group === undefined ? 0o755 : 0o2755;
  const data = dataFolder(source);
  const inside = (path: string): string => `${rootFolder}/${data}/${path}`;
  const folder = (path: string, mode = folderMode): FileEntry => ({
    kind: 'directory',
    path,
    mode,
    uid: 0,
    gid,
  });
  const files = source.files.map(
    (file): FileEntry => ({
      ...file,
      path: inside(file.path),
      mode: group === undefined ? file.mode : file.mode | 0o440,
      gid,
    }),
  );
  const folders = parentsOf(source.files.map(({ path }) => path)).map((path) => folder(inside(path)));
  const names = [...new Set(source.files.map(({ path }) => path.split('/')[0] ?? ''))];
  return [
    folder(rootFolder, rootMode(source.medium) | (group === undefined ? 0 : setgid)),
    folder(`${rootFolder}/${data}`),
    ...folders,
    ...files,
    ...empty.map((path) => folder(`${rootFolder}/${path}`)),
    { kind: 'link', path: `${rootFolder}/..data`, target: data },
    ...names.map(
      (name): FileEntry => ({ kind: 'link', path: `${rootFolder}/${name}`, target: `..data/${name}` }),
    ),
  ];
}

/**
 * A folder of the disk is 0777, a tmpfs 1777, as the kernel makes it.
 * Source: kubernetes pkg/volume/emptydir/empty_dir.go, setupDir; Linux Documentation/filesystems/tmpfs.rst, mode.
 */
function rootMode(medium: FilesSource['medium']): number {
  return medium === 'disk' ? 0o777 : 0o1777;
}

/** Named by content, so that equal files give equal bytes; the kubelet's is named by the time. */
export function dataFolder(source: FilesSource): string {
  const hash = crypto().createHash('sha256');
  for (const { path, mode, uid, content } of source.files) {
    const text =
      content instanceof Uint8Array ? content : revealText(content, (late) => JSON.stringify(late, bigints));
    hash.update(`${path}\0${mode}\0${uid}\0`).update(text).update('\0');
  }
  return `..${hash.digest('hex').slice(0, 16)}`;
}

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function parentsOf(paths: readonly string[]): readonly string[] {
  const parents = paths.flatMap((path) => {
    const steps = path.split('/').slice(0, -1);
    return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
  });
  return [...new Set(parents)].sort();
}
