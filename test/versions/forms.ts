import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machines.js';

export type FormName = 'apply' | 'script' | 'kube' | 'quadlet';

/** A way from a manifest to running containers, and back. */
export interface Form {
  readonly up: () => Promise<void>;
  readonly down: () => Promise<void>;
}

const cli = join(process.cwd(), 'dist/kube2pod.js');
const units = '/etc/containers/systemd';

/** Runs `use` with a folder that every machine sees, and removes it. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  // Below the repository, which is at the same place everywhere.
  const folder = mkdtempSync(join(process.cwd(), 'dist/versions-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the files of one form for this machine's Podman in `folder`, and the Podman secrets they refer to. */
export async function convert(
  { run, podman }: Machine,
  {
    to,
    manifests,
    folder,
  }: { readonly to: string; readonly manifests: readonly string[]; readonly folder: string },
): Promise<void> {
  const options = ['--target', podman, '--quiet', '--with-secrets', '--dir', folder];
  await run('node', cli, 'convert', '--to', to, ...options, ...manifests);
  await run('sh', '-c', '[ ! -e "$1" ] || sh "$1"', 'sh', `${folder}/secrets.sh`);
}

/** How a form starts what stands in `folder`, and stops it. `pods` are Podman's names. */
export function formOf(
  name: FormName,
  machine: Machine,
  {
    manifests,
    folder,
    pods,
  }: { readonly manifests: readonly string[]; readonly folder: string; readonly pods: readonly string[] },
): Form {
  const { run } = machine;
  const make = (to: string) => convert(machine, { to, manifests, folder });
  const services = pods.map((pod) => `${pod}-pod.service`);
  const ways: { readonly [K in FormName]: Form } = {
    apply: {
      up: async () => void (await run('node', cli, 'apply', '--no-supervise', ...manifests)),
      down: async () => void (await run('node', cli, 'delete', ...manifests)),
    },
    script: {
      up: async () => {
        await make('script');
        await run('sh', `${folder}/run.sh`);
      },
      down: async () => void (await run('sh', `${folder}/run.sh`, 'down')),
    },
    kube: {
      up: async () => {
        await make('kube');
        await run('podman', 'kube', 'play', `${folder}/kube.yaml`);
      },
      down: async () => void (await run('podman', 'kube', 'down', `${folder}/kube.yaml`)),
    },
    quadlet: {
      up: async () => {
        await make('quadlet');
        await run('sh', '-c', 'mkdir -p "$1" && cp -a "$2/." "$1/"', 'sh', units, folder);
        await run('systemctl', 'daemon-reload');
        await run('systemctl', 'start', ...services);
      },
      down: async () => void (await run('systemctl', 'stop', ...services)),
    },
  };
  return ways[name];
}
