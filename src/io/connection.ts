import type { PodmanVersion } from '../podman/target.js';
import { parseVersion } from '../podman/versions.js';
import { isElsewhere } from './elsewhere/place.js';
import type { PodmanProgram, ProgramResult, RunOptions } from './podman.js';
import { runPodman, startLineProgram } from './podman.js';
import { findService, startOwnService } from './socket/service.js';
import { type ApiProblem, type ApiResult, connectSocket, type Json, type PodmanSocket } from './socket.js';

/**
 * A way to Podman: its command line always, and its socket when it can be had. Functions that take a connection use the
 * socket and fall back to the command line, with the same result; a plain `PodmanProgram` is a connection without one.
 */
export interface PodmanConnection extends PodmanProgram {
  readonly socket?: PodmanSocket;
  /** Podman's version as its service says it. */
  readonly version?: PodmanVersion;
}

export interface OpenConnection extends PodmanConnection {
  readonly close: () => void;
}

/** Our service ends 5 s after its last request: asked more often than that, it stays as long as we do. */
const heartbeatMs = 2000;

/**
 * Finds the service of a store, or starts one that ends by itself; without either the connection is the command line
 * alone. Never fails: what is wrong shows at the first use.
 */
export async function openConnection(program: PodmanProgram): Promise<OpenConnection> {
  const commandLine: OpenConnection = { ...program, close: () => {} };
  if (process.env.KUBE2POD_SOCKET === 'never' || isElsewhere(program)) return commandLine;
  const renew = async () => (await findService(program)) ?? (await startOwnService(program));
  const endpoint = await renew();
  if (endpoint === undefined) return commandLine;
  const socket = connectSocket({ endpoint, renew });
  const said = await socket.ping();
  const version = 'value' in said ? parseVersion(said.value) : undefined;
  if (version === undefined) {
    socket.close();
    return commandLine;
  }
  const heartbeat = setInterval(() => void socket.ping(), heartbeatMs);
  heartbeat.unref();
  return {
    ...program,
    socket,
    version,
    close: () => {
      clearInterval(heartbeat);
      socket.close();
    },
  };
}

/** What an answer of the socket would have been on the command line. */
export function asProgramResult(
  words: readonly string[],
  result: ApiResult<unknown>,
  signal?: AbortSignal,
): ProgramResult {
  const problem = 'problem' in result ? result.problem : undefined;
  return {
    words: ['podman', ...words],
    code: problem === undefined ? 0 : 125,
    stdout: Buffer.alloc(0),
    stderr: problem === undefined ? '' : `Error: ${problem.message}`,
    missing: false,
    interrupted: problem !== undefined && signal?.aborted === true,
  };
}

/** Whether the socket never got the request, so that the command line may do it instead. */
export function isUnreachable(result: ApiResult<unknown>): result is { readonly problem: ApiProblem } {
  return 'problem' in result && result.problem.status === 'unreachable';
}

/** Does one thing by the socket, or by the command line when there is none. */
export async function either(
  connection: PodmanConnection,
  words: readonly string[],
  bySocket: (socket: PodmanSocket) => Promise<ApiResult<unknown>>,
  options: RunOptions = {},
): Promise<ProgramResult> {
  if (connection.socket !== undefined) {
    const result = await bySocket(connection.socket);
    if (!isUnreachable(result)) return asProgramResult(words, result, options.signal);
  }
  return runPodman(connection, words, options);
}

const signalOf = ({ signal }: RunOptions): { readonly signal?: AbortSignal } =>
  signal === undefined ? {} : { signal };
export const containerPath = (name: string): string => `containers/${encodeURIComponent(name)}`;

/**
 * Starts a container; one that runs is left alone. Over a connection of its own: on one of the pool, a request that
 * was cut off would be sent again, and Podman starts again what has ended meanwhile.
 */
export function startContainer(
  connection: PodmanConnection,
  name: string,
  options: RunOptions = {},
): Promise<ProgramResult> {
  const path = `${containerPath(name)}/start`;
  const bySocket = (socket: PodmanSocket) =>
    socket.request({ method: 'POST', path, connection: 'own', ...signalOf(options) });
  return either(connection, ['start', name], bySocket, options);
}

/** Stops a container within a time (default: its own), then kills it; one that does not run is left alone. */
export function stopContainer(
  connection: PodmanConnection,
  name: string,
  graceSeconds: number | undefined,
  options: RunOptions = {},
): Promise<ProgramResult> {
  const path = `${containerPath(name)}/stop`;
  const time = graceSeconds === undefined ? [] : ['--time', String(graceSeconds)];
  const query = graceSeconds === undefined ? {} : { query: { timeout: String(graceSeconds) } };
  return either(
    connection,
    ['stop', ...time, name],
    (socket) => socket.request({ method: 'POST', path, ...query, connection: 'own', ...signalOf(options) }),
    options,
  );
}

