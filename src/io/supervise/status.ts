import { existsSync, readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SupervisorStatus } from '../../supervisor/status.js';
import type { PodmanProgram } from '../podman.js';
import { runtimeDirectory, storeName } from '../runtime-directory.js';

/** Where a store's supervisor keeps its files; undefined when there is no runtime directory. */
export async function supervisorFile(program: PodmanProgram, ending: string): Promise<string | undefined> {
  const directory = await runtimeDirectory();
  return 'path' in directory ? join(directory.path, `${storeName(program)}.${ending}`) : undefined;
}

/** Replaces the status at once, so that a reader never sees half of it. */
export async function writeStatus(path: string, status: SupervisorStatus): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(status), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** The status of a living supervisor; undefined when none runs. */
export async function readStatus(program: PodmanProgram): Promise<SupervisorStatus | undefined> {
  const path = await supervisorFile(program, 'status.json');
  const text = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const status = JSON.parse(text) as SupervisorStatus;
  return isAlive(status.pid) ? status : undefined;
}

/** Whether a process runs; one that ended and was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  // The state stands behind the name, which is in parentheses and may hold any: proc(5).
  return !/^\) [ZX] /.test(stat.slice(stat.lastIndexOf(')')));
}
