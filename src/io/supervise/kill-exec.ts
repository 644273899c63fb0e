import { inspectContainer, killOnHost, type PodmanConnection } from '../connection.js';

/** What Podman says of a command that was run in a container. */
interface ExecSession {
  readonly Running?: boolean;
  readonly Pid?: number;
  readonly ProcessConfig?: { readonly entrypoint?: string; readonly arguments?: readonly string[] };
}

/**
 * Kills a command that is out of time and whose client is gone: Podman would let it go on, a node kills it (CRI,
 * ExecSync). Without a socket nobody can tell which process it is.
 */
export async function killExec(
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
