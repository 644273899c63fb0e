import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodmanProgram } from '../podman.js';
import { beganAt, supervisorFile } from './status.js';

/**
 * Marks pods as being taken away, so that the supervisor does not start again what is stopped on purpose. A mark counts
 * only while the process that made it lives.
 */
export async function markStopping(
  program: PodmanProgram,
  pods: readonly string[],
): Promise<() => Promise<void>> {
  const folder = await supervisorFile(program, 'stopping');
  if (folder === undefined) return async () => {};
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const mark = `${process.pid} ${beganAt(process.pid)}`;
  await Promise.all(pods.map((pod) => writeFile(join(folder, pod), mark, { mode: 0o600 })));
  return async () => {
    await Promise.all(pods.map((pod) => rm(join(folder, pod), { force: true })));
  };
}

/** The pods that some living process is taking away. */
export async function stoppingPods(program: PodmanProgram): Promise<ReadonlySet<string>> {
  const folder = await supervisorFile(program, 'stopping');
  const names = folder === undefined ? [] : await readdir(folder).catch(() => []);
  const alive = await Promise.all(
    names.map(async (name) => {
      const mark = await readFile(join(folder ?? '', name), 'utf8').catch(() => '');
      const [pid = '', began] = mark.split(' ');
      return began !== undefined && beganAt(Number(pid)) === began ? [name] : [];
    }),
  );
  return new Set(alive.flat());
}
