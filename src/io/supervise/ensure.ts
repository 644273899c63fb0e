import { open, readFile } from 'node:fs/promises';
import { type PodmanProgram, startDetached } from '../podman.js';
import { supervisorWords } from '../self.js';
import { readStatus, supervisorFile } from './status.js';

/** Starts the store's supervisor when none lives; undefined: one lives, else why it could not be started. */
export async function ensureSupervisor(program: PodmanProgram): Promise<string | undefined> {
  if ((await readStatus(program)) !== undefined) return undefined;
  const log = await supervisorFile(program, 'supervisor.log');
  if (log === undefined) return 'there is no runtime directory for its files';
  const handle = await open(log, 'a', 0o600);
  const [node = process.execPath, ...words] = supervisorWords(program);
  startDetached(node, words, handle.fd);
  await handle.close();
  return undefined;
}

/** The supervisor's log. */
export async function supervisorLog(program: PodmanProgram): Promise<string> {
  const log = await supervisorFile(program, 'supervisor.log');
  return log === undefined ? '' : readFile(log, 'utf8').catch(() => '');
}
