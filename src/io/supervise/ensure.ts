import { open, readFile } from 'node:fs/promises';
import type { PodmanState } from '../../phases/observed.js';
import { isOurs, label } from '../../reconcile/labels.js';
import { isElsewhere } from '../elsewhere/place.js';
import { type PodmanProgram, runProgram, startDetached } from '../podman.js';
import { ownBuild, supervisorWords } from '../self.js';
import { beganAt, readStatus, supervisorFile } from './status.js';
import { hasSystemd, lingerAdvice, startUnit, unitName } from './unit.js';

/** Longest wait for another kube2pod's supervisor to finish what it has begun. */
const longestEndMs = 15_000;

/**
 * Starts the store's supervisor when none of this kube2pod lives: as a unit where systemd runs, else as a process of its
 * own session. One of another version ends first: all it knows is in Podman and in its status. Gives what the user should
 * be told; undefined: nothing.
 */
export async function ensureSupervisor(program: PodmanProgram): Promise<string | undefined> {
  const living = await readStatus(program);
  if (living !== undefined && living.build === (await ownBuild())) return undefined;
  if (living !== undefined) await endProcess(living.pid);
  return startSupervisor(program);
}

async function endProcess(pid: number): Promise<void> {
  const until = Date.now() + longestEndMs;
  const began = beganAt(pid);
  process.kill(pid, 'SIGTERM');
  while (beganAt(pid) === began && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
  if (beganAt(pid) === began) process.kill(pid, 'SIGKILL');
}

async function startSupervisor(program: PodmanProgram): Promise<string | undefined> {
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

/**
 * Starts the supervisor again where something is watched and it is gone; gives what `ensureSupervisor` gives. That of
 * another machine is started there.
 */
export async function superviseAgain(
  program: PodmanProgram,
  state: Pick<PodmanState, 'pods' | 'volumes'>,
): Promise<string | undefined> {
  if (isElsewhere(program) || !isWatched(state) || (await readStatus(program)) !== undefined)
    return undefined;
  return startSupervisor(program);
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
