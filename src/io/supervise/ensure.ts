import { open, readFile } from 'node:fs/promises';
import type { PodmanState } from '../../phases/observed.js';
import { isOurs, label } from '../../reconcile/labels.js';
import { type PodmanProgram, runProgram, startDetached } from '../podman.js';
import { supervisorWords } from '../self.js';
import { readStatus, supervisorFile } from './status.js';
import { hasSystemd, lingerAdvice, startUnit, unitName } from './unit.js';

/**
 * Starts the store's supervisor when none lives: as a unit where systemd runs, else as a process of its own session.
 * Gives what the user should be told; undefined: nothing.
 */
export async function ensureSupervisor(program: PodmanProgram): Promise<string | undefined> {
  if ((await readStatus(program)) !== undefined) return undefined;
  const words = await supervisorWords(program);
  if (await hasSystemd()) {
    const problem = await startUnit(program, words);
    if (problem === undefined) return lingerAdvice();
  }
  const log = await supervisorFile(program, 'supervisor.log');
  if (log === undefined) return 'the supervisor could not be started: there is no runtime directory';
  const handle = await open(log, 'a', 0o600);
  const [node = process.execPath, ...rest] = words;
  startDetached(node, rest, handle.fd);
  await handle.close();
  return undefined;
}

/** Whether something of a store is watched. */
export function isWatched({ pods, volumes }: Pick<PodmanState, 'pods' | 'volumes'>): boolean {
  const marks = [label.rules, label.service, label.template];
  return [...pods.values(), ...volumes.values()].some(
    ({ labels }) => isOurs(labels) && marks.some((mark) => labels[mark] !== undefined),
  );
}

/** Starts the supervisor again where something is watched and it is gone; gives what `ensureSupervisor` gives. */
export async function superviseAgain(
  program: PodmanProgram,
  state: Pick<PodmanState, 'pods' | 'volumes'>,
): Promise<string | undefined> {
  return isWatched(state) ? ensureSupervisor(program) : undefined;
}

/** The supervisor's log: its own file, or the journal of its unit. */
export async function supervisorLog(program: PodmanProgram): Promise<string> {
  const log = await supervisorFile(program, 'supervisor.log');
  const own = log === undefined ? '' : await readFile(log, 'utf8').catch(() => '');
  if (own !== '' || !(await hasSystemd())) return own;
  const user = (process.getuid?.() ?? 0) === 0 ? [] : ['--user'];
  const words = [...user, '--unit', unitName(program), '--output', 'cat', '--no-pager', '--lines', '1000'];
  return (await runProgram('journalctl', words)).stdout.toString('utf8');
}
