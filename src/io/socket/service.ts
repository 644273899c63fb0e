import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type PodmanProgram, startService } from '../podman.js';
import { runtimeDirectory, storeName } from '../runtime-directory.js';
import type { Endpoint } from './transport.js';

/** The service ends by itself that long after its last request. */
const idleSeconds = 5;
const startLimitMs = 10_000;
const pollMs = 4;

/** Global options under which the store is still the user's own, so that the user's own socket may serve it. */
const harmlessGlobals = /^--(log-level|syslog|noout)(=|$)/;
/** Variables that change what Podman does, and that a service started by others does not have. */
const storeVariables = /^(CONTAINERS_|STORAGE_|PODMAN_|CONTAINER_HOST$|CONTAINER_CONNECTION$)/;
/** Of those: variables that change nothing. */
const harmlessVariables = /^PODMAN_IGNORE_CGROUPSV1_WARNING$/;
/** Variables that a service takes from who starts it: only callers with the same ones may share it. */
const serviceVariables = /^(CONTAINERS_|STORAGE_|PODMAN_|REGISTRY_AUTH_FILE$|HOME$|XDG_|TMPDIR$|.*_proxy$)/i;
/** A socket that refuses may be a service that is just starting. */
const startingMs = 10_000;

/**
 * Finds a service of this store that listens already; ours come first. Where no socket lies the answer is there at once, and
 * a service can be started before anything else is done.
 */
export async function findService(program: PodmanProgram): Promise<Endpoint | undefined> {
  const paths = [...ownSockets(program), ...userSockets(program)];
  const answers = paths.map(async (socketPath) => ({ socketPath, answer: await tryConnect(socketPath) }));
  for (const asked of answers) {
    const { socketPath, answer } = await asked;
    if (answer === 'connected') return { socketPath };
    if (answer === 'refused') await removeOld(socketPath);
  }
  return undefined;
}

/** Starts a service of our own; undefined when none comes up. It ends by itself, and takes its socket with it. */
export async function startOwnService(program: PodmanProgram): Promise<Endpoint | undefined> {
  const directory = runtimeDirectory();
  if ('problem' in directory) return undefined;
  // A name of its own: a second service on one path would take it from the first, and lose it when that one ends.
  const socketPath = join(directory.path, `${serviceName(program)}.${Date.now()}-${process.pid}.sock`);
  const words = ['system', 'service', `--time=${idleSeconds}`, `unix://${socketPath}`];
  const service = startService(program.command, [...program.globals, ...words]);
  const until = Date.now() + startLimitMs;
  while (Date.now() < until && !service.hasEnded()) {
    if ((await tryConnect(socketPath)) === 'connected') return { socketPath };
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return undefined;
}

/** Sockets of services that kube2pod started for this store, the newest first. */
function ownSockets(program: PodmanProgram): readonly string[] {
  const directory = runtimeDirectory();
  if ('problem' in directory) return [];
  const start = `${serviceName(program)}.`;
  return readdirSync(directory.path)
    .filter((name) => name.startsWith(start) && name.endsWith('.sock'))
    .sort()
    .reverse()
    .map((name) => join(directory.path, name));
}

/** The socket of a service that is gone, which tells when it was started; not that of podman.socket. */
async function removeOld(socketPath: string): Promise<void> {
  const [, startedAt] = /\.(\d+)-\d+\.sock$/.exec(socketPath) ?? [];
  if (startedAt !== undefined && Date.now() - Number(startedAt) > startingMs)
    await unlink(socketPath).catch(() => {});
}

/** A short name for a store and the surroundings that its service was started in. */
function serviceName(program: PodmanProgram): string {
  const surroundings = Object.entries(process.env)
    .filter(([name]) => serviceVariables.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash('sha256').update(JSON.stringify(surroundings)).digest('hex');
  return `${storeName(program)}.${digest.slice(0, 8)}`;
}

/** The socket that podman.socket keeps, if it serves the store that this program would use. */
function userSockets(program: PodmanProgram): readonly string[] {
  const ownStore =
    program.command === 'podman' &&
    program.globals.every((word) => harmlessGlobals.test(word)) &&
    !Object.keys(process.env).some((name) => storeVariables.test(name) && !harmlessVariables.test(name));
  if (!ownStore) return [];
  const { XDG_RUNTIME_DIR } = process.env;
  const folder = (process.getuid?.() ?? 0) === 0 ? '/run' : XDG_RUNTIME_DIR;
  const paths = folder === undefined ? [] : [join(folder, 'podman', 'podman.sock')];
  return paths.filter((path) => existsSync(path));
}

function tryConnect(socketPath: string): Promise<'connected' | 'refused' | 'absent'> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.on('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'absent'),
    );
  });
}
