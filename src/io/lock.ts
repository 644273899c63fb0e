import { join } from 'node:path';
import { holdProgram, type PodmanProgram } from './podman.js';
import { runtimeDirectory, storeName } from './runtime-directory.js';

/** A held lock, or why it could not be had. */
export type Lock = { readonly release: () => Promise<void> } | { readonly problem: string };

/** `shared`: others may hold it too who ask for that, but nobody who makes or removes objects. */
export type LockMode = 'exclusive' | 'shared';

/**
 * Takes the one lock of a Podman store (design decision 5), waiting for its holder. flock(1) holds it: the kernel
 * frees it when that program ends, which it does as soon as our end of its standard input closes, however we die.
 */
export async function lockStore(
  program: PodmanProgram,
  waiting: () => void,
  mode: LockMode = 'exclusive',
): Promise<Lock> {
  const directory = runtimeDirectory();
  if ('problem' in directory) return directory;
  const file = join(directory.path, `${storeName(program)}.lock`);
  const held = holdProgram('flock', [
    `--${mode}`,
    '--no-fork',
    file,
    'sh',
    '-c',
    // A holder that dies says nothing: what it had asked of Podman gets a moment to end before others go on.
    'echo locked; read -r word || exec sleep 1',
  ]);
  const note = setTimeout(waiting, 1000);
  const line = await held.firstLine;
  clearTimeout(note);
  if (line === 'locked') return { release: held.release };
  return {
    problem: `cannot lock ${file}: flock (util-linux) is missing or failed`,
  };
}

/** Takes a lock of its own name unless somebody holds it for longer than a moment: who ends lets go of it soon. */
export async function tryLock(
  program: PodmanProgram,
  ending: string,
): Promise<{ readonly release: () => Promise<void> } | undefined> {
  const directory = runtimeDirectory();
  if ('problem' in directory) return undefined;
  const file = join(directory.path, `${storeName(program)}.${ending}`);
  const words = [
    '--exclusive',
    '--timeout',
    '3',
    '--no-fork',
    file,
    'sh',
    '-c',
    'echo locked; exec cat >/dev/null',
  ];
  const held = holdProgram('flock', words);
  return (await held.firstLine) === 'locked' ? { release: held.release } : undefined;
}
