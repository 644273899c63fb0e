import { readFile } from 'node:fs/promises';
import { inspectContainer, killOnHost, type PodmanConnection } from './connection.js';
import { type ProgramResult, runPodman } from './podman.js';

/** What Podman says of a command that was run in a container. */
interface ExecSession {
  readonly Running?: boolean;
  readonly Pid?: number;
  readonly ProcessConfig?: { readonly entrypoint?: string; readonly arguments?: readonly string[] };
}

interface Exec {
  readonly connection: PodmanConnection;
  readonly container: string;
  readonly command: readonly string[];
  readonly timeoutMs: number;
}

/** Longest that a busy machine may take to start a command, or to tell us of its end. */
const longestDelayMs = 15_000;
/** How often a command is looked for that has not started. */
const lookAgainMs = 250;

/**
 * Runs a command in a container within a time; `code` is 124 when it was out of time, and it is then killed. Its time
 * begins when it starts, not when Podman was asked for it: that Podman is slow on a busy machine is no failure of a
 * probe (a node's runtime, too, begins to count with the process: containerd internal/cri/server/container_execsync.go,
 * execInContainer). By the command line: for an exec of the API Podman keeps its monitor for five minutes (conmon
 * --exit-delay 300, seen on 4.3.1 and 5.4.2).
 */
export async function execWithin(
  connection: PodmanConnection,
  container: string,
  command: readonly string[],
  timeoutMs: number,
): Promise<ProgramResult> {
  const exec: Exec = { connection, container, command, timeoutMs };
  const cutOff = new AbortController();
  const askedAt = Date.now();
  // Podman's client does not end at once when it is told to, and has nothing to clean up.
  const running = runPodman(connection, ['exec', container, ...command], {
    signal: cutOff.signal,
    killSignal: 'SIGKILL',
  });
  for (let leftMs = timeoutMs; leftMs > 0; leftMs = await timeLeft(exec, Date.now() - askedAt)) {
    const ended = await within(running, leftMs);
    if (ended !== undefined) return ended;
  }
  await Promise.all((await sessionsOf(exec)).map(({ pid }) => killOnHost(connection, pid)));
  cutOff.abort();
  return { ...(await running), code: 124 };
}

/** The value of a promise, or undefined when it does not come in time. */
async function within<T>(promise: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}

/**
 * Milliseconds that the command still has when its client has not come back in time. Nobody can tell without a socket,
 * or when the process is on another machine: then there are none.
 */
async function timeLeft(exec: Exec, sinceAskedMs: number): Promise<number> {
  if (exec.connection.socket === undefined) return 0;
  const ages = await Promise.all((await sessionsOf(exec)).map(({ pid }) => ageOf(pid)));
  return leftOf(ages, { timeoutMs: exec.timeoutMs, sinceAskedMs });
}

/**
 * What the ages of a container's processes of one command say of the one that was asked for `sinceAskedMs` ago: it is
 * the youngest, unless it is too old to be it; then, and when there is none, ours has not started or has just ended.
 */
export function leftOf(
  ages: readonly (number | undefined)[],
  { timeoutMs, sinceAskedMs }: { readonly timeoutMs: number; readonly sinceAskedMs: number },
): number {
  const known = ages.flatMap((age) => age ?? []);
  if (known.length < ages.length) return 0;
  const youngest = Math.min(...known);
  if (youngest <= sinceAskedMs) return timeoutMs - youngest;
  return sinceAskedMs < timeoutMs + longestDelayMs ? lookAgainMs : 0;
}

/** Milliseconds since a process started; undefined when it cannot be seen. Source: man proc_pid_stat(5), starttime. */
async function ageOf(pid: number): Promise<number | undefined> {
  try {
    const [stat, uptime] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/uptime', 'utf8'),
    ]);
    // After the name in brackets, which may have blanks in it, comes the third field; Linux counts 100 ticks a second.
    const startTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    return Number(uptime.split(' ')[0]) * 1000 - startTicks * 10;
  } catch {
    return undefined;
  }
}

/** The processes of a command that run in a container; without a socket nobody can tell which they are. */
async function sessionsOf({
  connection,
  container,
  command,
}: Exec): Promise<readonly { readonly pid: number }[]> {
  const { socket } = connection;
  if (socket === undefined) return [];
  const inspected = await inspectContainer(connection, container);
  if ('failure' in inspected) return [];
  const ids = (inspected.value.ExecIDs ?? []) as readonly string[];
  const shown = await Promise.all(
    ids.map((id) => socket.request({ method: 'GET', path: `exec/${id}/json` })),
  );
  return shown.flatMap((one) => {
    const { Running, Pid = 0, ProcessConfig } = ('value' in one ? one.value : {}) as ExecSession;
    const words = [ProcessConfig?.entrypoint ?? '', ...(ProcessConfig?.arguments ?? [])];
    const isOurs = JSON.stringify(words) === JSON.stringify(command);
    return Running === true && Pid > 0 && isOurs ? [{ pid: Pid }] : [];
  });
}
