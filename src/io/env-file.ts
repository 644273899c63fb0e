import { envFileValue } from '../model/env-file.js';
import type { LateValue } from '../model/text.js';
import { place } from './elsewhere/fill.js';
import { withHelper } from './elsewhere/helper.js';
import { firstFile } from './images.js';
import { type PodmanProgram, type ProgramResult, runPodman, runProgram } from './podman.js';

type FileKey = Extract<LateValue, { readonly name: 'fileKey' }>;

/** Prints a file of a volume, unless links lead out of it: what a container wrote is not to be trusted. */
const print =
  'real=$(realpath -- "$1/$2") && case $real in "$(realpath -- "$1")"/*) cat -- "$real" ;; *) exit 1 ;; esac';

/** The value that an init container has left in a file of a volume (`fileKeyRef`), or why there is none. */
export async function readFileKey(
  program: PodmanProgram,
  root: string,
  value: FileKey,
): Promise<string | ProgramResult> {
  const { path } = value;
  const words = ['sh', '-c', print, 'sh', root, path];
  const isRoot = (process.getuid?.() ?? 0) === 0;
  const result = isRoot
    ? await runProgram('sh', words.slice(1))
    : await runPodman(program, ['unshare', ...words]);
  if (result.code !== 0) return { ...result, stderr: `${path} cannot be read: ${result.stderr.trim()}` };
  return valueIn(result.stdout.toString('utf8'), value, result);
}

/** The same on another machine: links lead nowhere out of the helper that shows the volume. */
export async function readKeyElsewhere(
  program: PodmanProgram,
  value: FileKey,
): Promise<string | ProgramResult> {
  const { volume, path } = value;
  const result = await withHelper(program, [{ source: volume, target: place }], (container) =>
    runPodman(program, ['cp', `${container}:${place}/${path}`, '-']),
  );
  if (result.code !== 0) return { ...result, stderr: `${path} cannot be read: ${result.stderr.trim()}` };
  return valueIn((await firstFile(result.stdout)) ?? '', value, result);
}

function valueIn(
  text: string,
  { path, key, optional }: FileKey,
  result: ProgramResult,
): string | ProgramResult {
  const found = envFileValue(text, key);
  if ('problem' in found) return { ...result, code: 125, stderr: `${path}: ${found.problem}` };
  if (found.value !== undefined) return found.value;
  return optional === true ? '' : { ...result, code: 125, stderr: `${path} has no variable ${key}` };
}
