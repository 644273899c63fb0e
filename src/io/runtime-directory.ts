import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PodmanProgram } from './podman.js';

/** A folder for locks and sockets that only this user can enter, or why there is none. */
export type RuntimeDirectory = { readonly path: string } | { readonly problem: string };

/**
 * Where this user's runtime files lie, whatever way it logged in: apply, and a supervisor that systemd or another login
 * started, must meet in one lock. Root: /run; else `XDG_RUNTIME_DIR`, which some logins (su, cron) lack although the
 * folder is there. Source: file-hierarchy(7), /run/user; podman pkg/util/utils_supported.go, GetRuntimeDir.
 */
export async function runtimeBase(
  uid: number,
  environment: { readonly [name: string]: string | undefined },
): Promise<string | undefined> {
  if (uid === 0) return '/run';
  const { XDG_RUNTIME_DIR } = environment;
  if (XDG_RUNTIME_DIR !== undefined && XDG_RUNTIME_DIR !== '') return XDG_RUNTIME_DIR;
  const usual = `/run/user/${uid}`;
  const found = await lstat(usual).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === uid ? usual : undefined;
}

/** Makes (mode 0700) or finds the runtime directory, and checks that nobody else owns it; without a base, below the temporary folder. */
export async function runtimeDirectory(): Promise<RuntimeDirectory> {
  const uid = process.getuid?.() ?? 0;
  const base = await runtimeBase(uid, process.env);
  const path = base === undefined ? join(tmpdir(), `kube2pod-${uid}`) : join(base, 'kube2pod');
  const made = await mkdir(path, {
    recursive: base !== undefined,
    mode: 0o700,
  }).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? undefined : error.message),
  );
  if (made !== undefined) return { problem: `cannot make the runtime directory: ${made}` };
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    return {
      problem: `${path} is not a folder of mode 0700 of user ${uid}; remove it`,
    };
  }
  return { path };
}

/** A short name for one Podman store: its own user and the global options and variables that choose it. */
export function storeName(program: PodmanProgram): string {
  const { CONTAINER_HOST, CONTAINER_CONNECTION } = process.env;
  const led = [CONTAINER_HOST, CONTAINER_CONNECTION].filter((one) => one !== undefined);
  const choice = JSON.stringify([process.getuid?.() ?? 0, program.command, program.globals, ...led]);
  return createHash('sha256').update(choice).digest('hex').slice(0, 12);
}
