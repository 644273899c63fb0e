import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupervisorStatus } from '../../supervisor/status.js';
import { readJsonFile } from '../json-file.js';
import type { PodmanProgram } from '../podman.js';
import { runtimeDirectory, storeName } from '../runtime-directory.js';

/** Where a store's supervisor keeps its files; undefined when there is no runtime directory. */
export async function supervisorFile(program: PodmanProgram, ending: string): Promise<string | undefined> {
  const directory = runtimeDirectory();
  return 'path' in directory ? join(directory.path, `${storeName(program)}.${ending}`) : undefined;
}

/** The status of a living supervisor; undefined when none runs. */
export async function readStatus(program: PodmanProgram): Promise<SupervisorStatus | undefined> {
  const path = await supervisorFile(program, 'status.json');
  const status = path === undefined ? undefined : await readJsonFile<SupervisorStatus>(path);
  const began = status === undefined ? undefined : beganAt(status.pid);
  return began !== undefined && began === status?.began ? status : undefined;
}

/**
 * When a running process began, in the kernel's own count: process ids are given out again, never with the same time.
 * Undefined: no such process runs; one that ended and was not yet collected by its parent does not. Source: proc(5), /proc/PID/stat, fields 3 and 22.
 */
export function beganAt(pid: number): string | undefined {
  if (!existsSync('/proc/self/stat')) return answersSignals(pid) ? '' : undefined;
  const path = `/proc/${pid}/stat`;
  const stat = existsSync(path) ? readFileSync(path, 'utf8') : '';
  // The fields stand behind the name, which is in parentheses and may hold any.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = ''] = fields;
  return state === '' || state === 'Z' || state === 'X' ? undefined : fields[19];
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
