import { extract, type Header } from 'tar-stream';
import type { FileEntry } from '../../podman/operations.js';
import type { LateLookup } from '../late-lookup.js';
import { type PodmanProgram, type ProgramResult, readProgram, runPodman } from '../podman.js';
import { tarOf } from '../tar.js';

/** What lies at a path of Podman's machine, links not followed. */
export interface Entry {
  readonly type: 'absent' | 'directory' | 'file' | 'link' | 'charDevice' | 'blockDevice' | 'other';
  /** Permission bits. */
  readonly mode: number;
}

const types: { readonly [type: string]: Entry['type'] } = {
  directory: 'directory',
  file: 'file',
  symlink: 'link',
  link: 'file',
  'character-device': 'charDevice',
  'block-device': 'blockDevice',
};

/**
 * Looks for one name in a folder of a container. `podman cp` follows a link that it is asked for, but not those inside
 * of the folder that it is asked for: so the folder is read, until the name has come.
 */
export function entryIn(program: PodmanProgram, folder: string, name: string): Promise<Entry> {
  let depth: number | undefined;
  return firstEntry(program, folder, (header) => {
    const parts = header.name.split('/').filter((part) => part !== '' && part !== '.');
    // The folder itself comes first; a volume's has no name.
    const top = depth ?? parts.length;
    depth = top;
    return parts.length === top + 1 && parts.at(-1) === name;
  });
}

/** What a path leads to, links followed. `from`: a path of a container, as `podman cp` takes it. */
export function entryAt(program: PodmanProgram, from: string): Promise<Entry> {
  return firstEntry(program, from, () => true);
}

/** Whether a folder has nothing in it. */
export async function isEmpty(program: PodmanProgram, folder: string): Promise<boolean> {
  let count = 0;
  await firstEntry(program, folder, () => {
    count += 1;
    return count === 2;
  });
  return count === 1;
}

async function firstEntry(
  program: PodmanProgram,
  from: string,
  isWanted: (header: Header) => boolean,
): Promise<Entry> {
  const reader = extract();
  let found: Header | undefined;
  reader.on('entry', (header, stream, next) => {
    if (found === undefined && isWanted(header)) found = header;
    stream.on('end', next);
    stream.resume();
  });
  reader.on('error', () => {});
  await readProgram(program.command, [...program.globals, 'cp', from, '-'], (chunk) => {
    reader.write(chunk);
    return found === undefined ? 'more' : 'enough';
  });
  if (found === undefined) return { type: 'absent', mode: 0 };
  return { type: types[found.type ?? 'file'] ?? 'other', mode: (found.mode ?? 0) & 0o7777 };
}

/** A file or a tree as a tar archive; undefined when it is not there. */
export async function copyOut(program: PodmanProgram, from: string): Promise<Buffer | undefined> {
  const result = await runPodman(program, ['cp', from, '-']);
  return result.code === 0 ? result.stdout : undefined;
}

/** Puts files with exact owner and mode into a folder. */
export async function copyIn(
  program: PodmanProgram,
  folder: string,
  files: readonly FileEntry[],
  late: LateLookup,
): Promise<ProgramResult> {
  const input = await tarOf(files, late);
  return runPodman(program, ['cp', '--archive=false', '-', folder], { input });
}
