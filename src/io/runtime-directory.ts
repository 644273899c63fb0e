import { createHash } from 'node:crypto';
import { accessSync, constants, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { PodmanProgram } from './podman.js';

/** A folder for locks and sockets that only this user can enter, or why there is none. */
export type RuntimeDirectory = { readonly path: string } | { readonly problem: string };

/**
 * Where this user's runtime files lie, whatever way it logged in: apply, and a supervisor that systemd or another login
 * started, must meet in one lock. Root: /run; else `XDG_RUNTIME_DIR`, which some logins (su, cron) lack although the
 * folder is there. Source: file-hierarchy(7), /run/user; podman pkg/util/utils_supported.go, GetRuntimeDir.
 */
export function runtimeBase(
  uid: number,
  environment: { readonly [name: string]: string | undefined },
): string | undefined {
  if (uid === 0) return '/run';
  const { XDG_RUNTIME_DIR } = environment;
  if (XDG_RUNTIME_DIR !== undefined && XDG_RUNTIME_DIR !== '') return XDG_RUNTIME_DIR;
  const usual = `/run/user/${uid}`;
  const found = lstatSync(usual, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === uid ? usual : undefined;
}

/**
 * Makes (mode 0700) or finds the runtime directory, and checks that nobody else owns it; without a base, below the temporary
 * folder. Synchronous: it is wanted before anything else, and is three calls of the kernel.
 */
export function runtimeDirectory(): RuntimeDirectory {
  const uid = process.getuid?.() ?? 0;
  const base = runtimeBase(uid, process.env);
  const path = base === undefined ? join(tmpdir(), `kube2pod-${uid}`) : join(base, 'kube2pod');
  try {
    mkdirSync(path, { recursive: base !== undefined, mode: 0o700 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') return { problem: `cannot make the runtime directory: ${message}` };
  }
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    return {
      problem: `${path} is not a folder of mode 0700 of user ${uid}; remove it`,
    };
  }
  return { path };
}

/**
 * A short name for one Podman store: its own user, the program, and the global options and variables that choose it.
 * However the program is called, it is one store: two names would be two locks and two supervisors on the same pods.
 */
export function storeName(program: PodmanProgram): string {
  const { CONTAINER_HOST, CONTAINER_CONNECTION } = process.env;
  const led = [CONTAINER_HOST, CONTAINER_CONNECTION].filter((one) => one !== undefined);
  const choice = JSON.stringify([process.getuid?.() ?? 0, fileOf(program.command), program.globals, ...led]);
  return createHash('sha256').update(choice).digest('hex').slice(0, 12);
}

/** The file behind `podman`, `/usr/bin/podman` or a link to it; the command itself where there is none. */
function fileOf(command: string): string {
  const folders = command.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  for (const folder of folders) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return realpathSync(path);
    } catch {
      // Not here: PATH may name more folders.
    }
  }
  return command;
}
