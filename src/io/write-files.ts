import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a conversion's files into a folder, made when missing. Undefined: done; else what went wrong. */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, { readonly text: string | Uint8Array; readonly mode: number }>,
): Promise<string | undefined> {
  const made = await mkdir(folder, { recursive: true }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (made !== undefined) return made;
  for (const [name, { text, mode }] of files) {
    const path = join(folder, name);
    // The mode is set at creation, so that a secret is never readable by others, and again for a file that was there.
    const problem = await mkdir(dirname(path), { recursive: true })
      .then(() => writeFile(path, text, { mode }))
      .then(() => chmod(path, mode))
      .then(
        () => undefined,
        (error: Error) => error.message,
      );
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Writes a file anew, as a whole or not at all, keeping its mode. Undefined: done; else what went wrong. */
export async function replaceFile(path: string, text: string): Promise<string | undefined> {
  // A link stays a link: the file behind it is replaced.
  const target = await realpath(path).catch(() => path);
  const fresh = `${target}.kube2pod-${process.pid}`;
  return stat(target)
    .then(({ mode }) => writeFile(fresh, text, { mode }).then(() => chmod(fresh, mode)))
    .then(() => rename(fresh, target))
    .then(
      () => undefined,
      (error: Error) => rm(fresh, { force: true }).then(() => error.message),
    );
}
