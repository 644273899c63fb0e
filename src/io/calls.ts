import { asProgramResult, either, isUnreachable, type PodmanConnection } from './connection.js';
import { type ProgramResult, type RunOptions, runPodman } from './podman.js';
import type { PodmanSocket } from './socket.js';
import { tarOf } from './tar.js';

/** Where Podman keeps a volume's files on its machine; the failed call when there is no such volume. */
export async function mountpointOf(
  connection: PodmanConnection,
  volume: string,
): Promise<string | ProgramResult> {
  const words = ['volume', 'inspect', '--format', '{{.Mountpoint}}', volume];
  if (connection.socket !== undefined) {
    const result = await connection.socket.inspectVolume(volume);
    if ('value' in result) return String(result.value.Mountpoint ?? '');
    if (!isUnreachable(result)) return asProgramResult(words, result);
  }
  const result = await runPodman(connection, words);
  return result.code === 0 ? result.stdout.toString('utf8').trim() : result;
}

/** Whether an image is on Podman's machine: code 0 when it is. */
export function hasImage(
  connection: PodmanConnection,
  reference: string,
  options: RunOptions = {},
): Promise<ProgramResult> {
  const bySocket = (socket: PodmanSocket) => socket.inspectImage(reference);
  return either(connection, ['image', 'exists', reference], bySocket, options);
}

/** Waits for a container's end and gives its exit code; the failed call when it cannot be waited for. */
export async function waitForContainer(
  connection: PodmanConnection,
  name: string,
  options: RunOptions = {},
): Promise<number | ProgramResult> {
  const words = ['wait', name];
  const { socket } = connection;
  if (socket !== undefined) {
    let result = await socket.wait(name, options.signal);
    // A service that ended meanwhile took the answer with it, but not the container.
    if ('problem' in result && result.problem.status === 'broken' && options.signal?.aborted !== true)
      result = await socket.wait(name, options.signal);
    if ('value' in result) return result.value;
    if (!isUnreachable(result)) return asProgramResult(words, result, options.signal);
  }
  const result = await runPodman(connection, words, options);
  return result.code === 0 ? Number(result.stdout.toString('utf8').trim()) : result;
}

/** The last lines of what a container wrote; empty when Podman cannot say. */
export async function containerLogs(
  connection: PodmanConnection,
  name: string,
  tail: number,
): Promise<string> {
  const result = await connection.socket?.logs(name, tail);
  if (result !== undefined && 'value' in result) return result.value.trim();
  const { stdout, stderr } = await runPodman(connection, ['logs', '--tail', String(tail), name], {
    timeoutMs: 5000,
  });
  return `${stdout.toString('utf8')}${stderr}`.trim();
}

/**
 * Makes a folder (0755, of root) with its parents in a container that was created; what is there already stays. An
 * archive with the folders themselves is unpacked at the container's root.
 */
export async function makeContainerDirectory(
  connection: PodmanConnection,
  container: string,
  path: string,
  options: RunOptions = {},
): Promise<ProgramResult> {
  const parts = path.split('/').filter((part) => part !== '');
  const archive = await tarOf(
    parts.map((_, index) => ({
      kind: 'directory',
      path: parts.slice(0, index + 1).join('/'),
      mode: 0o755,
      uid: 0,
      gid: 0,
    })),
    () => '',
  );
  return either(
    connection,
    ['cp', '--archive=false', '-', `${container}:/`],
    (socket) => socket.copyIn(container, '/', archive, options.signal),
    { ...options, input: archive },
  );
}
