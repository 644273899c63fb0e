import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadResult } from './files.js';
import { type ProgramResult, runProgram } from './podman.js';

/** The programs that build a kustomization, in the order in which they are tried. */
const builders: readonly (readonly [string, ...string[]])[] = [
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
];

/** A kustomization may also be an address, which its builder fetches. Source: kubectl kustomize --help. */
const isAddress = (name: string): boolean => /^(https?:|git@|ssh:|github\.com\/)/.test(name);

/** Builds a folder with a kustomization, by kustomize or by kubectl, whichever is installed. */
export async function buildKustomization(folder: string): Promise<ReadResult> {
  const found = isAddress(folder) ? undefined : await stat(folder).catch(() => undefined);
  if (!isAddress(folder) && found?.isDirectory() !== true) return problem(folder, 'there is no such folder');
  for (const [program, ...words] of builders) {
    const result = await runProgram(program, [...words, folder]);
    if (!result.missing) return built(folder, program, result);
  }
  return problem(
    folder,
    'a kustomization is built by kustomize or kubectl, and neither is installed; without them: kustomize build DIR elsewhere, and name its output here',
  );
}

function built(folder: string, program: string, { code, stdout, stderr }: ProgramResult): ReadResult {
  if (code !== 0) return problem(folder, `${program}: ${stderr.trim()}`);
  const name = isAddress(folder) ? folder : join(folder, `(${program})`);
  return { sources: [{ name, text: stdout.toString('utf8') }], problems: [] };
}

function problem(name: string, reason: string): ReadResult {
  return { sources: [], problems: [{ name, reason }] };
}
