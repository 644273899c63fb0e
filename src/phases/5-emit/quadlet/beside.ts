import { plainText } from '../../../model/text.js';
import type { Mount } from '../../../podman/container-spec.js';
import type { FileEntry, OperationOf } from '../../../podman/operations.js';
import { operationsOf, type UnitSources } from './sources.js';

/** A volume whose files can simply lie in a folder beside the units and be mounted from there. */
export interface BesideFolder {
  readonly volume: string;
  /** Path below the volume's folder, content and permission bits. */
  readonly files: ReadonlyMap<string, { readonly text: string | Uint8Array; readonly mode: number }>;
}

/**
 * ConfigMap files that belong to root and hold nothing that only the machine knows: people keep them as files. The
 * kubelet's links (`..data`) serve updates in place, which a unit has none of; what the container reads is the same.
 */
export function besideFolders(sources: UnitSources): ReadonlyMap<string, BesideFolder> {
  const folders = operationsOf(sources, 'volume.fill').flatMap((fill) => {
    const folder = besideFolder(fill);
    return folder === undefined ? [] : [[fill.volume, folder] as const];
  });
  return new Map(folders);
}

function besideFolder({ volume, files }: OperationOf<'volume.fill'>): BesideFolder | undefined {
  const contents = files.filter((file): file is FileEntry & { kind: 'file' } => file.kind === 'file');
  const isPlain = files.every(
    (file) => file.kind === 'link' || (file.uid === 0 && file.gid === 0 && hasContent(file)),
  );
  if (!isPlain || contents.length === 0) return undefined;
  const entries = contents.map((file) => {
    const text = file.content instanceof Uint8Array ? file.content : (plainText(file.content) ?? '');
    return [insideFolder(file.path), { text, mode: file.mode }] as const;
  });
  return { volume, files: new Map(entries) };
}

function hasContent(file: FileEntry): boolean {
  return file.kind !== 'file' || file.content instanceof Uint8Array || plainText(file.content) !== undefined;
}

/** `d/..0123456789abcdef/nginx.conf` is `nginx.conf`: see fields/volumes/layout.ts. */
function insideFolder(path: string): string {
  return path.replace(/^d(\/\.\.[0-9a-f]{16})?(\/|$)/, '');
}

/** The mount again, from the folder beside the units when the volume lies there. */
export function fromBeside(mount: Mount, folders: ReadonlyMap<string, BesideFolder>): Mount {
  if (mount.kind !== 'volume' || !folders.has(mount.volume)) return mount;
  const inside = insideFolder(mount.subpath ?? '');
  const source = `./${mount.volume}${inside === '' ? '' : `/${inside}`}`;
  return { kind: 'bind', source: [source], target: mount.target, readOnly: mount.readOnly };
}