/** Removes a container and its anonymous volumes, whatever it does. */
export function removeContainer(connection: PodmanConnection, name: string): Promise<ProgramResult> {
  const query = { force: 'true', timeout: '0', volumes: 'true' };
  return either(connection, ['rm', '--force', '--time', '0', '--volumes', name], (socket) =>
    socket.request({ method: 'DELETE', path: containerPath(name), query }),
  );
}

/** Runs a command in a container; `code` is 124 after `timeoutMs`, and 125 when it could not be run at all. */
export async function execIn(
  connection: PodmanConnection,
  container: string,
  command: readonly string[],
  options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<ProgramResult> {
  const words = ['exec', container, ...command];
  const { socket } = connection;
  if (socket === undefined) return runPodman(connection, words, options);
  const limit = options.timeoutMs === undefined ? undefined : AbortSignal.timeout(options.timeoutMs);
  const signals = [limit, options.signal].filter((signal) => signal !== undefined);
  const leftRunning = (pid: number): void => void killOnHost(connection, pid);
  const result = await socket.exec(
    container,
    command,
    signals.length === 0 ? {} : { signal: AbortSignal.any(signals), leftRunning },
  );
  if (isUnreachable(result)) return runPodman(connection, words, options);
  if ('value' in result) {
    const { code, stdout, stderr } = result.value;
    return { ...asProgramResult(words, result), code, stdout, stderr: stderr.toString('utf8') };
  }
  const failed = asProgramResult(words, result, options.signal);
  return limit?.aborted === true ? { ...failed, code: 124 } : failed;
}

/**
 * A command that is out of time is killed, as a node does (CRI ExecSync); Podman would let it go on. Rootless, it may
 * belong to another user of the user namespace.
 */
export async function killOnHost(connection: PodmanConnection, pid: number): Promise<void> {
  // A process of another machine has somebody else's number here.
  if (isElsewhere(connection)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return;
    await runPodman(connection, ['unshare', 'kill', '-9', String(pid)]);
  }
}

/** What Podman says of a container, in the shape of its API; the failed call when it says nothing. */
export async function inspectContainer(
  connection: PodmanConnection,
  name: string,
): Promise<{ readonly value: Json } | { readonly failure: ProgramResult }> {
  const words = ['inspect', '--type', 'container', name];
  if (connection.socket !== undefined) {
    const result = await connection.socket.inspectContainer(name);
    if ('value' in result) return result;
    if (!isUnreachable(result)) return { failure: asProgramResult(words, result) };
  }
  const result = await runPodman(connection, words);
  if (result.code !== 0) return { failure: result };
  const [value = {}] = JSON.parse(result.stdout.toString('utf8')) as readonly Json[];
  return { value };
}

/** Something that happened to a container or a volume. */
export interface ContainerEvent {
  /** create, init, start, died, remove, exec, exec_died, ... */
  readonly action: string;
  readonly id: string;
  readonly name: string;
}

/** Volumes too: what is served of a Service stands in its record, which is one. */
const followedTypes = ['container', 'volume'];

/** Follows what happens to containers and volumes; `ended` is called once when the stream is gone. */
export function followContainers(
  connection: PodmanConnection,
  onEvent: (event: ContainerEvent) => void,
  ended: () => void,
): { readonly release: () => Promise<void> } {
  const { socket } = connection;
  if (socket === undefined) return followByCommandLine(connection, onEvent, ended);
  const controller = new AbortController();
  const filters = { type: followedTypes };
  const following = socket.events(
    filters,
    ({ Action, Actor }) => onEvent({ action: Action, id: Actor.ID, name: Actor.Attributes.name ?? '' }),
    controller.signal,
  );
  void following.then(ended);
  return {
    release: async () => {
      controller.abort();
      await following;
    },
  };
}

function followByCommandLine(
  connection: PodmanConnection,
  onEvent: (event: ContainerEvent) => void,
  ended: () => void,
): { readonly release: () => Promise<void> } {
  const types = followedTypes.flatMap((type) => ['--filter', `type=${type}`]);
  const words = ['events', '--format', '{{.Status}} {{.ID}} {{.Name}}', ...types];
  return startLineProgram(
    connection.command,
    [...connection.globals, ...words],
    (line) => {
      const [action = '', id = '', name = ''] = line.split(' ');
      onEvent({ action, id, name });
    },
    ended,
  );
}
