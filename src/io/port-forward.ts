import { type ChildProcess, spawn } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { type PodmanProgram, runPodman } from './podman.js';
import { type RelayNews, type RelayOrder, serve, type Tell } from './relay.js';
import { relayWords } from './self.js';

/** One port of a pod that is reached at a port of this machine; local 0: any free one. */
export interface Forward {
  readonly local: number;
  readonly remote: number;
}

/** An address that listens for a forward. */
export interface Listener {
  readonly server: Server;
  readonly address: string;
  readonly local: number;
  readonly remote: number;
}

/** Opens a listener for every forward on every address; those already open are closed when one cannot be opened. */
export async function listen(
  forwards: readonly Forward[],
  addresses: readonly string[],
): Promise<readonly Listener[] | { readonly problem: string }> {
  const open: Listener[] = [];
  for (const { local, remote } of forwards) {
    let chosen = local;
    for (const address of addresses) {
      const listener = await listenAt(address, chosen);
      if ('problem' in listener) {
        // `localhost` is both addresses, and one of them may be missing on this machine.
        if (listener.code === 'EADDRNOTAVAIL' && addresses.length > 1) continue;
        for (const { server } of open) server.close();
        return { problem: listener.problem };
      }
      chosen = listener.port;
      open.push({ server: listener.server, address, local: chosen, remote });
    }
  }
  return open.length > 0
    ? open
    : { problem: `none of ${addresses.join(', ')} is an address of this machine` };
}

type ListenResult =
  | { readonly server: Server; readonly port: number }
  | { readonly problem: string; readonly code: string };

function listenAt(host: string, port: number): Promise<ListenResult> {
  const server = createServer({ allowHalfOpen: true });
  return new Promise((resolve) => {
    server.once('error', ({ code = '', message }: NodeJS.ErrnoException) => {
      const reasons: { readonly [code: string]: string } = {
        EADDRINUSE: 'the port is in use',
        EACCES: 'an ordinary user may not open this port',
        EADDRNOTAVAIL: 'it is no address of this machine',
      };
      resolve({ problem: `cannot listen on ${host}:${port}: ${reasons[code] ?? message}`, code });
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : port });
    });
  });
}

/** Where a pod's connections are made. */
export interface PodPlace {
  readonly program: PodmanProgram;
  /** Podman's name of the container that holds the pod's network. */
  readonly infra: string;
  readonly rootless: boolean;
}

/** What is told while connections are carried. */
export interface ForwardWatch {
  readonly tell: Tell;
  /** Connections are carried from now on. */
  readonly onReady: () => void;
  readonly signal: AbortSignal;
}

/** How often it is looked whether the pod still runs. */
const watchMs = 2000;

/**
 * Carries the connections of listeners into a pod until the signal aborts; the result is why it ended before that. The
 * listeners are handed to a child that runs in the pod's network namespace: one process, and nothing between the client
 * and it. A pod on the host's network is served from here.
 */
export async function carryInto(
  { program, infra, rootless }: PodPlace,
  listeners: readonly Listener[],
  watch: ForwardWatch,
): Promise<string | undefined> {
  const pid = await infraPid(program, infra);
  if (pid === undefined) return 'the pod does not run';
  if (await isOurNetwork(pid)) {
    for (const { server, remote } of listeners) serve(server, { port: remote }, watch.tell);
    watch.onReady();
    return untilAborted(watch.signal, () => isThere(pid));
  }
  const user = rootless ? ['-U', '--preserve-credentials'] : [];
  const child = spawn('nsenter', ['-t', String(pid), ...user, '-n', ...relayWords()], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = endOf(child);
  child.on('message', (news: RelayNews) => {
    if (news.news !== 'ready') return watch.tell(news);
    for (const { server, remote } of listeners) hand(child, server, { port: remote });
    return watch.onReady();
  });
  const lost = untilAborted(watch.signal, () => isThere(pid));
  const reason = await Promise.race([ended, lost]);
  child.kill('SIGTERM');
  return reason;
}

function hand(child: ChildProcess, server: Server, order: RelayOrder): void {
  child.send(order, server, () => server.close());
}

async function infraPid(program: PodmanProgram, infra: string): Promise<number | undefined> {
  const shown = ['--type', 'container', '--format', '{{.State.Pid}}'];
  const inspected = await runPodman(program, ['inspect', ...shown, infra]);
  const pid = Number(inspected.stdout.toString('utf8').trim());
  return pid > 0 ? pid : undefined;
}

async function isOurNetwork(pid: number): Promise<boolean> {
  const [own, other] = await Promise.all([
    readlink('/proc/self/ns/net'),
    readlink(`/proc/${pid}/ns/net`).catch(() => ''),
  ]);
  return own === other;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function untilAborted(signal: AbortSignal, isAlive: () => boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    const end = (reason: string | undefined): void => {
      clearInterval(timer);
      resolve(reason);
    };
    const timer = setInterval(() => {
      if (!isAlive()) end('lost connection to pod');
    }, watchMs).unref();
    signal.addEventListener('abort', () => end(undefined));
    if (signal.aborted) end(undefined);
  });
}

/** Why the child ended. */
function endOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve('nsenter (util-linux) is missing'));
    child.on('close', () => resolve(text.trim() === '' ? 'the connection to the pod ended' : text.trim()));
  });
}
