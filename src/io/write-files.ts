import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a conversion's files into a folder, made when missing. Undefined: done; else what went wrong. */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, { readonly text: string; readonly mode: number }>,
): Promise<string | undefined> {
  const made = await mkdir(folder, { recursive: true }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (made !== undefined) return made;
  for (const [name, { text, mode }] of files) {
    const path = join(folder, name);
    // The mode is set at creation, so that a secret is never readable by others, and again for a file that was there.
    const problem = await writeFile(path, text, { mode }).then(
      () => chmod(path, mode).then(() => undefined),
      (error: Error) => error.message,
    );
    if (problem !== undefined) return problem;
  }
  return undefined;
}
