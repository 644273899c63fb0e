import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { stateDirectory } from './message-files.js';
import type { PodmanProgram } from './podman.js';

function entryFile(): string {
  const [, entry = ''] = process.argv;
  return entry;
}

/**
 * What runs for days should stay small: little room for young objects (16 MiB and more by default), and code kept compact.
 * Source: man node(1), --max-semi-space-size; `node --v8-options`, --optimize-for-size. Measured: 65 instead of 70 MB idle.
 */
const smallNode = ['--max-semi-space-size=1', '--optimize-for-size'] as const;

/** The words that start a program of ours again, for another command, with the same Podman. */
function ownWords(entry: string, program: PodmanProgram, command: readonly string[]): readonly string[] {
  const podman = [program.command, ...program.globals].join(' ');
  return [process.execPath, ...smallNode, entry, ...command, '--podman', podman];
}

/** The supervisor of a store, from a place that is still there when it is started again after a reboot. */
export async function supervisorWords(program: PodmanProgram): Promise<readonly string[]> {
  return ownWords(await lastingEntry(), program, ['supervisor', 'run']);
}

/**
 * Tells this kube2pod from an older or newer one: its entry names its parts, whose names tell their contents
 * (test/tools/build.mjs).
 */
export async function ownBuild(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(entryFile()))
    .digest('hex')
    .slice(0, 16);
}

/** The child that makes network probes for it. */
export function proberWords(program: PodmanProgram): readonly string[] {
  return ownWords(entryFile(), program, ['supervisor', 'probe']);
}

/** The child that carries connections into a pod's network. */
export function relayWords(): readonly string[] {
  return [process.execPath, entryFile(), 'relay'];
}

/**
 * This program's own file; where it lies in a cache of npx or a temporary folder, which may be emptied at any time, a
 * copy of it in the state directory.
 */
async function lastingEntry(): Promise<string> {
  const entry = await realpath(entryFile());
  if (!isPassing(entry)) return entry;
  const folder = dirname(entry);
  const { mtimeMs, size } = await stat(entry);
  const copy = join(stateDirectory(), 'program', `${Math.floor(mtimeMs)}-${size}`);
  const copied = join(copy, basename(folder), basename(entry));
  if (
    await stat(copied).then(
      () => true,
      () => false,
    )
  ) {
    return copied;
  }
  const made = `${copy}.${process.pid}`;
  await mkdir(made, { recursive: true, mode: 0o755 });
  await cp(folder, join(made, basename(folder)), { recursive: true });
  // Node takes the format of a module from the package it belongs to.
  await cp(join(dirname(folder), 'package.json'), join(made, 'package.json')).catch(() => {});
  await rename(made, copy).catch(() => rm(made, { recursive: true, force: true }));
  return copied;
}

/** Whether a path is one that others clean up. */
export function isPassing(path: string): boolean {
  return path.includes('/_npx/') || path.startsWith(`${tmpdir()}/`) || path.startsWith('/tmp/');
}

/** The name server of its pods; `files` is the beginning of the names of its files. */
export function nameServerWords(program: PodmanProgram, files: string): readonly string[] {
  return [...ownWords(entryFile(), program, ['supervisor', 'names']), '--files', files];
}
