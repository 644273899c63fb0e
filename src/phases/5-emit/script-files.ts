import { plainText, type Text } from '../../model/text.js';
import type { FileEntry, OperationOf } from '../../podman/operations.js';
import { quoteShell } from './quote-shell.js';
import { shellWord } from './shell-words.js';

/** Commands that write a volume's files into a scratch folder and hand them to Podman with exact owners. */
export function fillLines({ volume, files }: OperationOf<'volume.fill'>): readonly string[] {
  const owners = [...new Set(files.map(ownerOf))];
  return owners.flatMap((owner, index) => {
    const mine = files.filter((file) => ownerOf(file) === owner);
    const folders = parentFolders(mine).filter((path) => !mine.some((file) => file.path === path));
    return [
      'stage',
      ...folders.map((path) => `mkdir -p ${inStage(path)}`),
      ...mine.flatMap(entryLines),
      ...modesOf(mine),
      ...(index === 0 ? [] : ['# more files, of another owner']),
      unstageLine(volume, owner, mine),
    ];
  });
}

/** The entries by name: folders above them that have an entry of another owner must not come again as this one's. */
function unstageLine(volume: string, owner: string, files: readonly FileEntry[]): string {
  const words = [`${quoteShell(volume)} ${owner}`, ...files.map(({ path }) => quoteShell(path))];
  const line = `unstage ${words.join(' ')}`;
  return line.length <= 100 ? line : `unstage ${words.join(' \\\n    ')}`;
}

/**
 * Makes the folder that a container's image lacks, and it alone: an archive with the folders above it would give them
 * its modes and owners. One that is there stays as it is; of the archive that tells so the first byte is enough.
 */
export function folderLines({ container, path }: OperationOf<'container.mkdir'>): readonly string[] {
  const inside = path.replace(/^\/+/, '');
  const tar = 'tar -C "$stage" --no-recursion --owner=0 --group=0 --mode=0755 -cf -';
  return [
    `if ! podman cp ${quoteShell(`${container}:${path}`)} - 2>/dev/null | head -c 1 | grep -q .; then`,
    '  stage',
    `  mkdir -p ${inStage(inside)}`,
    `  ${tar} -- ${quoteShell(inside)} | podman cp --archive=false - ${quoteShell(`${container}:/`)}`,
    '  unmake',
    'fi',
  ];
}

function ownerOf(file: FileEntry): string {
  return file.kind === 'link' ? '0 0' : `${file.uid} ${file.gid}`;
}

const inStage = (path: string): string => `"$stage"/${quoteShell(path)}`;

function parentFolders(files: readonly FileEntry[]): readonly string[] {
  const parents = files.flatMap(({ path }) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set(parents)];
}

function entryLines(file: FileEntry): readonly string[] {
  switch (file.kind) {
    case 'directory':
      return [`mkdir -p ${inStage(file.path)}`];
    case 'link':
      return [`ln -s ${quoteShell(file.target)} ${inStage(file.path)}`];
    case 'file':
      return contentLines(file.content, inStage(file.path));
    default:
      return file satisfies never;
  }
}

/** Modes last and deepest first: a folder may end up without write permission. */
function modesOf(files: readonly FileEntry[]): readonly string[] {
  return [...files]
    .reverse()
    .flatMap((file) =>
      file.kind === 'link' ? [] : [`chmod ${file.mode.toString(8)} ${inStage(file.path)}`],
    );
}

function contentLines(content: Uint8Array | Text, target: string): readonly string[] {
  const text = content instanceof Uint8Array ? utf8(content) : plainText(content);
  if (text === undefined) {
    return content instanceof Uint8Array
      ? binaryLines(content, target)
      : [`printf %s ${shellWord(content)} > ${target}`];
  }
  return isTextFile(text) ? hereDocument(text, target) : [`printf %s ${quoteShell(text)} > ${target}`];
}

/** Text that a here-document gives back unchanged: it ends with a newline and has no control characters. */
function isTextFile(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.endsWith('\n') && text.length > 1 && !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text);
}

function utf8(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(Buffer.from(bytes)) && !text.includes('\u0000') ? text : undefined;
}

function hereDocument(text: string, target: string): readonly string[] {
  const lines = text.slice(0, -1).split('\n');
  const end = endWord(lines);
  return [`cat > ${target} <<'${end}'`, ...[...lines, end].map((line) => `\u0000${line}`)];
}

function endWord(lines: readonly string[]): string {
  for (let count = 0; ; count += 1) {
    const word = count === 0 ? 'END' : `END_${count}`;
    if (!lines.includes(word)) return word;
  }
}

function binaryLines(bytes: Uint8Array, target: string): readonly string[] {
  const base64 = Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/.{76}/g, '$&\n')
    .split('\n')
    .filter((line) => line !== '');
  return [`base64 -d > ${target} <<'END'`, ...[...base64, 'END'].map((line) => `\u0000${line}`)];
}
