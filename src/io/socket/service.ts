import { createHash } from 'node:crypto';
import { readdir, unlink } from 'node:fs/promises';
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

/** Finds a service of this store that listens already. */
export async function findService(program: PodmanProgram): Promise<Endpoint | undefined> {
  for (const socketPath of [...(await ownSockets(program)), ...userSockets(program)]) {
    const answer = await tryConnect(socketPath);
    if (answer === 'connected') return { socketPath };
  }
  return undefined;
}

/** Starts a service of our own; undefined when none comes up. It ends by itself, and takes its socket with it. */
export async function startOwnService(program: PodmanProgram): Promise<Endpoint | undefined> {
  const directory = await runtimeDirectory();
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

/** Sockets of services that kube2pod started for this store, the newest first; those that nobody serves are removed. */
async function ownSockets(program: PodmanProgram): Promise<readonly string[]> {
  const directory = await runtimeDirectory();
  if ('problem' in directory) return [];
  const start = `${serviceName(program)}.`;
  const names = (await readdir(directory.path).catch(() => []))
    .filter((name) => name.startsWith(start) && name.endsWith('.sock'))
    .sort()
    .reverse();
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(directory.path, name);
      const answer = await tryConnect(path);
      const startedAt = Number.parseInt(name.slice(start.length), 10);
      if (answer === 'refused' && Date.now() - startedAt > startingMs) await unlink(path).catch(() => {});
      return answer === 'connected' ? [path] : [];
    }),
  );
  return found.flat();
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
  if ((process.getuid?.() ?? 0) === 0) return ['/run/podman/podman.sock'];
  const { XDG_RUNTIME_DIR } = process.env;
  return XDG_RUNTIME_DIR === undefined ? [] : [join(XDG_RUNTIME_DIR, 'podman', 'podman.sock')];
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
