import { pack } from 'tar-stream';
import type { LateValue, Text } from '../model/text.js';
import { revealText } from '../model/text.js';
import type { FileEntry } from '../podman/operations.js';

/**
 * Packs files with exact owner, mode and links for `podman volume import`. Times are 0, so that equal files give
 * equal bytes. Secret pieces are revealed here and go to Podman's standard input only.
 */
export async function tarOf(
  files: readonly FileEntry[],
  late: (value: LateValue) => string,
): Promise<Buffer> {
  const archive = pack();
  const chunks: Buffer[] = [];
  const done = (async () => {
    for await (const chunk of archive) chunks.push(Buffer.from(chunk as Uint8Array));
  })();
  for (const file of files) addEntry(archive, file, late);
  archive.finalize();
  await done;
  return Buffer.concat(chunks);
}

function addEntry(
  archive: ReturnType<typeof pack>,
  file: FileEntry,
  late: (value: LateValue) => string,
): void {
  const mtime = new Date(0);
  switch (file.kind) {
    case 'link':
      archive.entry({
        name: file.path,
        type: 'symlink',
        linkname: file.target,
        mode: 0o777,
        mtime,
      });
      return;
    case 'directory':
      archive.entry({
        name: file.path,
        type: 'directory',
        mode: file.mode,
        ...owner(file),
        mtime,
      });
      return;
    case 'file': {
      const { path, mode, content } = file;
      const bytes = contentBytes(content, late);
      archive.entry({ name: path, type: 'file', mode, ...owner(file), mtime }, bytes);
      return;
    }
    default:
      file satisfies never;
  }
}

/** Six octal digits are all that the writer has for an id. */
const largestId = 0o777777;

/** A larger one (OpenShift's groups, a pod's own ids) stands in an extended header. Source: pax(1), Extended Header Keywords. */
function owner({ uid, gid }: { readonly uid: number; readonly gid: number }): {
  uid: number;
  gid: number;
  pax?: { [key: string]: string };
} {
  if (uid <= largestId && gid <= largestId) return { uid, gid };
  return { uid, gid, pax: { uid: String(uid), gid: String(gid) } };
}

/** A file's content as bytes; a Secret's value keeps its own, which may be no text. */
export function contentBytes(content: Uint8Array | Text, late: (value: LateValue) => string): Buffer {
  if (content instanceof Uint8Array) return Buffer.from(content);
  const [only, ...others] = content;
  const own =
    others.length === 0 && typeof only === 'object' && only.kind === 'secret' ? only.bytes : undefined;
  return own === undefined ? Buffer.from(revealText(content, late)) : Buffer.from(own());
}
