import { inspectContainer, killOnHost, type PodmanConnection } from './connection.js';
import { type ProgramResult, runPodman } from './podman.js';

/** What Podman says of a command that was run in a container. */
interface ExecSession {
  readonly Running?: boolean;
  readonly Pid?: number;
  readonly ProcessConfig?: { readonly entrypoint?: string; readonly arguments?: readonly string[] };
}

/**
 * Runs a command in a container within a time; `code` is 124 when it was out of time, and it is then killed. By the
 * command line: for an exec of the API Podman keeps its monitor for five minutes (conmon --exit-delay 300, seen on 4.3.1
 * and 5.4.2).
 */
export async function execWithin(
  connection: PodmanConnection,
  container: string,
  command: readonly string[],
  timeoutMs: number,
): Promise<ProgramResult> {
  // Podman's client does not end at once when it is told to, and has nothing to clean up.
  const limit = { timeoutMs, killSignal: 'SIGKILL' } as const;
  const result = await runPodman(connection, ['exec', container, ...command], limit);
  if (result.code === 124) await killExec(connection, container, command);
  return result;
}

/**
 * Kills a command that is out of time and whose client is gone: Podman would let it go on, a node kills it (CRI,
 * ExecSync). Without a socket nobody can tell which process it is.
 */
async function killExec(
  connection: PodmanConnection,
  container: string,
  command: readonly string[],
): Promise<void> {
  const { socket } = connection;
  const inspected = await inspectContainer(connection, container);
  if (socket === undefined || 'failure' in inspected) return;
  const ids = (inspected.value.ExecIDs ?? []) as readonly string[];
  for (const id of ids) {
    const shown = await socket.request({ method: 'GET', path: `exec/${id}/json` });
    const { Running, Pid = 0, ProcessConfig } = ('value' in shown ? shown.value : {}) as ExecSession;
    const words = [ProcessConfig?.entrypoint ?? '', ...(ProcessConfig?.arguments ?? [])];
    const isOurs = JSON.stringify(words) === JSON.stringify(command);
    if (Running === true && Pid > 0 && isOurs) await killOnHost(connection, Pid);
  }
}
