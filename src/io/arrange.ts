import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { arrangeWords, mountWords, resizeWords } from '../podman/commands.js';
import type { ArrangeStep } from '../podman/operations.js';
import type { PodmanProgram, ProgramResult } from './podman.js';
import { runPodman, runProgram } from './podman.js';

interface ArrangeContext {
  readonly program: PodmanProgram;
  readonly rootless: boolean;
  readonly signal: AbortSignal;
}

/**
 * Makes folders and sets modes and groups below `root`, as root of the user namespace (rootless: through
 * `podman unshare`). A path whose existing part leads out of `root` by a link is refused, as the kubelet does
 * (pkg/volume/util/subpath, doSafeMakeDir). Undefined: done; else what went wrong.
 */
export async function arrangeFiles(
  root: string,
  steps: readonly ArrangeStep[],
  context: ArrangeContext,
): Promise<string | undefined> {
  for (const step of steps) {
    const path = join(root, step.path);
    // A name that is moved or taken away may be a link that leads nowhere: only its folder is looked at.
    const isName = step.step === 'rename' || step.step === 'remove';
    const problemOfPath = await escapes(root, isName ? dirname(path) : path, context);
    if (problemOfPath !== undefined) return problemOfPath;
    const placed = step.step === 'rename' ? { ...step, to: join(root, step.to) } : step;
    const problem = await perform({ ...placed, path }, context);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function escapes(root: string, path: string, context: ArrangeContext): Promise<string | undefined> {
  if (path === root) return undefined;
  const resolved = await resolveExisting(path, context);
  const base = await resolveExisting(root, context);
  const inside = relative(base, resolved);
  const out = inside.startsWith('..') || isAbsolute(inside);
  return out ? `${path} leads out of ${root} through a link` : undefined;
}

/** The real path of the longest part that exists. Rootless: asked inside the user namespace, where all is readable. */
async function resolveExisting(path: string, context: ArrangeContext): Promise<string> {
  if (context.rootless) {
    const result = await inNamespace(['realpath', '-m', '--', path], context);
    return result.stdout.toString('utf8').trimEnd();
  }
  for (let at = path; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined) return join(real, relative(at, path));
    // A link that leads nowhere exists all the same, and must not be followed.
    const dangling = await lstat(at).catch(() => undefined);
    if (dangling !== undefined) return '/';
  }
}

async function perform(step: ArrangeStep, context: ArrangeContext): Promise<string | undefined> {
  if (step.step === 'chgrp') return handToGroup(step, context);
  if (step.step === 'mount') return keepMounted(step, context);
  // A subPath may be a file that is there already.
  if (step.step === 'mkdir' && (await inNamespace(['test', '-e', step.path], context)).code === 0)
    return undefined;
  const result = await inNamespace(arrangeWords(step), context);
  if (result.code === 0) return undefined;
  if (step.step === 'expect')
    return `${step.path} is not ${step.type === 'any' ? 'there' : `a ${step.type}`}`;
  return result.stderr.trim() || `${step.step} of ${step.path} ended with ${result.code}`;
}

async function keepMounted(
  { path, volume, sizeBytes }: Extract<ArrangeStep, { step: 'mount' }>,
  context: ArrangeContext,
): Promise<string | undefined> {
  const { program, signal } = context;
  const words = mountWords(volume);
  const mounted = context.rootless
    ? await inNamespace([program.command, ...program.globals, ...words], context)
    : await runPodman(program, words, { signal });
  if (mounted.code !== 0) return mounted.stderr.trim();
  if (sizeBytes === undefined) return undefined;
  const sized = await inNamespace(resizeWords(path, sizeBytes), context);
  return sized.code === 0 ? undefined : sized.stderr.trim();
}

/** fsGroup: pkg/volume/volume_linux.go SetVolumeOwnership: group, g+rw (and x on folders), setgid on folders. */
async function handToGroup(
  step: Extract<ArrangeStep, { step: 'chgrp' }>,
  context: ArrangeContext,
): Promise<string | undefined> {
  const { path, gid, when } = step;
  if (when === 'root-mismatch') {
    const root = ['find', path, '-maxdepth', '0', '-gid', String(gid), '-perm', '-2070'];
    const matching = await inNamespace(root, context);
    if (matching.code === 0 && matching.stdout.length > 0) return undefined;
  }
  const group = ['-exec', 'chgrp', '-h', '--', String(gid), '{}', '+'];
  const folders = ['-type', 'd', '-exec', 'chmod', 'g+rwxs', '--', '{}', '+'];
  const files = ['-type', 'f', '-exec', 'chmod', 'g+rw', '--', '{}', '+'];
  const result = await inNamespace(['find', path, ...group, ...folders, '-o', ...files], context);
  return result.code === 0 ? undefined : result.stderr.trim();
}

function inNamespace(words: readonly string[], context: ArrangeContext): Promise<ProgramResult> {
  const { program, rootless, signal } = context;
  if (rootless) return runPodman(program, ['unshare', ...words], { signal });
  const [command = 'true', ...rest] = words;
  return runProgram(command, rest, { signal });
}
