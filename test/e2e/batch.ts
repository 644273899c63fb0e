import type { PodmanMode } from './environment.js';

export const image = 'localhost/busybox:test';

/** What `get` says of one object, by column. */
export async function row(
  on: PodmanMode,
  kind: 'jobs' | 'cronjobs',
  name: string,
): Promise<{ readonly [column: string]: string | number }> {
  const { stdout } = await on.kube2pod(['get', kind, name, '-o', 'json']);
  const parsed = JSON.parse(stdout) as { readonly [kind: string]: readonly { [column: string]: string }[] };
  return parsed[kind]?.[0] ?? {};
}

export const pods = async (on: PodmanMode, name: string): Promise<readonly string[]> =>
  (await on.podman(['pod', 'ps', '--filter', `name=^${name}`, '--format', '{{.Name}}'])).stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort();

export const logs = async (on: PodmanMode, container: string): Promise<string> =>
  (await on.podman(['logs', container])).stdout;

export const waiting = { timeoutMs: 120_000 } as const;
